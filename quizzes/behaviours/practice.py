"""Practice: feedback at once, as many tries as hints plus one, then the solution step by step."""

from quizzes.items import Item
from quizzes.kinds import KINDS
from quizzes.states import Action, Hint, NotAllowed, Pick, State


def step(item: Item, state: State, action: Action) -> State:
    """The state after `action`. Raises NotAllowed; the state is never changed in place."""
    if isinstance(action, Pick):
        return answer(item, state, action.response)
    if isinstance(action, Hint):
        return hint(item, state)
    return reveal(item, state)


def answer(item: Item, state: State, response: str) -> State:
    if finished(item, state):
        raise NotAllowed("This question is finished. Your first result stands.")
    if response not in item.choices:
        raise NotAllowed("That is not one of the choices. Choose one of those below.")
    if response in state.picks:
        raise NotAllowed("You have tried that one. Choose another; no try was taken.")
    return State((*state.picks, response), state.hints, state.steps)


def hint(item: Item, state: State) -> State:
    if finished(item, state):
        raise NotAllowed("This question is finished, so it needs no more hints.")
    if state.hints >= len(item.hints):
        raise NotAllowed("There are no more hints for this question.")
    return State(state.picks, state.hints + 1, state.steps)


def reveal(item: Item, state: State) -> State:
    if not finished(item, state):
        raise NotAllowed("The solution opens when you have answered, or used all tries.")
    if state.steps >= len(item.steps):
        raise NotAllowed("All steps are shown.")
    return State(state.picks, state.hints, state.steps + 1)


def right(item: Item, state: State) -> bool:
    return bool(state.picks) and grade(item, state.picks[-1]) == 1.0


def grade(item: Item, response: str) -> float:
    return float(KINDS[item.kind].grade(item, response))


def tries(item: Item) -> int:
    return min(len(item.hints) + 1, len(item.choices))


def tries_left(item: Item, state: State) -> int:
    return 0 if right(item, state) else max(0, tries(item) - len(state.picks))


def finished(item: Item, state: State) -> bool:
    return right(item, state) or tries_left(item, state) == 0


def score(item: Item, state: State, try_cost: float, hint_cost: float) -> float | None:
    """In [0, 1], in twentieths: what wrong tries and hints leave of 1; None while it is open.

    Only a wrong answer scores 0: a right one keeps at least a twentieth.
    """
    if not finished(item, state):
        return None
    if not right(item, state):
        return 0.0
    wrong = len(state.picks) - 1
    left = 1 - wrong * try_cost - state.hints * hint_cost
    return max(1, round(left * 20)) / 20
