"""Challenge: a clock for each problem, kept by the server, two tries, no hints.

The clock starts when the problem is opened, and the problem is not shown before.
"""

from collections.abc import Collection

from msgspec.structs import replace

from quizzes.behaviours.practice import Practice
from quizzes.schema import Item
from quizzes.states import Action, Clock, Late, NotAllowed, Pick, Start, State, Step


class Challenge(Practice):
    """It judges, counts and scores as practice does. Out of time, what was right in part counts."""

    name = "challenge"
    summary = "Challenge: a clock for each problem, two tries, a badge when all are right"
    check_label = "Check"
    again_label = "Take the challenge again"
    set_template = "quizzes/challenge.html"
    stylesheets = ("quizzes/behaviours.css",)
    gives_hints = False
    timed = True
    # An answer may have been sent in time, on a slow network. The solution is not shown before
    # these seconds have passed.
    grace = 2
    earns_badge = True

    tries = 2

    def apply(self, item: Item, state: State, action: Action) -> State:
        if isinstance(action, Clock):
            return self.at_time(item, state, action.now)
        if isinstance(action, Start):
            return self.start_clock(state, action)
        if isinstance(action, Pick):
            return self.answer_in_time(item, self.at_time(item, state, action.at), action.response)
        if isinstance(action, Step):
            return self.open_solution(item, state)
        raise NotAllowed("A challenge has no hints, and nothing to hand in.")

    def at_time(self, item: Item, state: State, now: float) -> State:
        """The state when its clock has run until `now`."""
        if not state.until or self.is_finished(item, state) or now < state.until + self.grace:
            return state
        return replace(state, over=True)

    def start_clock(self, state: State, action: Start) -> State:
        """A clock that runs is left alone: opening the problem again gains nothing."""
        if state.until:
            return state
        return replace(state, until=int(action.at) + action.seconds)

    def answer_in_time(self, item: Item, state: State, response: str) -> State:
        if not state.until:
            raise NotAllowed("Open the problem first. Its clock starts then.")
        if state.over:
            raise Late("Time was up when this answer came. It is kept as late, and does not count.")
        if self.is_finished(item, state):
            raise NotAllowed("This problem is finished. Your first result stands.")
        self.check_response(item, state, response)
        return self.with_response(state, response)

    def open_solution(self, item: Item, state: State) -> State:
        if not self.is_finished(item, state):
            raise NotAllowed("The solution opens when you have answered, or the time is up.")
        return self.reveal_step(item, state)

    def max_tries(self, item: Item) -> int:
        return self.tries

    def tries_left(self, item: Item, state: State) -> int:
        return 0 if state.over else super().tries_left(item, state)

    def is_closed(self, state: State) -> bool:
        return not state.until

    def describe_end(self, item: Item, state: State) -> str:
        return "Time is up, and this problem is finished." if state.over else ""

    def restart_refusal(self, states: Collection[tuple[Item, State]]) -> str:
        if any(state.until and not self.is_finished(item, state) for item, state in states):
            return (
                "A clock is running. Answer that problem, or let its time run out, then begin "
                "again."
            )
        return ""
