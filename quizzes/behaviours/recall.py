"""Recall: a flashcard is turned, rated again, hard, good or easy, and comes back when it is due.

A response is a rating. A card that is not due is over: it takes nothing until its time.
"""

from collections.abc import Collection

from msgspec.structs import replace

from quizzes.behaviours.behaviour import OneTry
from quizzes.behaviours.flashcard_scheduling import RATINGS, schedule_card
from quizzes.schema import Item
from quizzes.states import Action, Clock, NotAllowed, Pick, State, Step


class Recall(OneTry):
    name = "recall"
    summary = "Recall: flash cards that come back when they are due"
    check_label = "Rate"
    again_label = ""
    question_template = "quizzes/card.html"
    set_template = "quizzes/cards_done.html"
    stylesheets = ("quizzes/behaviours.css",)
    self_assessed = True

    def apply(self, item: Item, state: State, action: Action) -> State:
        if isinstance(action, Clock):
            return self.at_time(state, action.now)
        if isinstance(action, Pick):
            return self.rate(self.at_time(state, action.at), action)
        if isinstance(action, Step):
            return self.turn(state)
        raise NotAllowed("A card has no hints and no clock, and nothing to hand in.")

    def at_time(self, state: State, now: float) -> State:
        return replace(state, over=now < state.until)

    def rate(self, state: State, rating: Pick) -> State:
        if state.over:
            raise NotAllowed(
                "This card is rated already, and not due yet. Its first rating stands."
            )
        if rating.response not in RATINGS:
            raise NotAllowed("That is no rating. Choose again, hard, good or easy.")
        return self.with_response(state, rating.response, rating.at)

    def with_response(self, state: State, response: str, at: float = 0) -> State:
        """The last rating is kept; what the earlier ones made of the card is in the card."""
        if response not in RATINGS:
            return state
        card, due = schedule_card(state.card, response, at)
        return State(picks=(response,), until=due, over=True, card=card)

    def turn(self, state: State) -> State:
        if state.over:
            raise NotAllowed("This card is not due yet.")
        return replace(state, steps=1)

    def is_right(self, item: Item, state: State) -> bool:
        """Whether it was remembered when it last came up."""
        return bool(state.picks) and state.picks[-1] != "again"

    def score(self, item: Item, state: State, try_cost: float, hint_cost: float) -> float | None:
        """1 for a card that was remembered when it last came up, 0 for one that was not."""
        return float(self.is_right(item, state)) if state.picks else None

    def restart_refusal(self, states: Collection[tuple[Item, State]]) -> str:
        return "Cards come back by themselves when they are due. There is nothing to begin again."
