"""A question as its learners see it, in each state that it can be in."""

from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest

from learn.catalogue import lesson_content
from learn.content import CourseContent, LessonMode
from learn.modes import MODES
from packs.draft import Draft
from quizzes import sittings
from quizzes.bank import SetContent, set_content
from quizzes.foot import quiz_panel
from quizzes.items import Item
from quizzes.kinds import kind_of
from quizzes.models import Question
from quizzes.sittings import Sitting
from quizzes.states import Hint, NotAllowed, Pick, Start, Step

SEED = "5e551011"  # any: the order of the choices is the same each time one looks


@dataclass(frozen=True)
class Look:
    """A state to look at. `answer`: right or wrong, or none is given yet."""

    name: str
    label: str
    answer: bool | None = None
    hint: bool = False
    steps: bool = False


LOOKS = {
    one.name: one
    for one in (
        Look("fresh", "Fresh"),
        Look("wrong", "After a wrong answer", answer=False),
        Look("hint", "With a hint", hint=True),
        Look("solved", "Solved", answer=True, steps=True),
    )
}


def preview_context(request: HttpRequest, draft: Draft, look: Look) -> dict[str, Any]:
    """What `quizzes/preview.html` shows. Without `quiz` the fields make no question yet."""
    item, row = draft.item, draft.question.question_set if draft.question.question_set_id else None
    if item is None or row is None or not item.id:
        return {}
    question_set = with_question(set_content(row), item, draft.question)
    sitting, missing = sitting_at(question_set, item, look)
    course = CourseContent(row.lesson.course_id, "", row.lesson.course.slug, "", "", [])
    mode = LessonMode(lesson_content(course, 1, row.lesson), MODES[row.mode])
    panel = quiz_panel(request, mode, question_set, sitting, item.id)
    return {**panel.context, "lesson": mode.lesson, "mode": mode, "missing": missing}


def with_question(question_set: SetContent, item: Item, question: Question) -> SetContent:
    """The set as it is asked, with the question as it stands here at its place."""
    others = {
        slug: one
        for slug, one in question_set.items.items()
        if slug != item.id and question_set.pks[slug] != question.pk
    }
    before = min(question.position or 0, len(others))
    slugs = list(others)
    slugs.insert(before, item.id)
    items = {slug: others.get(slug, item) for slug in slugs}
    return replace(question_set, items=items, draw=0)


def sitting_at(question_set: SetContent, item: Item, look: Look) -> tuple[Sitting, str]:
    """The sitting in that state, or in the fresh one, and why it can't be had."""
    fresh = sittings.new(question_set, SEED).at_question(item.id)
    try:
        return acted(question_set, fresh, item, look), ""
    except NotAllowed as refusal:
        return fresh, str(refusal)
    except (StopIteration, IndexError):
        return fresh, "No answer of this kind can be given yet: the choices make none."


def acted(question_set: SetContent, sitting: Sitting, item: Item, look: Look) -> Sitting:
    """Raises NotAllowed where the set's behaviour does not know such a state."""
    rules, now = question_set.rules, sittings.now()

    def act(action: Any) -> None:
        nonlocal sitting
        sitting = sittings.act(question_set, sitting, item, action)

    if rules.self_assessed and look.steps:
        act(Step())  # the back of the card is all there is
        return sitting
    if look.name != "fresh" and rules.is_closed(sitting.state(item)):
        act(Start(now, question_set.seconds))
    if look.hint:
        act(Hint())
    if look.answer is not None:
        act(Pick(kind_of(item).example_response(item, look.answer), now))
        if rules.handed_in:
            sitting = sittings.handed_in(question_set, sitting)
    for _ in item.steps if look.steps else ():
        act(Step())
    return sitting
