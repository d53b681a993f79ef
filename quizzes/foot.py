"""The quiz at the foot of a lesson's modes (see `learn.modes.Foot`)."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.template.loader import render_to_string

from learn.content import LessonContent
from learn.learner import learner_of, visitor_of
from learn.markdown import render
from learn.modes import MODES, Mode
from learn.progress import progress_of
from quizzes import bank, replay, sittings
from quizzes.bank import SetContent
from quizzes.deck import Deck, deck
from quizzes.forms import AnswerForm
from quizzes.items import Item
from quizzes.kinds import kind_of
from quizzes.kinds.kind import FormData
from quizzes.outcome import Outcome, outcome
from quizzes.present import shown_set
from quizzes.sittings import Sitting


def modes(lesson: LessonContent) -> set[str]:
    return {slug for slug in bank.sets_of(lesson) if not MODES[slug].reading}


def context(request: HttpRequest, lesson: LessonContent, mode: Mode) -> dict[str, Any]:
    question_set = bank.set_at(lesson, mode)
    if question_set is None:
        return {}
    progress, visitor = progress_of(request), visitor_of(request)
    sitting = replay.current(progress, question_set, sittings.now(), visitor)
    asked = request.GET.get("q", "")
    return quiz_context(request, lesson, mode, question_set, sitting, asked, sent=request.GET)


def question(request: HttpRequest, lesson: LessonContent, mode: Mode, name: str) -> str:
    """A question in the text: its prompt, and the way to it at the foot of the page.

    Empty where the set at the foot no longer has it.
    """
    question_set = bank.set_at(lesson, mode)
    if question_set is None or name not in question_set.items:
        return ""
    prompt = render(question_set.items[name].prompt)
    return render_to_string("quizzes/in_text.html", {"prompt": prompt, "name": name})


def quiz_context(
    request: HttpRequest,
    lesson: LessonContent,
    mode: Mode,
    question_set: SetContent,
    sitting: Sitting,
    asked: str = "",
    sent: FormData | None = None,
    form: AnswerForm | None = None,
    focus: str = "",
    notice: str = "",
) -> dict[str, Any]:
    """What the quiz's template needs.

    `sent`: a draft to show again; `form`: one with errors; `focus`: what just appeared;
    `notice`: why nothing did.
    """
    clock = sittings.now()
    item = sittings.question_to_show(question_set, sitting, asked)
    if item and form is None:
        form = AnswerForm(item, sitting.seed)
    return {
        "foot": "quizzes/quiz.html",
        "foot_id": "quiz",
        "styles": styles(question_set),
        "lesson": lesson,
        "mode": mode,
        "quiz": shown_set(question_set, sitting, progress_of(request), item, clock, sent),
        "more": more(lesson, question_set, sitting, item, clock, learner_of(request)),
        "answer_form": form,
        "focus": focus,
        "notice": notice,
    }


def more(
    lesson: LessonContent,
    question_set: SetContent,
    sitting: Sitting,
    item: Item | None,
    at: float,
    learner: UUID | None,
) -> Outcome | Deck | None:
    """What only a test that is over shows, and only a set of cards."""
    if question_set.behaviour == "recall":
        return deck(question_set, sitting, item, at, learner)
    if question_set.behaviour == "test" and item is None:
        return outcome(lesson, question_set, sitting)
    return None


def styles(question_set: SetContent) -> list[str]:
    """The stylesheets that the set's pages need beyond the lesson's."""
    of_kinds = {kind_of(one).stylesheet for one in question_set.items.values()} - {""}
    return [*question_set.rules.stylesheets, *sorted(of_kinds)]
