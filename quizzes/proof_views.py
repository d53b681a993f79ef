"""Prove it: run the experiment behind a question, once it is finished."""

from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST
from django.views.decorators.vary import vary_on_headers

from lab.experiments.allowance import ALLOWANCE, CLIENTS
from lab.experiments.pool import NoResult
from lab.experiments.views import status_of, visitor_id
from lab.http import Request
from lab.limits.clients import client_of
from learn.lesson_page import render_page
from quizzes.proof_results import prove, question_to_prove
from quizzes.replies import refuse
from quizzes.schema import Item
from quizzes.views import quiz_or_404

TOO_EARLY = "A proof tells what is right, so it opens when the question is finished. Nothing ran."


@require_POST
@vary_on_headers("HX-Request")
def proofs(request: Request, course: str, lesson: str, mode: str) -> HttpResponse:
    """Nothing of the learner's changes, so the results are the reply, without a redirect."""
    quiz = quiz_or_404(request, course, lesson, mode)
    item = question_to_prove(quiz.attempt, quiz.asked)
    if item is None:
        return refuse(quiz, notice=TOO_EARLY)
    who = str(quiz.learner or visitor_id(request))
    results, status = results_or_refusal(item, who, client_of(request))
    panel = quiz.panel(item.id)
    context = {**panel.context, **results}
    if request.htmx:
        context |= {"lesson": quiz.mode.lesson, "mode": quiz.mode}
        context["question"] = panel.context["quiz"].question
        return render(request, "quizzes/proof.html", context, status=status)
    return render_page(request, quiz.mode, replace(panel, context=context), status)


def results_or_refusal(item: Item, who: str, client: str) -> tuple[dict[str, Any], int]:
    """For the template: the results, or why there are none; and the status that says so."""
    try:
        ALLOWANCE.take(who)
        CLIENTS.take(client)
        return {"proof": prove(item)}, 200
    except NoResult as refusal:
        return {"refusal": str(refusal)}, status_of(refusal)
