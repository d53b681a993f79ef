"""The quiz at the foot of a lesson's page."""

import hashlib
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.template.loader import render_to_string

from lab.http import Request
from learn.agreement import progress_of
from learn.content import LessonMode
from learn.extensions import LessonPanel
from learn.learner import learner_of, learner_or_new, visitor_of
from learn.markdown import render
from learn.progress import Progress
from quizzes import bank
from quizzes.attempts.attempt import Attempt
from quizzes.attempts.current import current_attempt
from quizzes.attempts.events import server_time
from quizzes.attempts.recording import Recorder
from quizzes.bank import SetContent
from quizzes.flashcards import present_deck
from quizzes.forms import AnswerForm, new_key
from quizzes.kinds import kind_of
from quizzes.kinds.kind import FormData
from quizzes.presenter import present_set
from quizzes.schema import Item
from quizzes.test_report import present_report


@dataclass(frozen=True)
class Quiz:
    """The quiz of one page in one request: the mode, the learner, and the attempt it shows.

    `learner`: who it was when the request came; None for a visitor of whom nothing is kept.
    """

    request: Request
    mode: LessonMode
    progress: Progress
    learner: UUID | None
    attempt: Attempt

    @property
    def asked(self) -> str:
        """The slug of the question that a form names."""
        return self.request.POST.get("question", "")

    @property
    def recorder(self) -> Recorder:
        """To act in the attempt. By it a visitor becomes a learner."""
        return Recorder(self.attempt, learner_or_new(self.request))

    def with_attempt(self, attempt: Attempt) -> "Quiz":
        return replace(self, attempt=attempt)

    def panel(
        self,
        asked: str = "",
        sent: FormData | None = None,
        form: AnswerForm | None = None,
        focus: str = "",
        notice: str = "",
    ) -> LessonPanel:
        """The quiz at the question `asked`, else at the next open one.

        `sent`: a draft to show again. `form`: one with errors. `focus`: what just appeared.
        `notice`: why nothing did.
        """
        attempt = self.attempt
        item = attempt.question_to_show(asked)
        if item and form is None:
            form = AnswerForm(item, attempt.seed)
        context = {
            "quiz": present_set(attempt, self.progress, item, sent),
            "more": self.more(item),
            "answer_form": form,
            "answer_key": form.initial["key"] if form else None,
            "focus": focus,
            "notice": notice,
        }
        return LessonPanel(
            template="quizzes/quiz.html",
            element_id="quiz",
            context=context,
            styles=styles(attempt.question_set),
            scripts=["quizzes/clock.js"] if attempt.question_set.seconds else [],
            shown=item.id if item else "",
            fresh={"answer_key": new_key},
        )

    def more(self, item: Item | None) -> Any:
        """What only a set of cards shows, and only a test that was handed in."""
        if self.attempt.rules.self_assessed:
            # A visitor may have become a learner since the quiz was opened.
            return present_deck(self.attempt, item, learner_of(self.request))
        if self.attempt.rules.handed_in and item is None:
            return present_report(self.mode.lesson, self.attempt, learner_of(self.request))
        return None


def open_quiz(request: Request, mode: LessonMode, seed: str = "") -> Quiz | None:
    """The quiz of a mode as its learner left it; None where it has no questions.

    `seed`: of the attempt, as a form says it (see `current_attempt`).
    """
    question_set = bank.set_at(mode)
    if question_set is None:
        return None
    progress, visitor = progress_of(request), visitor_of(request)
    attempt = current_attempt(progress, question_set, server_time(), visitor, seed)
    return Quiz(request, mode, progress, learner_of(request), attempt)


def quiz_panel(request: Request, mode: LessonMode) -> LessonPanel | None:
    """The quiz of a mode; None where it has no questions."""
    quiz = open_quiz(request, mode)
    if quiz is None:
        return None
    panel = quiz.panel(request.GET.get("q", ""), sent=request.GET)
    key = quiz_key(panel.context)
    # Where a set was away, the rows say at each look what of it is back.
    lasting = bool(key) and not quiz.progress.was_away(quiz.attempt.question_set.path)
    return replace(panel, context={**panel.context, "quiz_key": key}, lasting=lasting)


def quiz_key(context: dict[str, Any]) -> bytes:
    """What a quiz that was only looked at shows, in short: the same quiz has the same key.

    Empty where it shows what changes by itself: cards that fall due, and a clock.
    """
    shown = context["quiz"]
    if context["more"] or (shown.question and shown.question.seconds_left is not None):
        return b""
    return hashlib.blake2b(repr(shown).encode(), digest_size=16).digest()


def fill_question(request: HttpRequest, mode: LessonMode, name: str) -> str:
    """A question in the text: its prompt, and a link to it at the foot of the page.

    An empty string where the set at the foot no longer has it.
    """
    question_set = bank.set_at(mode)
    if question_set is None or name not in question_set.items:
        return ""
    prompt = render(question_set.items[name].prompt)
    return render_to_string("quizzes/in_text.html", {"prompt": prompt, "name": name})


def styles(question_set: SetContent) -> list[str]:
    """The stylesheets that the set's pages need beyond the lesson's."""
    of_kinds = {kind_of(item).stylesheet for item in question_set.items.values()} - {""}
    return [*question_set.rules.stylesheets, *sorted(of_kinds)]
