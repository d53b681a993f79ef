"""The contract of a behaviour: what a subclass says of itself and what it can do."""

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterator
from typing import ClassVar

from msgspec.structs import replace

from quizzes.kinds import kind_of
from quizzes.schema import Item
from quizzes.states import Action, NotAllowed, State

# In seconds. The shortest is such that reading the problem is not what decides.
SHORTEST_CLOCK, LONGEST_CLOCK = 60, 600


class Behaviour(ABC):
    """How a question set behaves: when it judges, how many tries and hints it gives, how it ends.

    A behaviour is one subclass in one module, its templates, and one entry in
    `quizzes.behaviours.BEHAVIOURS`. It keeps no state and reads no clock: `apply` takes a
    question, a state and an action, and returns the next state. The other methods read a state.
    """

    # As packs and rows name it.
    name: ClassVar[str]
    # For authors, in a list to choose from.
    summary: ClassVar[str]
    # What the button for an answer says.
    check_label: ClassVar[str]
    # What the button for a new attempt says; empty where the set has one attempt for ever.
    again_label: ClassVar[str]
    question_template: ClassVar[str]
    # What the set as a whole shows: its summary or its end.
    set_template: ClassVar[str]
    # The stylesheets that its templates need beyond the lesson's.
    stylesheets: ClassVar[tuple[str, ...]] = ()

    # An answer is judged when it is given, not at the end.
    immediate_feedback: ClassVar[bool] = False
    gives_hints: ClassVar[bool] = False
    # A clock runs for each question.
    timed: ClassVar[bool] = False
    # Seconds after the clock's end in which an answer still counts.
    grace: ClassVar[int] = 0
    # Who gets everything right earns a badge.
    earns_badge: ClassVar[bool] = False
    # Learners hand in the whole set; before that nothing of it counts.
    handed_in: ClassVar[bool] = False
    # Learners rate themselves: nothing is right or wrong for anyone else.
    self_assessed: ClassVar[bool] = False

    @abstractmethod
    def apply(self, item: Item, state: State, action: Action) -> State:
        """The state after the action; the given state stays as it is. Raises NotAllowed."""

    @abstractmethod
    def with_response(self, state: State, response: str, at: float = 0) -> State:
        """The state with a response in it that was allowed. `at`: when it came, in Unix seconds.

        Attempts are rebuilt with it from their answers' rows, which are allowed as they stand.
        """

    @abstractmethod
    def max_tries(self, item: Item) -> int: ...

    @abstractmethod
    def tries_left(self, item: Item, state: State) -> int: ...

    @abstractmethod
    def is_finished(self, item: Item, state: State) -> bool:
        """Whether the learner can do no more here, but for looking at the solution."""

    @abstractmethod
    def score(self, item: Item, state: State, try_cost: float, hint_cost: float) -> float | None:
        """From 0 to 1; None while there is none yet."""

    @property
    def may_be_discussed(self) -> bool:
        """Whether a class may talk about a question while others have yet to come to it."""
        return self.immediate_feedback and not self.timed

    def rules_problems(self, seconds: int) -> Iterator[tuple[str, str]]:
        """What is wrong with the rules of a set, each with the field that it is about.

        `seconds`: for each question, where a clock runs.
        """
        if self.timed and not SHORTEST_CLOCK <= seconds <= LONGEST_CLOCK:
            message = (
                f"A {self.name} gives {SHORTEST_CLOCK} to {LONGEST_CLOCK} seconds for each problem."
            )
            yield "seconds", message
        if not self.timed and seconds:
            yield "seconds", "Only a challenge has a clock. Take the seconds out."

    def is_right(self, item: Item, state: State) -> bool:
        """Whether the last response is right in full."""
        return bool(state.picks) and self.grade(item, state.picks[-1]) == 1.0

    def is_closed(self, state: State) -> bool:
        """Whether the question may not be seen before it is opened."""
        return False

    def visible_state(self, state: State) -> State:
        """The part of the state whose outcome the learner may know."""
        return state

    def describe_end(self, item: Item, state: State) -> str:
        """A sentence on how the question ended, in place of the usual one; empty for the usual."""
        return ""

    def restart_refusal(self, states: Collection[tuple[Item, State]]) -> str:
        """Why a new attempt can't be begun now; empty where it can."""
        return ""

    # --- For subclasses ----------------------------------------------------------------------

    def grade(self, item: Item, response: str) -> float:
        return kind_of(item).grade(item, response)

    def reveal_step(self, item: Item, state: State) -> State:
        """The state with one more step of the solution shown. Raises NotAllowed."""
        if state.steps >= len(item.steps):
            raise NotAllowed("All steps are shown.")
        return replace(state, steps=state.steps + 1)


class OneTry(Behaviour):
    """A behaviour with one try, which is over when the state says so."""

    def max_tries(self, item: Item) -> int:
        return 1

    def tries_left(self, item: Item, state: State) -> int:
        return 0 if state.over else 1

    def is_finished(self, item: Item, state: State) -> bool:
        return state.over
