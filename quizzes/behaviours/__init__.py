"""How a set of questions behaves. Each is a module of pure functions, entered here.

`step(item, state, action) -> state` is the heart; the rest reads a state.
"""

from collections.abc import Collection
from typing import Protocol

from quizzes.behaviours import challenge, practice, recall, test
from quizzes.items import Item
from quizzes.states import Action, State


class Behaviour(Protocol):
    """What each module here provides.

    `ABOUT`: for instructors. `CHECK`, `AGAIN`: what the buttons for an answer and for a new
    sitting say; without the latter the set has one sitting for ever. `HINTS`: it gives them.
    `TIMED`: a clock runs for each question. `AT_ONCE`: an answer is judged when it is given.
    `BADGE`: all right earns one.
    `TEMPLATES`: what shows a question, and what the set as a whole. `STYLES`: what they need
    beyond the lesson's.
    """

    ABOUT: str
    CHECK: str
    AGAIN: str
    HINTS: bool
    TIMED: bool
    AT_ONCE: bool
    BADGE: bool
    TEMPLATES: tuple[str, str]
    STYLES: tuple[str, ...]

    def step(self, item: Item, state: State, action: Action) -> State:
        """The state after `action`. Raises NotAllowed; the state is never changed in place."""

    def given(self, state: State, response: str, at: float) -> State:
        """The state once a response that was allowed, or is kept as a row, is in it."""

    def tries(self, item: Item) -> int: ...

    def tries_left(self, item: Item, state: State) -> int: ...

    def right(self, item: Item, state: State) -> bool: ...

    def finished(self, item: Item, state: State) -> bool:
        """Whether the learner can do no more here, but for looking at the solution."""

    def score(
        self, item: Item, state: State, try_cost: float, hint_cost: float
    ) -> float | None: ...

    def closed(self, state: State) -> bool:
        """Whether the question may not be seen before it is opened."""

    def told(self, state: State) -> State:
        """What of the state the learner may be told the outcome of."""

    def ending(self, item: Item, state: State) -> str:
        """What is said at the end in place of practice's words; empty where those do."""

    def holds(self, states: Collection[tuple[Item, State]]) -> str:
        """Why this sitting can't be left for a new one now; empty where it can."""


BEHAVIOURS: dict[str, Behaviour] = {
    "practice": practice,
    "test": test,
    "challenge": challenge,
    "recall": recall,
}
