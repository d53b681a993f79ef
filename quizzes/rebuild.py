"""Progress from the rows of answers, for a learner whose session was lost."""

from uuid import UUID

from learn.progress import Progress
from quizzes import sittings
from quizzes.bank import SetContent, set_content
from quizzes.models import Answer, QuestionSet
from quizzes.sittings import Sitting


def from_answers(learner: UUID, progress: Progress) -> None:
    """Fill an empty progress. Sittings come in the order they were begun, so the last stays."""
    passes: dict[tuple[int, str], list[Answer]] = {}
    rows = Answer.objects.filter(learner=learner).select_related("question").order_by("pk")
    for row in rows:
        passes.setdefault((row.question.question_set_id, row.sitting), []).append(row)
    sets = sets_by_pk({set_pk for set_pk, _ in passes})
    for (set_pk, seed), answers in passes.items():
        if set_pk in sets:
            sitting = sittings.replayed(Sitting(seed), sets[set_pk], answers)
            sittings.keep(progress, sets[set_pk], sitting)


def sets_by_pk(pks: set[int]) -> dict[int, SetContent]:
    rows = QuestionSet.objects.filter(pk__in=pks).select_related("lesson__course")
    rows = rows.prefetch_related("questions__choices", "questions__hints", "questions__steps")
    return {row.pk: content for row in rows if (content := set_content(row)).items}
