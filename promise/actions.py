"""What a learner does, as its form says it; what came of it; and the rows that the site keeps."""

from dataclasses import dataclass, field
from typing import Any

# By the end of the address that a form is sent to. What keeps a row, and how the row is called.
KINDS_OF_ACTION = {
    "answers": "answer",
    "ratings": "answer",
    "hints": "hint",
    "steps": "step",
    "starts": "start",
    "handins": "handin",
    "sittings": "began",
    "turns": "wrote",
}


@dataclass(frozen=True)
class Action:
    """A form as it is sent.

    `browser`: its number. `form`: a number that only the same form sent again shares. `path`:
    `course/lesson/mode`. `key`: of an answer, as hex; empty for the rest. `number`: which hint or
    step. `sitting`: where the form tells it.
    """

    browser: int
    form: int
    path: str
    what: str
    question: str = ""
    number: int = 1
    sitting: str = ""
    key: str = ""
    engine: str = ""
    fields: dict[str, Any] = field(default_factory=dict)

    @property
    def place(self) -> tuple[str, str, str, int]:
        """What an event counts once for, in one attempt."""
        return self.path, self.what, self.question, self.number


@dataclass(frozen=True)
class Acknowledged:
    """An action that the site said it has taken. Times are seconds since the run began.

    `learner`: the id in the browser's cookie then, as hex.
    """

    action: Action
    learner: str
    sent: float
    received: float


@dataclass(frozen=True)
class Row:
    """An answer or an event in the database. `order`: where the site sorts it.

    `what`, `path`, `question`, `number`, `sitting`, `key`: as of an action.
    """

    learner: str
    path: str
    what: str
    question: str
    number: int
    sitting: str
    key: str
    order: tuple[Any, ...]
    right: bool = False
    score: float | None = None
    behaviour: str = "practice"

    @property
    def place(self) -> tuple[str, str, str, int]:
        return self.path, self.what, self.question, self.number


@dataclass(frozen=True)
class Ending:
    """What one browser sees of its progress at the end.

    `scores`: by path, the words of the progress page. `rebuilt`: the same, of a browser that has
    nothing but the learner's cookie. `answers`: how many rows the page says there are.
    `downloaded`: the keys in the learner's file.
    """

    browser: int
    learner: str
    scores: dict[str, str]
    rebuilt: dict[str, str]
    answers: int
    downloaded: tuple[str, ...]
