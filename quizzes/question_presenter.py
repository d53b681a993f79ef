"""What of one question may be seen now (see `quizzes.presenter`)."""

from dataclasses import dataclass, replace
from math import ceil
from typing import Any

from django.utils.datastructures import MultiValueDict
from django.utils.safestring import SafeString
from msgspec.structs import replace as replace_fields

from learn.markdown import render
from learn.marks import word
from quizzes.attempts.attempt import RESULT_STANDS, Attempt
from quizzes.behaviours.behaviour import Behaviour
from quizzes.kinds import kind_of
from quizzes.kinds.kind import FormData
from quizzes.kinds.presenting import LearnerView
from quizzes.proof_results import may_be_proved
from quizzes.schema import Item
from quizzes.states import State
from quizzes.texts import question_text

ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth".split()


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
class ShownQuestion:
    """One question as its learner may see it now. `following`: what comes next, or `summary`.

    `task`: what its kind shows, in the kind's own `template`; None where only a result stands.
    `provable`: its proof may be run now. `closed`: it is not shown before it is opened.
    `seconds_left`: on its clock, if one runs. `grace`: seconds after that in which an answer
    still counts.
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


def present_question(attempt: Attempt, item: Item, sent: FormData | None = None) -> ShownQuestion:
    """What the learner may see of `item` in this attempt. `sent`: their draft of an answer."""
    rules, state = attempt.rules, attempt.state(item)
    finished, closed = rules.is_finished(item, state), rules.is_closed(state)
    judged = rules.visible_state(state)
    timed = rules.timed and not closed and not finished
    question = ShownQuestion(
        id=item.id,
        number=attempt.number(item),
        level=item.level,
        prompt=SafeString("") if closed else render(item.prompt),
        template=kind_of(item).template,
        task=None if closed else present_task(attempt, item, judged, finished, sent),
        tries=rules.max_tries(item),
        tries_left=rules.tries_left(item, state),
        hints=[question_text(item, hint) for hint in item.hints[: state.hints]],
        hints_left=len(item.hints) - state.hints if rules.gives_hints and not finished else 0,
        finished=finished,
        right=finished and rules.is_right(item, state),
        verdict=verdict(rules, item, judged),
        score=attempt.score(item),
        following=attempt.following(item),
        solution=present_solution(item, state) if finished else None,
        provable=may_be_proved(attempt, item),
        closed=closed,
        seconds_left=max(0, ceil(state.until - attempt.now)) if timed else None,
        grace=rules.grace,
    )
    mark = attempt.mark_before_edit(item)
    return without_task(question, mark) if mark else question


def present_result(attempt: Attempt, item: Item) -> ShownQuestion:
    """A question of a set that was handed in: with the whole solution, since nothing more comes."""
    question = present_question(attempt, item)
    if question.solution is None:
        return question
    all_steps = replace_fields(attempt.state(item), steps=len(item.steps))
    return replace(question, solution=present_solution(item, all_steps))


def present_task(
    attempt: Attempt, item: Item, judged: State, finished: bool, sent: FormData | None
) -> Any:
    """What the kind shows: a draft as it was sent, or else an answer that may still change.

    `judged`: the part of the state whose outcome the learner may know.
    """
    kind, picks = kind_of(item), attempt.state(item).picks
    is_draft = sent is not None and any(name in sent for name in kind.field_names(item))
    if not is_draft:
        may_change = picks and not judged.picks
        sent = kind.form_data(item, picks[-1]) if may_change else MultiValueDict()
    order = attempt.choice_order(item)
    return kind.present(LearnerView(item, order, judged.picks, finished, sent or MultiValueDict()))


def without_task(question: ShownQuestion, mark: str) -> ShownQuestion:
    """A question that an edit changed: its result, and nothing that tells of the new one."""
    return replace(
        question,
        task=None,
        hints=[],
        hints_left=0,
        finished=True,
        right=word(mark) == "right",
        verdict=RESULT_STANDS,
        solution=None,
    )


def present_solution(item: Item, state: State) -> Solution:
    steps = [
        ShownStep(question_text(item, step.title), question_text(item, step.text))
        for step in item.steps[: state.steps]
    ]
    all_shown = state.steps >= len(item.steps)
    return Solution(
        steps=steps,
        step_count=len(item.steps),
        check=question_text(item, item.check) if all_shown and item.check else None,
        mistakes=[question_text(item, mistake) for mistake in item.mistakes] if all_shown else [],
    )


def verdict(rules: Behaviour, item: Item, judged: State) -> str:
    """What is said of the latest answer; empty where nothing may be said yet."""
    if ending := rules.describe_end(item, judged):
        return ending
    if not judged.picks:
        return ""
    if rules.is_right(item, judged):
        return f"Right on the {ORDINALS[len(judged.picks) - 1]} try."
    left = rules.tries_left(item, judged)
    parts = kind_of(item).describe_result(item, judged.picks[-1])
    if left == 0:
        return join_sentences("Not this time.", parts, "The right answer is marked above.")
    return join_sentences("Not yet.", parts, f"{left} {'try' if left == 1 else 'tries'} left.")


def join_sentences(*sentences: str) -> str:
    return " ".join(filter(None, sentences))
