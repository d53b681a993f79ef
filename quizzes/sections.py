"""What quizzes say on the progress page (see `learn.extensions.ProgressSection`)."""

from typing import Any
from uuid import UUID

from django.db.models import Exists
from django.urls import reverse

from quizzes import replay, sittings
from quizzes.bank import SetContent
from quizzes.certainty import calibration
from quizzes.deck import Deck, deck
from quizzes.keep import HANDED_IN
from quizzes.log import entries, newest_sitting
from quizzes.models import Answer
from quizzes.rebuild import sets_by_pk
from quizzes.sittings import Sitting


class CalibrationSection:
    """How often the learner was right, by how sure they said they were."""

    template = "quizzes/calibration.html"

    def context(self, learner: UUID) -> dict[str, Any]:
        told = Answer.objects.filter(learner=learner, certainty__isnull=False, late=False)
        found = calibration(told.values_list("certainty", "right"))  # type: ignore[arg-type]
        return {"calibration": found} if found else {}


class DueSection:
    """Which cards are due, and when the next one is, of each set that the learner has begun."""

    template = "quizzes/due.html"

    def context(self, learner: UUID) -> dict[str, Any]:
        asked = Answer.objects.filter(learner=learner, question__question_set__behaviour="recall")
        pks = asked.values_list("question__question_set", flat=True).distinct()
        found = sets_by_pk(pks).values()
        decks = [(one, url_of(one), deck_of(learner, one)) for one in found]
        return {"decks": decks} if decks else {}


class OpenTestSection:
    """Tests that were begun and not handed in: nothing of them is in the scores or the file yet."""

    template = "quizzes/open_tests.html"

    def context(self, learner: UUID) -> dict[str, Any]:
        given = Answer.objects.filter(
            ~Exists(HANDED_IN), learner=learner, question__question_set__behaviour="test"
        )
        pks = given.values_list("question__question_set", flat=True).distinct()
        counted = [(one, url_of(one), *answered(learner, one)) for one in sets_by_pk(pks).values()]
        return {"tests": counted} if counted else {}


def answered(learner: UUID, question_set: SetContent) -> tuple[int, int]:
    """How many questions of the test have an answer, and of how many."""
    seed = newest_sitting(learner, question_set.pk)
    records = entries(learner, question_set=question_set.pk, sitting=seed)
    sitting = replay.replayed(question_set, Sitting(seed), records)
    total = len(sittings.drawn(question_set, sitting))
    return total - len(sittings.unanswered(question_set, sitting)), total


def url_of(question_set: SetContent) -> str:
    return reverse("mode", args=question_set.path.split("/"))


def deck_of(learner: UUID, question_set: SetContent) -> Deck:
    """The cards as the learner's ratings have left them, now."""
    records = entries(learner, question_set=question_set.pk)
    now = sittings.now()
    sitting = replay.replayed(question_set, Sitting(records[-1].sitting), records)
    return deck(question_set, sittings.at_time(question_set, sitting, now), None, now)
