"""Practice: feedback at once, as many tries as hints plus one, then the solution step by step."""

from msgspec.structs import replace

from quizzes.behaviours.behaviour import Behaviour
from quizzes.kinds import kind_of
from quizzes.schema import Item
from quizzes.states import Action, Clock, Hint, NotAllowed, Pick, State, Step


class Practice(Behaviour):
    name = "practice"
    summary = "Practice: feedback at once, tries and hints"
    check_label = "Check"
    again_label = "Practise again, from the start"
    question_template = "quizzes/question.html"
    set_template = "quizzes/summary.html"
    immediate_feedback = True
    gives_hints = True

    def apply(self, item: Item, state: State, action: Action) -> State:
        if isinstance(action, Pick):
            return self.answer(item, state, action.response)
        if isinstance(action, Hint):
            return self.give_hint(item, state)
        if isinstance(action, Step):
            return self.open_solution(item, state)
        if isinstance(action, Clock):
            return state
        raise NotAllowed("There is no clock and nothing to hand in here. Choose an answer.")

    def answer(self, item: Item, state: State, response: str) -> State:
        if self.is_finished(item, state):
            raise NotAllowed("This question is finished. Your first result stands.")
        self.check_response(item, state, response)
        return self.with_response(state, response)

    def check_response(self, item: Item, state: State, response: str) -> None:
        """Raises NotAllowed for what is no new response."""
        if not kind_of(item).is_valid(item, response):
            raise NotAllowed("That is no answer to this question. No try was taken.")
        if response in state.picks:
            raise NotAllowed("You have tried that one. Give another answer; no try was taken.")

    def with_response(self, state: State, response: str, at: float = 0) -> State:
        return replace(state, picks=(*state.picks, response))

    def give_hint(self, item: Item, state: State) -> State:
        if self.is_finished(item, state):
            raise NotAllowed("This question is finished, so it needs no more hints.")
        if state.hints >= len(item.hints):
            raise NotAllowed("There are no more hints for this question.")
        return replace(state, hints=state.hints + 1)

    def open_solution(self, item: Item, state: State) -> State:
        if not self.is_finished(item, state):
            raise NotAllowed("The solution opens when you have answered, or used all tries.")
        return self.reveal_step(item, state)

    def max_tries(self, item: Item) -> int:
        """One more than hints, but no more than different responses: none counts twice."""
        return int(min(len(item.hints) + 1, kind_of(item).response_count(item)))

    def tries_left(self, item: Item, state: State) -> int:
        if self.is_right(item, state):
            return 0
        return max(0, self.max_tries(item) - len(state.picks))

    def is_finished(self, item: Item, state: State) -> bool:
        return self.tries_left(item, state) == 0

    def score(self, item: Item, state: State, try_cost: float, hint_cost: float) -> float | None:
        """What tries after the first and hints leave of the best grade, in twentieths.

        None while the question is open. A right answer keeps at least a twentieth; one that is
        right in part may be left with nothing.
        """
        if not self.is_finished(item, state):
            return None
        best = max((self.grade(item, response) for response in state.picks), default=0.0)
        left = best - (len(state.picks) - 1) * try_cost - state.hints * hint_cost
        return max(int(self.is_right(item, state)), round(left * 20)) / 20
