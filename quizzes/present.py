"""What of a question may be seen now.

Right answers, reasons, hints and steps enter a page only through here, and only when the
state allows: what is not in `Shown` cannot leak from a template.
"""

from dataclasses import dataclass, replace
from math import ceil
from typing import Any

from django.utils.datastructures import MultiValueDict
from django.utils.safestring import SafeString

from learn.markdown import opening, render
from learn.marks import Marks, points, word
from learn.progress import Progress
from quizzes import proven, sittings
from quizzes.bank import SetContent
from quizzes.behaviours.behaviour import Behaviour
from quizzes.certainty import Calibration, calibration
from quizzes.items import Item
from quizzes.kinds import kind_of
from quizzes.kinds.kind import FormData
from quizzes.kinds.presenting import LearnerView
from quizzes.sittings import Sitting
from quizzes.states import State
from quizzes.texts import inline


@dataclass(frozen=True)
class ShownStep:
    title: SafeString
    text: SafeString


@dataclass(frozen=True)
class Solution:
    """The steps revealed so far, of `step_count`; check and mistakes follow the last one."""

    steps: list[ShownStep]
    step_count: int
    check: SafeString | None
    mistakes: list[SafeString]

    @property
    def next_step(self) -> int:
        """The number of the step that can be revealed now; 0 when all are shown."""
        return len(self.steps) + 1 if len(self.steps) < self.step_count else 0


@dataclass(frozen=True)
class Shown:
    """One question as its learner may see it now. `following`: what comes next, or `summary`.

    `task`: what its kind shows, in the kind's own `template`; None where only a result stands.
    `provable`: its proof may be run now. `closed`: it is not shown before it is opened.
    `seconds_left`: on its clock, if one runs.
    """

    id: str
    number: int
    level: str
    prompt: SafeString
    template: str
    task: Any
    tries: int
    tries_left: int
    hints: list[SafeString]
    hints_left: int
    finished: bool
    right: bool
    verdict: str
    score: float | None
    following: str
    solution: Solution | None
    provable: bool
    closed: bool
    seconds_left: int | None
    grace: int

    @property
    def next_hint(self) -> int:
        return len(self.hints) + 1

    @property
    def clock(self) -> str:
        """The time left as `1:59`; empty where no clock runs."""
        if self.seconds_left is None:
            return ""
        return f"{self.seconds_left // 60}:{self.seconds_left % 60:02}"


@dataclass(frozen=True)
class Row:
    """A line of the summary. `score` in [0, 1], None while the question is open.

    `given`: it has an answer. `closed`: it was not opened yet, and its prompt is not told.
    """

    id: str
    number: int
    prompt: str
    score: float | None
    given: bool
    closed: bool


@dataclass(frozen=True)
class ShownSet:
    """The quiz: where the learner is in the set, and the question shown.

    `score` and `best` are sums over the set; without a `question` it is the summary (`rows` and
    `calibration`). `at_once`: an answer is judged when it is given; else `rows` go with it.
    `missing`: the numbers of the questions without an answer. `over`: every one is finished.
    `check` and `again`: what the buttons for an answer and for a new sitting say.
    """

    title: str
    behaviour: str
    template: str
    seed: str
    total: int
    marks: Marks
    score: float
    best: float
    question: Shown | None
    rows: list[Row]
    missing: list[int]
    over: bool
    at_once: bool
    check: str
    again: str
    seconds: int
    badge: bool
    calibration: Calibration


def shown_set(
    question_set: SetContent,
    sitting: Sitting,
    progress: Progress,
    item: Item | None,
    now: float,
    sent: FormData | None = None,
) -> ShownSet:
    rules = question_set.rules
    scores = sittings.scores(question_set, sitting)
    kept_best = progress.marks(question_set.path).best
    return ShownSet(
        title=question_set.title,
        behaviour=question_set.behaviour,
        template=rules.question_template if item else rules.set_template,
        seed=sitting.seed,
        total=len(scores),
        marks=Marks(sittings.marks(question_set, sitting), kept_best),
        score=round(sum(score or 0 for score in scores), 2),
        best=points(kept_best),
        question=shown(question_set, sitting, item, now, sent) if item else None,
        rows=summary_rows(question_set, sitting) if not (item and rules.immediate_feedback) else [],
        missing=sittings.unanswered(question_set, sitting),
        over=sittings.is_over(question_set, sitting),
        at_once=rules.immediate_feedback,
        check=rules.check_label,
        again=rules.again_label,
        seconds=question_set.seconds,
        badge=progress.has_badge(question_set.path),
        calibration=calibration(sittings.tries_said(question_set, sitting)),
    )


