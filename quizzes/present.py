"""What of a question may be seen now.

Right answers, reasons, hints and steps enter a page only through here, and only when the
state allows: what is not in `Shown` cannot leak from a template.
"""

from dataclasses import dataclass, replace
from typing import Any

from django.utils.datastructures import MultiValueDict
from django.utils.safestring import SafeString

from learn.markdown import render, render_inline
from learn.progress import Marks, Progress, points, word
from quizzes import sittings
from quizzes.bank import SetContent
from quizzes.behaviours import practice
from quizzes.certainty import Calibration, calibration
from quizzes.items import Item
from quizzes.kinds import KINDS
from quizzes.kinds.common import Look, Sent
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


@dataclass(frozen=True)
class Row:
    """A line of the summary. `score` in [0, 1], None while the question is open."""

    id: str
    number: int
    prompt: SafeString
    score: float | None


@dataclass(frozen=True)
class ShownSet:
    """The quiz: where the learner is in the set, and the question shown.

    `score` and `best` are sums over the set; without a `question` it is the summary (`rows` and
    `calibration`).
    """

    title: str
    seed: str
    total: int
    marks: Marks
    score: float
    best: float
    question: Shown | None
    rows: list[Row]
    calibration: Calibration


def shown_set(
    question_set: SetContent,
    sitting: Sitting,
    progress: Progress,
    item: Item | None,
    sent: Sent | None = None,
) -> ShownSet:
    scores = sittings.scores(question_set, sitting)
    kept_best = progress.marks(question_set.path).best
    return ShownSet(
        title=question_set.title,
        seed=sitting.seed,
        total=len(scores),
        marks=Marks(sittings.marks(question_set, sitting), kept_best),
        score=round(sum(score or 0 for score in scores), 2),
        best=points(kept_best),
        question=shown(question_set, sitting, item, sent) if item else None,
        rows=[] if item else summary_rows(question_set, scores),
        calibration=calibration(sittings.tries_said(question_set, sitting)),
    )


def summary_rows(question_set: SetContent, scores: list[float | None]) -> list[Row]:
    return [
        Row(item.id, number, first_line(item.prompt), score)
        for number, (item, score) in enumerate(
            zip(question_set.items.values(), scores, strict=True), start=1
        )
    ]


def first_line(prompt: str) -> SafeString:
    return render_inline(prompt.strip().splitlines()[0])


def shown(
    question_set: SetContent, sitting: Sitting, item: Item, sent: Sent | None = None
) -> Shown:
    """What the learner may see of `item` in this sitting; `sent`: their draft of an answer."""
    state = sitting.state(item)
    finished = practice.finished(item, state)
    kind = KINDS[item.kind]
    keys = sittings.shuffled(item, sitting.seed)
    one = Shown(
        id=item.id,
        number=list(question_set.items).index(item.id) + 1,
        level=item.level,
        prompt=render(item.prompt),
        template=kind.template,
        task=kind.show(Look(item, keys, state.picks, finished, sent or MultiValueDict())),
        tries=practice.tries(item),
        tries_left=practice.tries_left(item, state),
        hints=[inline(item, hint) for hint in item.hints[: state.hints]],
        hints_left=0 if finished else len(item.hints) - state.hints,
        finished=finished,
        right=practice.right(item, state),
        verdict=verdict(item, state),
        score=sittings.score(question_set, sitting, item),
        following=sittings.following(question_set, sitting, item),
        solution=solution(item, state) if finished else None,
    )
    stands = sitting.stands.get(item.id)
    return as_it_stands(one, stands) if stands else one


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


def verdict(item: Item, state: State) -> str:
    if not state.picks:
        return ""
    if practice.right(item, state):
        return f"Right on the {ORDINALS[len(state.picks) - 1]} try."
    left = practice.tries_left(item, state)
    told = KINDS[item.kind].told(item, state.picks[-1])
    if left == 0:
        return sentences("Not this time.", told, "The right answer is marked above.")
    return sentences("Not yet.", told, f"{left} {'try' if left == 1 else 'tries'} left.")


def sentences(*parts: str) -> str:
    return " ".join(filter(None, parts))
