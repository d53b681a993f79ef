"""Practice: feedback at once, as many tries as hints plus one, then the solution step by step."""

from collections.abc import Collection

from msgspec.structs import replace

from quizzes.items import Item
from quizzes.kinds import KINDS
from quizzes.states import Action, Clock, Hint, NotAllowed, Pick, State, Step

ABOUT = "Practice: feedback at once, tries and hints"
CHECK = "Check"
AGAIN = "Practise again, from the start"
HINTS = AT_ONCE = True
TIMED = BADGE = False
TEMPLATES = ("quizzes/question.html", "quizzes/summary.html")
STYLES: tuple[str, ...] = ()


def step(item: Item, state: State, action: Action) -> State:
    """The state after `action`. Raises NotAllowed; the state is never changed in place."""
    if isinstance(action, Pick):
        return answer(item, state, action.response)
    if isinstance(action, Hint):
        return hint(item, state)
    if isinstance(action, Step):
        return reveal(item, state)
    if isinstance(action, Clock):
        return state
    raise NotAllowed("There is no clock and nothing to hand in here. Choose an answer.")


def answer(item: Item, state: State, response: str) -> State:
    if finished(item, state):
        raise NotAllowed("This question is finished. Your first result stands.")
    check(item, state, response)
    return given(state, response)


def check(item: Item, state: State, response: str) -> None:
    """Raises NotAllowed for what is no new answer."""
    if not KINDS[item.kind].valid(item, response):
        raise NotAllowed("That is no answer to this question. No try was taken.")
    if response in state.picks:
        raise NotAllowed("You have tried that one. Give another answer; no try was taken.")


def given(state: State, response: str, at: float = 0) -> State:
    return replace(state, picks=(*state.picks, response))


def hint(item: Item, state: State) -> State:
    if finished(item, state):
        raise NotAllowed("This question is finished, so it needs no more hints.")
    if state.hints >= len(item.hints):
        raise NotAllowed("There are no more hints for this question.")
    return replace(state, hints=state.hints + 1)


def reveal(item: Item, state: State) -> State:
    if not finished(item, state):
        raise NotAllowed("The solution opens when you have answered, or used all tries.")
    return next_step(item, state)


def next_step(item: Item, state: State) -> State:
    """One more step of the solution, whatever the behaviour it is the solution for."""
    if state.steps >= len(item.steps):
        raise NotAllowed("All steps are shown.")
    return replace(state, steps=state.steps + 1)


def right(item: Item, state: State) -> bool:
    return bool(state.picks) and grade(item, state.picks[-1]) == 1.0


def grade(item: Item, response: str) -> float:
    return KINDS[item.kind].grade(item, response)


def tries(item: Item) -> int:
    """One more than hints, but no more than different answers: none counts twice."""
    return int(min(len(item.hints) + 1, KINDS[item.kind].possible(item)))


def tries_left(item: Item, state: State) -> int:
    return 0 if right(item, state) else max(0, tries(item) - len(state.picks))


def finished(item: Item, state: State) -> bool:
    return right(item, state) or tries_left(item, state) == 0


def score(item: Item, state: State, try_cost: float, hint_cost: float) -> float | None:
    """In [0, 1], in twentieths: what tries after the first and hints leave of the best grade.

    None while it is open. A right answer keeps at least a twentieth; one that is right in part
    may be left with nothing.
    """
    if not finished(item, state):
        return None
    return worth(item, state, try_cost, hint_cost)


def worth(item: Item, state: State, try_cost: float, hint_cost: float) -> float:
    best = max((grade(item, pick) for pick in state.picks), default=0.0)
    left = best - (len(state.picks) - 1) * try_cost - state.hints * hint_cost
    return max(int(right(item, state)), round(left * 20)) / 20


def closed(state: State) -> bool:
    return False


def told(state: State) -> State:
    return state


def ending(item: Item, state: State) -> str:
    return ""


def holds(states: Collection[tuple[Item, State]]) -> str:
    return ""
