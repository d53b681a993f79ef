"""Prove it: run the experiment behind a question, once it is finished."""

from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST
from django.views.decorators.vary import vary_on_headers

from lab.experiments.allowance import ALLOWANCE
from lab.experiments.pool import NoResult
from lab.experiments.views import status_of, visitor_id
from lab.http import Request
from learn.lesson_page import render_page
from quizzes.items import Item
from quizzes.proven import drawn, proven
from quizzes.views import place_or_404, refused, shown

TOO_EARLY = "A proof tells what is right, so it opens when the question is finished. Nothing ran."


@require_POST
@vary_on_headers("HX-Request")
def proofs(request: Request, course: str, lesson: str, mode: str) -> HttpResponse:
    """Nothing of the learner's changes, so what came of it is the answer, without a redirect."""
    place = place_or_404(request, course, lesson, mode)
    item = drawn(place.question_set, place.sitting, place.slug)
    if item is None:
        return refused(place, notice=TOO_EARLY)
    found, status = outcome(item, str(place.learner or visitor_id(request)))
    panel = shown(place, place.sitting, item.id)
    context = {**panel.context, **found}
    if request.htmx:
        context |= {"lesson": place.mode.lesson, "mode": place.mode}
        context["question"] = panel.context["quiz"].question
        return render(request, "quizzes/proof.html", context, status=status)
    return render_page(request, place.mode, replace(panel, context=context), status)


def outcome(item: Item, who: str) -> tuple[dict[str, Any], int]:
    """The proof or why there is none, for the template, and the status that says so."""
    try:
        ALLOWANCE.take(who)
        return {"proof": proven(item)}, 200
    except NoResult as refusal:
        return {"refusal": str(refusal)}, status_of(refusal)