def summary_rows(question_set: SetContent, sitting: Sitting) -> list[Row]:
    pairs = sittings.with_states(question_set, sitting)
    scores = sittings.scores(question_set, sitting)
    rows = []
    for number, ((item, state), score) in enumerate(zip(pairs, scores, strict=True), start=1):
        closed = question_set.rules.is_closed(state)
        prompt = "" if closed else opening(item.prompt)
        rows.append(Row(item.id, number, prompt, score, bool(state.picks), closed))
    return rows


def shown(
    question_set: SetContent,
    sitting: Sitting,
    item: Item,
    now: float,
    sent: FormData | None = None,
) -> Shown:
    """What the learner may see of `item` in this sitting; `sent`: their draft of an answer."""
    rules, state = question_set.rules, sitting.state(item)
    finished, closed = rules.is_finished(item, state), rules.is_closed(state)
    told = rules.visible_state(state)
    timed = rules.timed and not closed and not finished
    one = Shown(
        id=item.id,
        number=list(sittings.drawn(question_set, sitting)).index(item.id) + 1,
        level=item.level,
        prompt=SafeString("") if closed else render(item.prompt),
        template=kind_of(item).template,
        task=None if closed else task(item, sitting, told, finished, sent),
        tries=rules.max_tries(item),
        tries_left=rules.tries_left(item, state),
        hints=[inline(item, hint) for hint in item.hints[: state.hints]],
        hints_left=len(item.hints) - state.hints if rules.gives_hints and not finished else 0,
        finished=finished,
        right=finished and rules.is_right(item, state),
        verdict=verdict(rules, item, told),
        score=sittings.score(question_set, sitting, item),
        following=sittings.following(question_set, sitting, item),
        solution=solution(item, state) if finished else None,
        provable=proven.may_be_run(question_set, sitting, item),
        closed=closed,
        seconds_left=max(0, ceil(state.until - now)) if timed else None,
        grace=rules.grace,
    )
    stands = sitting.stands.get(item.id)
    return as_it_stands(one, stands) if stands else one


def task(item: Item, sitting: Sitting, told: State, finished: bool, sent: FormData | None) -> Any:
    """What the kind shows: with a draft as it was sent, else with an answer that may change."""
    kind, picks = kind_of(item), sitting.state(item).picks
    drafted = sent is not None and any(name in sent for name in kind.field_names(item))
    if not drafted:
        may_change = picks and not told.picks
        sent = kind.form_data(picks[-1]) if may_change else MultiValueDict()
    keys = sittings.shuffled(item, sitting.seed)
    return kind.present(LearnerView(item, keys, told.picks, finished, sent or MultiValueDict()))


def as_it_stands(one: Shown, mark: str) -> Shown:
    """A question that an edit made another: its result, and nothing that tells the new one."""
    verdict = "This question was changed after you finished it. Your result stands."
    return replace(
        one,
        task=None,
        hints=[],
        hints_left=0,
        finished=True,
        right=word(mark) == "right",
        verdict=verdict,
        solution=None,
    )


def solution(item: Item, state: State) -> Solution:
    steps = [
        ShownStep(inline(item, step.title), inline(item, step.text))
        for step in item.steps[: state.steps]
    ]
    all_shown = state.steps >= len(item.steps)
    return Solution(
        steps=steps,
        step_count=len(item.steps),
        check=inline(item, item.check) if all_shown and item.check else None,
        mistakes=[inline(item, mistake) for mistake in item.mistakes] if all_shown else [],
    )


ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth".split()


def verdict(rules: Behaviour, item: Item, state: State) -> str:
    """`state`: what the learner may be told of it."""
    if ending := rules.describe_end(item, state):
        return ending
    if not state.picks:
        return ""
    if rules.is_right(item, state):
        return f"Right on the {ORDINALS[len(state.picks) - 1]} try."
    left = rules.tries_left(item, state)
    told = kind_of(item).describe_result(item, state.picks[-1])
    if left == 0:
        return sentences("Not this time.", told, "The right answer is marked above.")
    return sentences("Not yet.", told, f"{left} {'try' if left == 1 else 'tries'} left.")


def sentences(*parts: str) -> str:
    return " ".join(filter(None, parts))
