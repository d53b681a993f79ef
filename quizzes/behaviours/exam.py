"""A test: no feedback, hints or steps before the end; answers may change until it is handed in.

The class is called `Exam`, because names that begin with `Test` are those of test cases.
"""

from collections.abc import Collection

from msgspec.structs import replace

from quizzes.behaviours.behaviour import OneTry
from quizzes.kinds import kind_of
from quizzes.schema import Item
from quizzes.states import Action, Clock, HandIn, NotAllowed, Pick, State, Step

# A test of ten asks three or four questions of a level. Strong: one slip in ten is allowed for
# luck, none in three. Weak: under half, and blind choice among four gets a quarter.
STRONG, SHAKY = 0.8, 0.5


class Exam(OneTry):
    name = "test"
    summary = "Test: a draw over the levels, feedback when it is handed in"
    check_label = "Save and go on"
    again_label = "Take a new test, with other questions"
    question_template = "quizzes/question.html"
    set_template = "quizzes/test.html"
    stylesheets = ("quizzes/behaviours.css",)
    handed_in = True

    def apply(self, item: Item, state: State, action: Action) -> State:
        if isinstance(action, Clock):
            return state
        if isinstance(action, Step) and state.over:
            return self.reveal_step(item, state)
        if state.over:
            raise NotAllowed("This test is handed in. The answers you gave by then stand.")
        if isinstance(action, Pick):
            if not kind_of(item).is_valid(item, action.response):
                raise NotAllowed("That is no answer to this question. Nothing was changed.")
            return self.with_response(state, action.response)
        if isinstance(action, HandIn):
            return replace(state, over=True)
        raise NotAllowed("A test has no hints and no clock, and the solutions come at the end.")

    def with_response(self, state: State, response: str, at: float = 0) -> State:
        """The last response before the end counts, so no other is kept."""
        return state if state.over else replace(state, picks=(response,))

    def score(self, item: Item, state: State, try_cost: float, hint_cost: float) -> float | None:
        """What the response is worth, in twentieths; None before the test is handed in."""
        if not state.over:
            return None
        return round(self.grade(item, state.picks[-1]) * 20) / 20 if state.picks else 0.0

    def visible_state(self, state: State) -> State:
        return state if state.over else State()

    def describe_end(self, item: Item, state: State) -> str:
        if not state.over:
            return ""
        if not state.picks:
            return "You gave no answer."
        grade = self.grade(item, state.picks[-1])
        return "Right." if grade == 1 else "Partly right." if grade else "Not right."

    def restart_refusal(self, states: Collection[tuple[Item, State]]) -> str:
        if all(state.over for _, state in states):
            return ""
        return "Hand in this test first. Then a new one draws other questions."


def level_verdict(scores: Collection[float]) -> str:
    """What the scores of the questions of one level say of it: `strong`, `shaky` or `weak`."""
    share = sum(scores) / len(scores)
    return "strong" if share >= STRONG else "shaky" if share >= SHAKY else "weak"
