"""Answers, hints, steps: POST only. With htmx the quiz comes back, without it a redirect."""

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_POST
from django.views.decorators.vary import vary_on_headers
from django_htmx.http import replace_url

from engines.http import Request
from learn import content
from learn.content import LessonContent
from learn.learner import learner_or_new, remember
from learn.modes import Mode
from learn.progress import Progress, progress_of
from learn.views import mode_or_404, mode_url, render_mode
from quizzes import bank, sittings
from quizzes.bank import SetContent
from quizzes.foot import quiz_context
from quizzes.forms import AnswerForm
from quizzes.items import Item
from quizzes.kinds import KINDS, LONGEST
from quizzes.kinds.common import Sent
from quizzes.record import Given, record
from quizzes.sittings import Sitting
from quizzes.states import Action, Hint, NotAllowed, Step


@dataclass(frozen=True)
class Place:
    """Where a POST arrived: the lesson, the mode it came from, its set, and the sitting."""

    request: Request
    lesson: LessonContent
    mode: Mode
    question_set: SetContent
    progress: Progress
    sitting: Sitting

    @property
    def item(self) -> Item:
        """The question the form names, else the one on the learner's screen."""
        asked = self.request.POST.get("question", "")
        item = sittings.question_to_show(self.question_set, self.sitting, asked)
        return item or list(self.question_set.items.values())[-1]


@require_POST
@vary_on_headers("HX-Request")
def answers(request: Request, course: str, lesson: str, mode: str) -> HttpResponse:
    place = place_or_404(request, course, lesson, mode)
    item = place.item
    form = AnswerForm(item, place.sitting.seed, request.POST)
    if not form.is_valid():
        return refused(place, item, form)
    sitting, refusal = record(place.question_set, place.sitting, item, given(request, form))
    if refusal:
        sittings.keep(place.progress, place.question_set, sitting)
        return refused(replace(place, sitting=sitting), item, notice=refusal)
    return remember(request, went_on(place, sitting, item, focus="verdict"))


@require_POST
@vary_on_headers("HX-Request")
def hints(request: Request, course: str, lesson: str, mode: str) -> HttpResponse:
    return act(place_or_404(request, course, lesson, mode), Hint(), focus="hint")


@require_POST
@vary_on_headers("HX-Request")
def steps(request: Request, course: str, lesson: str, mode: str) -> HttpResponse:
    return act(place_or_404(request, course, lesson, mode), Step(), focus="step")


@require_POST
@vary_on_headers("HX-Request")
def new_sitting(request: Request, course: str, lesson: str, mode: str) -> HttpResponse:
    """Practise again: the questions afresh, in a new order of choices. The best score stays."""
    place = place_or_404(request, course, lesson, mode)
    first = next(iter(place.question_set.items.values()))
    return went_on(place, Sitting(sittings.new_seed()), first, focus="question")


def act(place: Place, action: Action, focus: str) -> HttpResponse:
    item = place.item
    try:
        sitting = sittings.act(place.sitting, item, action)
    except NotAllowed as refusal:
        return refused(place, item, notice=str(refusal))
    return went_on(place, sitting, item, focus, draft=place.request.POST)


def place_or_404(request: Request, course: str, lesson: str, mode: str) -> Place:
    found = content.lesson_or_404(course, lesson)
    shown = mode_or_404(found, mode)
    question_set = bank.set_at(found, shown)
    if question_set is None:
        raise Http404("There are no questions here.")
    progress = progress_of(request)
    sitting = sittings.current(progress, question_set, seed=request.POST.get("sitting", ""))
    return Place(request, found, shown, question_set, progress, sitting)


def given(request: Request, form: AnswerForm) -> Given:
    key, milliseconds = form.cleaned_data["key"]
    return Given(
        learner=learner_or_new(request),
        response=form.cleaned_data["response"],
        key=key,
        milliseconds=milliseconds,
        engine=request.session.engine.name,
        certainty=form.cleaned_data["certainty"],
    )


def went_on(
    place: Place, sitting: Sitting, item: Item, focus: str, draft: Sent | None = None
) -> HttpResponse:
    """Keep the sitting and show it: the fragment for htmx, else a redirect to the page.

    `draft`: an answer that was begun and not given; the redirect takes it along.
    """
    sittings.keep(place.progress, place.question_set, sitting)
    place.progress.visit(place.lesson.path, place.mode.slug)
    url = f"{mode_url(place.lesson, place.mode.slug)}?q={item.id}"
    if not place.request.htmx:
        return HttpResponseRedirect(f"{url}{in_address(item, draft)}#quiz")
    context = shown(place, sitting, item, focus=focus, sent=draft)
    return replace_url(fragment(place.request, context), url)


def in_address(item: Item, draft: Sent | None) -> str:
    """The fields of an answer that was begun, as they go into an address."""
    if draft is None:
        return ""
    fields = [
        (name, value)
        for name in KINDS[item.kind].fields(item)
        for value in draft.getlist(name)[: len(item.choices)]
        if 0 < len(value) <= LONGEST
    ]
    return f"&{urlencode(fields)}" if fields else ""


def refused(
    place: Place, item: Item, form: AnswerForm | None = None, notice: str = ""
) -> HttpResponse:
    """The same question, with the error beside its field or a notice; nothing has changed."""
    context = shown(
        place,
        place.sitting,
        item,
        form=form,
        focus="error",
        notice=notice,
        sent=place.request.POST,
    )
    if place.request.htmx:
        return fragment(place.request, context, status=422)
    return render_mode(place.request, place.lesson, place.mode, context)


def shown(place: Place, sitting: Sitting, item: Item, **more: Any) -> dict[str, Any]:
    return quiz_context(
        place.request, place.lesson, place.mode, place.question_set, sitting, item.id, **more
    )


def fragment(request: Request, context: dict[str, Any], status: int = 200) -> HttpResponse:
    return render(request, "quizzes/quiz.html#quiz", context, status=status)
