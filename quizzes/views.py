"""Answers, hints, steps and the like: POST only. With htmx the quiz comes back, without it a
redirect."""

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_POST
from django.views.decorators.vary import vary_on_headers

from lab.http import Request
from learn import catalogue
from learn.lesson_modes import mode_or_404
from quizzes.attempts.rows import Submission
from quizzes.attempts.saved import parse_seed
from quizzes.attempts.standing import NOT_HERE
from quizzes.flashcards import is_written_on
from quizzes.forms import AnswerForm, RatingForm
from quizzes.kinds import kind_of
from quizzes.lesson_panel import Quiz, open_quiz
from quizzes.records import Event
from quizzes.replies import go_on, refuse, reply
from quizzes.schema import SUMMARY
from quizzes.states import NotAllowed


@require_POST
@vary_on_headers("HX-Request")
def answers(request: Request, course: str, lesson: str, mode: str) -> HttpResponse:
    quiz = quiz_or_404(request, course, lesson, mode)
    item = quiz.attempt.question_set.items.get(quiz.asked)
    if item is None:
        return refuse(quiz, notice=NOT_HERE)
    form = AnswerForm(item, quiz.attempt.seed, request.POST)
    if not form.is_valid():
        if quiz.attempt.is_open(item):
            return refuse(quiz, form=form)
        return refuse(quiz, notice=first_error(form))
    outcome = quiz.recorder.answer(item.id, submission(request, form, "response"))
    at = outcome.attempt.after_answer(item.id)
    return reply(quiz, outcome, focus="verdict" if at == item.id else "question", at=at)


@require_POST
@vary_on_headers("HX-Request")
def ratings(request: Request, course: str, lesson: str, mode: str) -> HttpResponse:
    """How well a card was remembered. The next card that is due follows."""
    quiz = quiz_or_404(request, course, lesson, mode, needs="self_assessed")
    form = RatingForm(request.POST)
    if not form.is_valid():
        return refuse(quiz, notice=first_error(form))
    outcome = quiz.recorder.answer(quiz.asked, submission(request, form, "rating"))
    return reply(quiz, outcome, focus="question")


@require_POST
@vary_on_headers("HX-Request")
def turns(request: Request, course: str, lesson: str, mode: str) -> HttpResponse:
    """Turn a card. What the learner wrote on it is a row; that it is turned, the session keeps."""
    quiz = quiz_or_404(request, course, lesson, mode, needs="self_assessed")
    try:
        item = quiz.attempt.item(quiz.asked)
        if is_written_on(item):
            text = kind_of(item).parse_response(item, request.POST)
            return reply(quiz, quiz.recorder.write(item.id, text), focus="back", at=item.id)
        return go_on(quiz.with_attempt(quiz.attempt.step(item)), item.id, focus="back")
    except NotAllowed as refusal:
        return refuse(quiz, notice=str(refusal))


@require_POST
@vary_on_headers("HX-Request")
def hints(request: Request, course: str, lesson: str, mode: str) -> HttpResponse:
    return reveal(quiz_or_404(request, course, lesson, mode), Event.HINT, focus="hint")


@require_POST
@vary_on_headers("HX-Request")
def steps(request: Request, course: str, lesson: str, mode: str) -> HttpResponse:
    return reveal(quiz_or_404(request, course, lesson, mode), Event.STEP, focus="step")


@require_POST
@vary_on_headers("HX-Request")
def starts(request: Request, course: str, lesson: str, mode: str) -> HttpResponse:
    """Open a problem of a challenge: its clock starts now, once."""
    quiz = quiz_or_404(request, course, lesson, mode, needs="timed")
    return reveal(quiz, Event.START, focus="question")


@require_POST
@vary_on_headers("HX-Request")
def handins(request: Request, course: str, lesson: str, mode: str) -> HttpResponse:
    """Hand in a test: at once where every question has an answer, else after a second look."""
    quiz = quiz_or_404(request, course, lesson, mode, needs="handed_in")
    quiz = quiz.with_attempt(quiz.recorder.latest()[0])
    missing = quiz.attempt.unanswered
    if missing and request.POST.get("missing") != str(len(missing)):
        return refuse(quiz, notice="Not handed in yet: look at what is missing.", at=SUMMARY)
    return reply(quiz, quiz.recorder.hand_in(), focus="question", at=SUMMARY)


@require_POST
@vary_on_headers("HX-Request")
def new_attempt(request: Request, course: str, lesson: str, mode: str) -> HttpResponse:
    """Begin again: the questions afresh, or others, in a new order of choices. The best score
    stays."""
    quiz = quiz_or_404(request, course, lesson, mode)
    ended = parse_seed(request.POST.get("sitting", ""))
    return reply(quiz, quiz.recorder.begin_again(ended), focus="question")


def reveal(quiz: Quiz, what: str, focus: str) -> HttpResponse:
    """`number` in the form: which hint or step its button showed, so that two clicks are one."""
    fields = quiz.request.POST
    text = fields.get("number", "")
    number = int(text) if text.isdecimal() and len(text) < 3 else 0
    outcome = quiz.recorder.reveal(what, quiz.asked, number)
    return reply(quiz, outcome, focus, at=quiz.asked, draft=fields)


def quiz_or_404(request: Request, course: str, lesson: str, mode: str, needs: str = "") -> Quiz:
    """`needs`: what the behaviour must be (an attribute of it), so that it has this address."""
    lesson_mode = mode_or_404(catalogue.lesson_or_404(course, lesson), mode)
    quiz = open_quiz(request, lesson_mode, seed=request.POST.get("sitting", ""))
    if quiz is None or (needs and not getattr(quiz.attempt.rules, needs)):
        raise Http404("There are no such questions here.")
    return quiz


def submission(request: Request, form: AnswerForm | RatingForm, field: str) -> Submission:
    """The answer in a valid form. `field`: the one that holds the response."""
    key, milliseconds = form.cleaned_data["key"]
    return Submission(
        response=form.cleaned_data[field],
        key=key,
        milliseconds=milliseconds,
        engine=request.session.engine.name,
        certainty=form.cleaned_data.get("certainty"),
    )


def first_error(form: AnswerForm | RatingForm) -> str:
    return str(next(iter(form.errors.values()))[0])
