"""Challenge: a clock for each problem, kept by the server, two tries, no hints.

The clock starts when the problem is opened, and the problem is not shown before.
"""

from collections.abc import Collection

from msgspec.structs import replace

from quizzes.behaviours import practice
from quizzes.behaviours.practice import given as given
from quizzes.behaviours.practice import next_step
from quizzes.behaviours.practice import right as right
from quizzes.behaviours.practice import told as told
from quizzes.items import Item
from quizzes.states import Action, Clock, Late, NotAllowed, Pick, Start, State, Step

ABOUT = "Challenge: a clock for each problem, two tries, a badge when all are right"
CHECK = "Check"
AGAIN = "Take the challenge again"
TIMED = BADGE = AT_ONCE = True
HINTS = False
TEMPLATES = ("quizzes/question.html", "quizzes/challenge.html")
STYLES: tuple[str, ...] = ("css/behaviours.css",)

TRIES = 2
# Seconds after the end in which an answer still counts: it was sent in time, on a slow network.
# The solution is not shown before they have passed.
GRACE = 2


def step(item: Item, state: State, action: Action) -> State:
    """The state after `action`. Raises NotAllowed; the state is never changed in place."""
    if isinstance(action, Clock):
        return at_time(item, state, action.now)
    if isinstance(action, Start):
        return start(item, state, action)
    if isinstance(action, Pick):
        return answer(item, at_time(item, state, action.at), action)
    if isinstance(action, Step):
        return reveal(item, state)
    raise NotAllowed("A challenge has no hints, and nothing to hand in.")


def at_time(item: Item, state: State, now: float) -> State:
    if not state.until or finished(item, state) or now < state.until + GRACE:
        return state
    return replace(state, over=True)


def start(item: Item, state: State, action: Start) -> State:
    """A clock that runs is left alone: opening the problem again gains nothing."""
    if state.until:
        return state
    return replace(state, until=int(action.at) + action.seconds)


def answer(item: Item, state: State, action: Pick) -> State:
    if not state.until:
        raise NotAllowed("Open the problem first. Its clock starts then.")
    if state.over:
        raise Late("Time was up when this answer came. It is kept as late, and does not count.")
    if finished(item, state):
        raise NotAllowed("This problem is finished. Your first result stands.")
    practice.check(item, state, action.response)
    return given(state, action.response)


def reveal(item: Item, state: State) -> State:
    if not finished(item, state):
        raise NotAllowed("The solution opens when you have answered, or the time is up.")
    return next_step(item, state)


def tries(item: Item) -> int:
    return TRIES


def tries_left(item: Item, state: State) -> int:
    ended = state.over or right(item, state)
    return 0 if ended else max(0, TRIES - len(state.picks))


def finished(item: Item, state: State) -> bool:
    return tries_left(item, state) == 0


def score(item: Item, state: State, try_cost: float, hint_cost: float) -> float | None:
    """As in practice. Out of time, what was right in part by then counts."""
    if not finished(item, state):
        return None
    return practice.worth(item, state, try_cost, hint_cost)


def closed(state: State) -> bool:
    return not state.until


def ending(item: Item, state: State) -> str:
    return "Time is up, and this problem is finished." if state.over else ""


def holds(states: Collection[tuple[Item, State]]) -> str:
    if any(state.until and not finished(item, state) for item, state in states):
        return "A clock is running. Answer that problem, or let its time run out, then begin again."
    return ""
