"""What a POST gets back: with htmx the quiz, without it a redirect or the whole page."""

from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django_htmx.http import replace_url

from learn.extensions import LessonPanel
from learn.learner import set_learner_cookie
from learn.lesson_page import announce_page, panel_context, render_page
from quizzes.attempts.recording import Outcome
from quizzes.forms import AnswerForm
from quizzes.kinds import kind_of
from quizzes.kinds.kind import LONGEST_RESPONSE, FormData
from quizzes.lesson_panel import Quiz
from quizzes.schema import SUMMARY


def reply(
    quiz: Quiz, outcome: Outcome, focus: str, at: str = "", draft: FormData | None = None
) -> HttpResponse:
    """What came of an action: the question `at`, else the next open one; or the refusal.

    `draft`: an answer that was begun and not given. The redirect takes it along.
    """
    if not outcome.refusal:
        attempt = outcome.attempt.at_question("" if at == SUMMARY else at)
        response = go_on(quiz.with_attempt(attempt), at, focus, draft)
        return set_learner_cookie(quiz.request, response, quiz.progress.kept.at)
    if quiz.learner:  # the rows may tell what the session did not know
        outcome.attempt.keep_in(quiz.progress)
    return refuse(quiz.with_attempt(outcome.attempt), notice=outcome.refusal)


def go_on(quiz: Quiz, at: str, focus: str, draft: FormData | None = None) -> HttpResponse:
    """Keep the attempt and show it: the fragment for htmx, else a redirect to the page."""
    quiz.attempt.keep_in(quiz.progress)
    quiz.progress.visit(quiz.mode.lesson.path, quiz.mode.slug)
    url = quiz.mode.url + (f"?q={at}" if at else "")
    if not quiz.request.htmx:
        return HttpResponseRedirect(f"{url}{draft_in_query(quiz, draft)}#quiz")
    panel = quiz.panel(at, focus=focus, sent=draft)
    return replace_url(render_fragment(quiz, panel), url)


def refuse(
    quiz: Quiz, form: AnswerForm | None = None, notice: str = "", at: str = ""
) -> HttpResponse:
    """The same question, with the error beside its field or a notice; nothing has changed."""
    sent = quiz.request.POST
    panel = quiz.panel(at or quiz.asked, sent=sent, form=form, focus="error", notice=notice)
    if quiz.request.htmx:
        return render_fragment(quiz, panel, status=422)
    return render_page(quiz.request, quiz.mode, panel)


def draft_in_query(quiz: Quiz, draft: FormData | None) -> str:
    """The fields of an answer that was begun, to go on a query string with."""
    item = quiz.attempt.question_set.items.get(quiz.asked)
    if draft is None or item is None:
        return ""
    fields = [
        (name, value)
        for name in kind_of(item).field_names(item)
        for value in draft.getlist(name)[: len(item.choices)]
        if 0 < len(value) <= LONGEST_RESPONSE
    ]
    return f"&{urlencode(fields)}" if fields else ""


def render_fragment(quiz: Quiz, panel: LessonPanel, status: int = 200) -> HttpResponse:
    """The quiz, and with it what beside it tells how far the learner is."""
    announce_page(quiz.request, quiz.mode, panel.shown)
    context = panel_context(quiz.mode, panel, quiz.progress)
    return render(quiz.request, "quizzes/quiz.html#reply", context, status=status)
