"""The quiz at the foot of a lesson's page."""

from uuid import UUID

from django.http import HttpRequest
from django.template.loader import render_to_string

from lab.http import Request
from learn.agreement import progress_of
from learn.content import LessonContent, LessonMode
from learn.extensions import LessonPanel
from learn.learner import learner_of, visitor_of
from learn.markdown import render
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


def panel_of(request: Request, mode: LessonMode) -> LessonPanel | None:
    """The quiz of a mode; None where it has no questions."""
    question_set = bank.set_at(mode)
    if question_set is None:
        return None
    progress, visitor = progress_of(request), visitor_of(request)
    sitting = replay.current(progress, question_set, sittings.now(), visitor)
    asked = request.GET.get("q", "")
    return quiz_panel(request, mode, question_set, sitting, asked, sent=request.GET)


def fill_question(request: HttpRequest, mode: LessonMode, name: str) -> str:
    """A question in the text: its prompt, and a link to it at the foot of the page.

    An empty string where the set at the foot no longer has it.
    """
    question_set = bank.set_at(mode)
    if question_set is None or name not in question_set.items:
        return ""
    prompt = render(question_set.items[name].prompt)
    return render_to_string("quizzes/in_text.html", {"prompt": prompt, "name": name})


def quiz_panel(
    request: HttpRequest,
    mode: LessonMode,
    question_set: SetContent,
    sitting: Sitting,
    asked: str = "",
    sent: FormData | None = None,
    form: AnswerForm | None = None,
    focus: str = "",
    notice: str = "",
) -> LessonPanel:
    """The quiz at the question `asked`, else at the next open one.

    `sent`: a draft to show again; `form`: one with errors; `focus`: what just appeared;
    `notice`: why nothing did.
    """
    clock = sittings.now()
    item = sittings.question_to_show(question_set, sitting, asked)
    if item and form is None:
        form = AnswerForm(item, sitting.seed)
    quiz = shown_set(question_set, sitting, progress_of(request), item, clock, sent)
    context = {
        "quiz": quiz,
        "more": more(mode.lesson, question_set, sitting, item, clock, learner_of(request)),
        "answer_form": form,
        "focus": focus,
        "notice": notice,
    }
    return LessonPanel(
        template="quizzes/quiz.html",
        element_id="quiz",
        context=context,
        styles=styles(question_set),
        scripts=["quizzes/clock.js"] if quiz.seconds else [],
        shown=quiz.question.id if quiz.question else "",
    )


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
