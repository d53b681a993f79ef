"""The quiz at the foot of a lesson's modes (see `learn.modes.Foot`)."""

from typing import Any

from django.http import HttpRequest

from learn.content import LessonContent
from learn.modes import MODES, Mode
from learn.progress import progress_of
from quizzes import bank, sittings
from quizzes.bank import SetContent
from quizzes.forms import AnswerForm
from quizzes.kinds import KINDS
from quizzes.kinds.common import Sent
from quizzes.present import shown_set
from quizzes.sittings import Sitting


def modes(lesson: LessonContent) -> set[str]:
    return {slug for slug in bank.sets_of(lesson) if not MODES[slug].reading}


def context(request: HttpRequest, lesson: LessonContent, mode: Mode) -> dict[str, Any]:
    question_set = bank.set_at(lesson, mode)
    if question_set is None:
        return {}
    sitting = sittings.current(progress_of(request), question_set)
    asked = request.GET.get("q", "")
    return quiz_context(request, lesson, mode, question_set, sitting, asked, sent=request.GET)


def quiz_context(
    request: HttpRequest,
    lesson: LessonContent,
    mode: Mode,
    question_set: SetContent,
    sitting: Sitting,
    asked: str = "",
    sent: Sent | None = None,
    form: AnswerForm | None = None,
    focus: str = "",
    notice: str = "",
) -> dict[str, Any]:
    """What the quiz's template needs.

    `sent`: a draft to show again; `form`: one with errors; `focus`: what just appeared;
    `notice`: why nothing did.
    """
    item = sittings.question_to_show(question_set, sitting, asked)
    if item and form is None:
        form = AnswerForm(item, sitting.seed)
    return {
        "foot": "quizzes/quiz.html",
        "foot_id": "quiz",
        "styles": sorted({KINDS[one.kind].style for one in question_set.items.values()} - {""}),
        "lesson": lesson,
        "mode": mode,
        "quiz": shown_set(question_set, sitting, progress_of(request), item, sent),
        "answer_form": form,
        "focus": focus,
        "notice": notice,
    }
