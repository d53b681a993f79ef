"""What of a question set may be seen now.

Right answers, reasons, hints and steps enter a page only through here, and only when the
state allows: what is not in `ShownQuestion` cannot leak from a template.
"""

from dataclasses import dataclass

from learn.markdown import opening
from learn.marks import Marks, points
from learn.progress import Progress
from quizzes.attempts.attempt import Attempt
from quizzes.certainty import Calibration, calibration
from quizzes.kinds.kind import FormData
from quizzes.question_presenter import ShownQuestion, present_question
from quizzes.schema import Item


@dataclass(frozen=True)
class SummaryRow:
    """A line of the summary. `score` in [0, 1], None while the question is open.

    `given`: it has an answer. `closed`: it was not opened yet, so it has no prompt. `question`: it
    as a whole, where it is finished and the set judges at once.
    """

    id: str
    number: int
    prompt: str
    score: float | None
    given: bool
    closed: bool
    question: ShownQuestion | None


@dataclass(frozen=True)
class ShownSet:
    """The quiz: where the learner is in the set, and the question shown.

    `score` and `best` are sums over the set; without a `question` it is the summary (`rows` and
    `calibration`). `at_once`: an answer is judged when it is given; else `rows` go with it.
    `missing`: the numbers of the questions without an answer. `over`: every one is finished.
    `check` and `again`: what the buttons for an answer and for a new attempt say.
    """

    title: str
    behaviour: str
    template: str
    seed: str
    total: int
    marks: Marks
    score: float
    best: float
    question: ShownQuestion | None
    rows: list[SummaryRow]
    missing: list[int]
    over: bool
    at_once: bool
    check: str
    again: str
    seconds: int
    badge: bool
    calibration: Calibration


def present_set(
    attempt: Attempt, progress: Progress, item: Item | None, sent: FormData | None = None
) -> ShownSet:
    """The attempt at this question, or at its summary. `sent`: the draft of an answer."""
    question_set, rules = attempt.question_set, attempt.rules
    best_marks = progress.marks(question_set.path).best
    return ShownSet(
        title=question_set.title,
        behaviour=question_set.behaviour,
        template=rules.question_template if item else rules.set_template,
        seed=attempt.seed,
        total=len(attempt.items),
        marks=Marks(attempt.marks, best_marks),
        score=round(sum(score or 0 for score in attempt.scores.values()), 2),
        best=points(best_marks),
        question=present_question(attempt, item, sent) if item else None,
        rows=[] if item and rules.immediate_feedback else summary_rows(attempt),
        missing=attempt.unanswered,
        over=attempt.is_over,
        at_once=rules.immediate_feedback,
        check=rules.check_label,
        again=rules.again_label,
        seconds=question_set.seconds,
        badge=progress.has_badge(question_set.path),
        calibration=calibration(attempt.certainties()),
    )


def summary_rows(attempt: Attempt) -> list[SummaryRow]:
    rows = []
    whole = attempt.rules.immediate_feedback
    for number, (item, state) in enumerate(attempt.pairs, start=1):
        closed = attempt.rules.is_closed(state)
        prompt = "" if closed else opening(item.prompt)
        score, given = attempt.scores[item.id], bool(state.picks)
        question = present_question(attempt, item) if whole and attempt.is_finished(item) else None
        rows.append(SummaryRow(item.id, number, prompt, score, given, closed, question))
    return rows
