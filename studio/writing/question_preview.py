"""The preview of a question as learners see it, in each of its states."""

from dataclasses import dataclass, replace
from typing import Any, cast

from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest

from lab.http import Request
from learn.agreement import progress_of
from learn.catalogue import lesson_content
from learn.content import CourseContent, LessonMode
from learn.learner import learner_of
from learn.modes import MODES
from packs.draft import QuestionDraft, form_draft
from packs.findings import question_findings
from quizzes.attempts.attempt import Attempt
from quizzes.attempts.events import server_time
from quizzes.bank import SetContent, set_content
from quizzes.kinds import kind_of
from quizzes.lesson_panel import Quiz
from quizzes.models import Question
from quizzes.schema import Item
from quizzes.states import NotAllowed
from studio.writing.preview import Preview

# The stylesheets of questions that `studio/preview.html` always links.
LINKED = {"quizzes/kinds.css", "quizzes/behaviours.css"}
SEED = "5e551011"  # fixed, so that the choices stand in the same order in each preview


@dataclass(frozen=True)
class Look:
    """A state to show. `answer` is whether a right or a wrong one was given; None before any."""

    name: str
    label: str
    answer: bool | None = None
    hint: bool = False
    steps: bool = False


LOOKS = {
    look.name: look
    for look in (
        Look("fresh", "Fresh"),
        Look("wrong", "After a wrong answer", answer=False),
        Look("hint", "With a hint", hint=True),
        Look("solved", "Solved", answer=True, steps=True),
    )
}


class QuestionPreview(Preview):
    page_template = "studio/preview.html"

    def get_looks(self) -> dict[str, Look]:
        return LOOKS

    def get_preview(
        self, request: HttpRequest, form: Any, formsets: list[BaseInlineFormSet], look: Look
    ) -> dict[str, Any]:
        draft = form_draft(form.instance, formsets)
        context = preview_context(request, draft, look)
        return {**context, "findings": question_findings(draft), "fits": draft.item is not None}


def preview_context(request: HttpRequest, draft: QuestionDraft, look: Look) -> dict[str, Any]:
    """The context of `studio/preview.html`. Empty where the fields make no question yet."""
    item, row = draft.item, draft.question.question_set if draft.question.question_set_id else None
    if item is None or row is None or not item.id:
        return {}
    question_set = with_question(set_content(row), item, draft.question)
    attempt, missing = attempt_at(question_set, item, look)
    course = CourseContent(row.lesson.course_id, "", row.lesson.course.slug, "", "", [])
    texts = list(row.lesson.pages.values_list("mode", flat=True))
    mode = LessonMode(lesson_content(course, 1, row.lesson, texts), MODES[row.mode])
    progress, learner = progress_of(request), learner_of(request)
    quiz = Quiz(cast(Request, request), mode, progress, learner, attempt)
    panel = quiz.panel(item.id)
    own_styles = [style for style in panel.styles if style not in LINKED]
    about = {"lesson": mode.lesson, "mode": mode, "missing": missing, "own_styles": own_styles}
    return {**panel.context, **about}


def with_question(question_set: SetContent, item: Item, question: Question) -> SetContent:
    """The set with this question in its place, instead of the question as it was saved."""
    others = {
        slug: other
        for slug, other in question_set.items.items()
        if slug != item.id and question_set.pks[slug] != question.pk
    }
    before = min(question.position or 0, len(others))
    slugs = list(others)
    slugs.insert(before, item.id)
    items = {slug: others.get(slug, item) for slug in slugs}
    return replace(question_set, items=items, draw=0)


def attempt_at(question_set: SetContent, item: Item, look: Look) -> tuple[Attempt, str]:
    """The attempt in the state `look`, and an empty text. Where the question can't come to that
    state: a fresh attempt, and why."""
    fresh = Attempt.begin(question_set, server_time(), SEED).at_question(item.id)
    try:
        return act_out(fresh, item, look), ""
    except NotAllowed as refusal:
        return fresh, str(refusal)
    except (StopIteration, IndexError):
        return fresh, "No answer of this kind can be given yet: the choices make none."


def act_out(attempt: Attempt, item: Item, look: Look) -> Attempt:
    """The attempt after the actions that lead to the state `look`. Raises NotAllowed where the
    behaviour of the set has no such state."""
    rules = attempt.rules
    if rules.self_assessed and look.steps:
        return attempt.step(item)  # a flashcard has only its back to show
    if look.name != "fresh" and rules.is_closed(attempt.state(item)):
        attempt = attempt.start(item)
    if look.hint:
        attempt = attempt.hint(item)
    if look.answer is not None:
        attempt = attempt.answer(item, kind_of(item).example_response(item, look.answer))
        if rules.handed_in:
            attempt = attempt.hand_in()
    for _ in item.steps if look.steps else ():
        attempt = attempt.step(item)
    return attempt
