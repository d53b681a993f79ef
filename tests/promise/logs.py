"""Made-up logs: what was sent and acknowledged, and the rows that a site that keeps it has."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from promise.actions import Acknowledged, Action, Ending, Row
from promise.checker import Violation, check

PATH, LEARNER, BROWSER = "course/lesson/practice", "ada", 1


@dataclass
class MadeUp:
    """A run of one learner, in which each test spoils something."""

    sent: list[Action] = field(default_factory=list)
    acknowledged: list[Acknowledged] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    learner: str = LEARNER

    def do(self, what: str, question: str = "", **more: Any) -> Action:
        """Send a form and have it acknowledged, with the row that it makes."""
        number = len(self.sent) + 1
        key = f"key-{number}" if what == "answer" else ""
        sitting = more.pop("sitting", "first")
        action = Action(BROWSER, number, PATH, what, question, key=key, sitting=sitting, **more)
        self.sent.append(action)
        self.acknowledged.append(Acknowledged(action, LEARNER, number, number + 0.5))
        scored = {"right": True, "score": 1.0} if what == "answer" else {}
        row = Row(LEARNER, PATH, what, question, action.number, sitting, key, (number,), **scored)
        self.rows.append(row)
        return action

    def acknowledge_again(self, action: Action) -> None:
        """The same form once more, as after a reply that did not come."""
        self.sent.append(action)
        time = len(self.sent)
        self.acknowledged.append(Acknowledged(action, LEARNER, time, time + 0.5))

    def spoil(self, place: int, **changes: Any) -> None:
        self.rows[place] = replace(self.rows[place], **changes)

    def check(self, **ending: Any) -> Sequence[Violation]:
        answers = [row for row in self.rows if row.what == "answer"]
        questions = {row.question for row in answers}
        scores = {PATH: f"{len(questions)} answered, {len(questions)} right"}
        seen = {
            "scores": scores,
            "rebuilt": scores,
            "answers": len(answers),
            "downloaded": tuple(row.key for row in answers),
        }
        final = Ending(BROWSER, self.learner, **{**seen, **ending})
        return check(self.sent, self.acknowledged, self.rows, [final])

    def kinds(self, **ending: Any) -> set[str]:
        return {violation.kind for violation in self.check(**ending)}
