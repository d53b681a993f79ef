"""Answers, hints, steps and the like: POST only. With htmx the quiz comes back, without it a
redirect."""

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_POST
from django.views.decorators.vary import vary_on_headers
from django_htmx.http import replace_url

from lab.http import Request
from learn import catalogue
from learn.agreement import progress_of
from learn.content import LessonMode
from learn.extensions import LessonPanel
from learn.learner import learner_of, learner_or_new, set_learner_cookie, visitor_of
from learn.lesson_modes import mode_or_404
from learn.lesson_page import announce_page, panel_context, render_page
from learn.progress import Progress
from quizzes import bank, record, replay, sittings
from quizzes.bank import SetContent
from quizzes.deck import writes
from quizzes.foot import quiz_panel
from quizzes.forms import AnswerForm, RatingForm
from quizzes.kinds import kind_of
from quizzes.kinds.kind import LONGEST_RESPONSE, FormData
from quizzes.models import Deed
from quizzes.record import Doer, Given, Outcome
from quizzes.sittings import SUMMARY, Sitting
from quizzes.states import NotAllowed, Step


@dataclass(frozen=True)
class Place:
    """Where a POST arrived: the mode it came from, its set, and the sitting."""

    request: Request
    mode: LessonMode
    question_set: SetContent
    progress: Progress
    sitting: Sitting
    learner: UUID | None
    now: float

    @property
    def slug(self) -> str:
        """The question that the form names."""
        return self.request.POST.get("question", "")

    @property
    def doer(self) -> Doer:
        known = self.learner is not None
        return Doer(learner_or_new(self.request), known, self.question_set, self.now)


@require_POST
@vary_on_headers("HX-Request")
def answers(request: Request, course: str, lesson: str, mode: str) -> HttpResponse:
    place = place_or_404(request, course, lesson, mode)
    item = place.question_set.items.get(place.slug)
    if item is None:
        return refused(place, notice=sittings.NOT_HERE)
    form = AnswerForm(item, place.sitting.seed, request.POST)
    if not form.is_valid():
        if sittings.is_open(place.question_set, place.sitting, item):
            return refused(place, form=form)
        return refused(place, notice=first_error(form))
    outcome = record.answer(place.doer, place.sitting, place.slug, given(request, form, "response"))
    at = sittings.after_answer(place.question_set, outcome[0], place.slug)
    return replied(place, outcome, focus="verdict" if at == place.slug else "question", at=at)


@require_POST
@vary_on_headers("HX-Request")
def ratings(request: Request, course: str, lesson: str, mode: str) -> HttpResponse:
    """How well a card was remembered. The next card that is due follows."""
    place = place_or_404(request, course, lesson, mode, "recall")
    form = RatingForm(request.POST)
    if not form.is_valid():
        return refused(place, notice=first_error(form))
    outcome = record.answer(place.doer, place.sitting, place.slug, given(request, form, "rating"))
    return replied(place, outcome, focus="question")


@require_POST
@vary_on_headers("HX-Request")
def turns(request: Request, course: str, lesson: str, mode: str) -> HttpResponse:
    """The back of a card. Nothing hangs on it, so it is kept in the session alone, but for what
    the learner wrote on it."""
    place = place_or_404(request, course, lesson, mode, "recall")
    try:
        item = sittings.item_of(place.question_set, place.sitting, place.slug)
        if writes(item):
            text = kind_of(item).parse_response(item, request.POST)
            outcome = record.writing(place.doer, place.sitting, item.id, text)
            return replied(place, outcome, focus="back", at=item.id)
        sitting = sittings.act(place.question_set, place.sitting, item, Step())
    except NotAllowed as refusal:
        return refused(place, notice=str(refusal))
    return went_on(place, sitting, item.id, focus="back")


@require_POST
@vary_on_headers("HX-Request")
def hints(request: Request, course: str, lesson: str, mode: str) -> HttpResponse:
    return reveal(place_or_404(request, course, lesson, mode), Deed.HINT, focus="hint")


@require_POST
@vary_on_headers("HX-Request")
def steps(request: Request, course: str, lesson: str, mode: str) -> HttpResponse:
    return reveal(place_or_404(request, course, lesson, mode), Deed.STEP, focus="step")


@require_POST
@vary_on_headers("HX-Request")
def starts(request: Request, course: str, lesson: str, mode: str) -> HttpResponse:
    """Open a problem of a challenge: its clock starts now, once."""
    place = place_or_404(request, course, lesson, mode, "challenge")
    return reveal(place, Deed.START, focus="question")


@require_POST
@vary_on_headers("HX-Request")
def handins(request: Request, course: str, lesson: str, mode: str) -> HttpResponse:
    """Hand in a test: at once where every question has an answer, else after a second look."""
    place = place_or_404(request, course, lesson, mode, "test")
    sitting, _ = record.looked_up(place.doer, place.sitting)
    place = replace(place, sitting=sitting)
    missing = sittings.unanswered(place.question_set, sitting)
    if missing and request.POST.get("missing") != str(len(missing)):
        return refused(place, notice="Not handed in yet: look at what is missing.", at=SUMMARY)
    outcome = record.hand_in(place.doer, sitting)
    return replied(place, outcome, focus="question", at=SUMMARY)


