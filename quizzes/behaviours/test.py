"""Test: no feedback, hints or steps before the end; answers may change until it is handed in."""

from collections.abc import Collection

from msgspec.structs import replace

from quizzes.behaviours.practice import closed as closed
from quizzes.behaviours.practice import grade, next_step
from quizzes.behaviours.practice import right as right
from quizzes.items import Item
from quizzes.kinds import KINDS
from quizzes.states import Action, Clock, HandIn, NotAllowed, Pick, State, Step

ABOUT = "Test: a draw over the levels, feedback when it is handed in"
CHECK = "Save and go on"
AGAIN = "Take a new test, with other questions"
TIMED = BADGE = HINTS = AT_ONCE = False
TEMPLATES = ("quizzes/question.html", "quizzes/test.html")
STYLES: tuple[str, ...] = ("css/behaviours.css",)

# A test of ten asks three or four questions of a level. Strong: one slip in ten is allowed for
# luck, none in three. Weak: under half, and blind choice among four gets a quarter.
STRONG, SHAKY = 0.8, 0.5


def step(item: Item, state: State, action: Action) -> State:
    """The state after `action`. Raises NotAllowed; the state is never changed in place."""
    if isinstance(action, Clock):
        return state
    if isinstance(action, Step) and state.over:
        return next_step(item, state)
    if state.over:
        raise NotAllowed("This test is handed in. The answers you gave by then stand.")
    if isinstance(action, Pick):
        if not KINDS[item.kind].valid(item, action.response):
            raise NotAllowed("That is no answer to this question. Nothing was changed.")
        return given(state, action.response)
    if isinstance(action, HandIn):
        return replace(state, over=True)
    raise NotAllowed("A test has no hints and no clock, and the solutions come at the end.")


def given(state: State, response: str, at: float = 0) -> State:
    """The last answer before the end counts, so no other is kept."""
    return state if state.over else replace(state, picks=(response,))


def tries(item: Item) -> int:
    return 1


def tries_left(item: Item, state: State) -> int:
    return 0 if state.over else 1


def finished(item: Item, state: State) -> bool:
    return state.over


def score(item: Item, state: State, try_cost: float, hint_cost: float) -> float | None:
    """What the answer is worth, in twentieths, once the test is handed in; None before."""
    if not state.over:
        return None
    return round(grade(item, state.picks[-1]) * 20) / 20 if state.picks else 0.0


def told(state: State) -> State:
    return state if state.over else State()


def ending(item: Item, state: State) -> str:
    if not state.over:
        return ""
    if not state.picks:
        return "You gave no answer."
    worth = grade(item, state.picks[-1])
    return "Right." if worth == 1 else "Partly right." if worth else "Not right."


def holds(states: Collection[tuple[Item, State]]) -> str:
    if all(state.over for _, state in states):
        return ""
    return "Hand in this test first. Then a new one draws other questions."


def verdict(scores: Collection[float]) -> str:
    """What the scores of the questions of one level say of it."""
    share = sum(scores) / len(scores)
    return "strong" if share >= STRONG else "shaky" if share >= SHAKY else "weak"
