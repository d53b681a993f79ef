"""Recall: a card is turned, rated again, hard, good or easy, and comes back when FSRS says so.

A response is a rating. A card that is not due is over: it takes nothing until its time.
"""

from collections.abc import Collection

from msgspec.structs import replace

from quizzes.behaviours import cards
from quizzes.behaviours.practice import closed as closed
from quizzes.behaviours.practice import ending as ending
from quizzes.behaviours.practice import told as told
from quizzes.behaviours.test import finished as finished
from quizzes.behaviours.test import tries as tries
from quizzes.behaviours.test import tries_left as tries_left
from quizzes.items import Item
from quizzes.states import Action, Clock, NotAllowed, Pick, State, Step

ABOUT = "Recall: flash cards that come back when they are due"
CHECK = "Rate"
AGAIN = ""
TIMED = BADGE = HINTS = AT_ONCE = False
TEMPLATES = ("quizzes/card.html", "quizzes/cards_done.html")
STYLES: tuple[str, ...] = ("css/behaviours.css",)


def step(item: Item, state: State, action: Action) -> State:
    """The state after `action`. Raises NotAllowed; the state is never changed in place."""
    if isinstance(action, Clock):
        return replace(state, over=action.now < state.until)
    if isinstance(action, Pick):
        return rate(step(item, state, Clock(action.at)), action)
    if isinstance(action, Step):
        return turn(state)
    raise NotAllowed("A card has no hints and no clock, and nothing to hand in.")


def rate(state: State, rating: Pick) -> State:
    if state.over:
        raise NotAllowed("This card is rated already, and not due yet. Its first rating stands.")
    if rating.response not in cards.RATINGS:
        raise NotAllowed("That is no rating. Choose again, hard, good or easy.")
    return given(state, rating.response, rating.at)


def given(state: State, response: str, at: float) -> State:
    """The last rating is kept; what the earlier ones made of the card is in the card."""
    if response not in cards.RATINGS:
        return state
    card, due = cards.rated(state.card, response, at)
    return State(picks=(response,), until=due, over=True, card=card)


def turn(state: State) -> State:
    if state.over:
        raise NotAllowed("This card is not due yet.")
    return replace(state, steps=1)


def right(item: Item, state: State) -> bool:
    """Whether it was remembered when it last came up."""
    return bool(state.picks) and state.picks[-1] != "again"


def score(item: Item, state: State, try_cost: float, hint_cost: float) -> float | None:
    """1 for a card that was remembered when it last came up, 0 for one that was not."""
    return float(right(item, state)) if state.picks else None


def holds(states: Collection[tuple[Item, State]]) -> str:
    return "Cards come back by themselves when they are due. There is nothing to begin again."
