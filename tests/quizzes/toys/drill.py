"""A toy behaviour: nine tries, no hints and no solution; it ends when the answer is right."""

from msgspec.structs import replace

from quizzes.behaviours.behaviour import Behaviour
from quizzes.kinds import kind_of
from quizzes.schema import Item
from quizzes.states import Action, Clock, NotAllowed, Pick, State


class Drill(Behaviour):
    name = "drill"
    summary = "Drill: nine tries, nothing else"
    check_label = "Try it"
    again_label = "Drill again"
    question_template = "quizzes/question.html"
    set_template = "toys/drilled.html"
    immediate_feedback = True

    def apply(self, item: Item, state: State, action: Action) -> State:
        if isinstance(action, Clock):
            return state
        if not isinstance(action, Pick):
            raise NotAllowed("A drill has no hints and no solution. Try again.")
        if self.is_finished(item, state):
            raise NotAllowed("This question is done.")
        if not kind_of(item).is_valid(item, action.response):
            raise NotAllowed("That is no answer to this question.")
        return self.with_response(state, action.response)

    def with_response(self, state: State, response: str, at: float = 0) -> State:
        return replace(state, picks=(*state.picks, response))

    def max_tries(self, item: Item) -> int:
        return 9

    def tries_left(self, item: Item, state: State) -> int:
        return 0 if self.is_right(item, state) else max(0, 9 - len(state.picks))

    def is_finished(self, item: Item, state: State) -> bool:
        return self.tries_left(item, state) == 0

    def score(self, item: Item, state: State, try_cost: float, hint_cost: float) -> float | None:
        return float(self.is_right(item, state)) if self.is_finished(item, state) else None