@require_POST
@vary_on_headers("HX-Request")
def new_sitting(request: Request, course: str, lesson: str, mode: str) -> HttpResponse:
    """Begin again: the questions afresh, or others, in a new order of choices. The best score
    stays."""
    place = place_or_404(request, course, lesson, mode)
    outcome = record.begin_again(place.doer, place.sitting)
    return replied(place, outcome, focus="question")


def reveal(place: Place, what: str, focus: str) -> HttpResponse:
    """`number` in the form: which hint or step its button showed, so that two clicks are one."""
    asked = place.request.POST.get("number", "")
    number = int(asked) if asked.isdecimal() and len(asked) < 3 else 0
    outcome = record.deed(place.doer, place.sitting, place.slug, what, number)
    return replied(place, outcome, focus, at=place.slug, draft=place.request.POST)


def place_or_404(
    request: Request, course: str, lesson: str, mode: str, behaviour: str = ""
) -> Place:
    """`behaviour`: the only one that has what the address names."""
    shown = mode_or_404(catalogue.lesson_or_404(course, lesson), mode)
    question_set = bank.set_at(shown)
    if question_set is None or behaviour not in ("", question_set.behaviour):
        raise Http404("There are no such questions here.")
    progress, learner, clock = progress_of(request), learner_of(request), sittings.now()
    seed = request.POST.get("sitting", "")
    sitting = replay.current(progress, question_set, clock, visitor_of(request), seed)
    return Place(request, shown, question_set, progress, sitting, learner, clock)


def given(request: Request, form: AnswerForm | RatingForm, field: str) -> Given:
    """`field`: the one that holds the response."""
    key, milliseconds = form.cleaned_data["key"]
    return Given(
        response=form.cleaned_data[field],
        key=key,
        milliseconds=milliseconds,
        engine=request.session.engine.name,
        certainty=form.cleaned_data.get("certainty"),
    )


def first_error(form: AnswerForm | RatingForm) -> str:
    return str(next(iter(form.errors.values()))[0])


def replied(
    place: Place, outcome: Outcome, focus: str, at: str = "", draft: FormData | None = None
) -> HttpResponse:
    """What came of it: the question `at`, else the next open one; or a refusal."""
    sitting, refusal = outcome
    if not refusal:
        shown_next = sitting.at_question("" if at == SUMMARY else at)
        return set_learner_cookie(place.request, went_on(place, shown_next, at, focus, draft))
    if place.learner:  # the records may have told what the session did not know
        sittings.keep(place.progress, place.question_set, sitting)
    return refused(replace(place, sitting=sitting), notice=refusal)


def went_on(
    place: Place, sitting: Sitting, at: str, focus: str, draft: FormData | None = None
) -> HttpResponse:
    """Keep the sitting and show it: the fragment for htmx, else a redirect to the page.

    `draft`: an answer that was begun and not given; the redirect takes it along.
    """
    sittings.keep(place.progress, place.question_set, sitting)
    place.progress.visit(place.mode.lesson.path, place.mode.slug)
    url = place.mode.url + (f"?q={at}" if at else "")
    if not place.request.htmx:
        return HttpResponseRedirect(f"{url}{in_address(place, draft)}#quiz")
    panel = shown(place, sitting, at, focus=focus, sent=draft)
    return replace_url(fragment(place, panel), url)


def in_address(place: Place, draft: FormData | None) -> str:
    """The fields of an answer that was begun, as they go into an address."""
    item = place.question_set.items.get(place.slug)
    if draft is None or item is None:
        return ""
    fields = [
        (name, value)
        for name in kind_of(item).field_names(item)
        for value in draft.getlist(name)[: len(item.choices)]
        if 0 < len(value) <= LONGEST_RESPONSE
    ]
    return f"&{urlencode(fields)}" if fields else ""


def refused(
    place: Place, form: AnswerForm | None = None, notice: str = "", at: str = ""
) -> HttpResponse:
    """The same question, with the error beside its field or a notice; nothing has changed."""
    panel = shown(
        place,
        place.sitting,
        at or place.slug,
        form=form,
        focus="error",
        notice=notice,
        sent=place.request.POST,
    )
    if place.request.htmx:
        return fragment(place, panel, status=422)
    return render_page(place.request, place.mode, panel)


def shown(place: Place, sitting: Sitting, at: str, **more: Any) -> LessonPanel:
    return quiz_panel(place.request, place.mode, place.question_set, sitting, at, **more)


def fragment(place: Place, panel: LessonPanel, status: int = 200) -> HttpResponse:
    """The quiz, and with it what beside it tells how far the learner is."""
    announce_page(place.request, place.mode, panel)
    context = panel_context(place.mode, panel, place.progress)
    return render(place.request, "quizzes/quiz.html#reply", context, status=status)
