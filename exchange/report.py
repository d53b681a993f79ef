"""What an import brings, or would bring: question by question, with what could not come of each."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable

import msgspec
from msgspec import Struct, field

from exchange.common import Note

# What becomes of a question of the file, and how reports say it.
NEW, SAME, DIFFERS, UPDATED, LEFT = "new", "same", "differs", "updated", "left"
OUTCOMES = {
    NEW: "new",
    SAME: "here already",
    DIFFERS: "here with other content",
    UPDATED: "updated",
    LEFT: "left as it is here",
}
LEFT_OUT = "Left out. "  # how the readers begin a note on a question that they can't carry


class ImportedQuestion(Struct, frozen=True):
    """A question of the file. `line`: in the file. `slug`, `pk`: its name here, and its row or 0.

    `outcome`: one of `OUTCOMES`. `other`: which parts of it are otherwise here. `to_mend`: what
    keeps it from being published. `notes`: what of it could not come.
    """

    line: int
    slug: str
    prompt: str
    outcome: str
    pk: int = 0
    other: list[str] = []
    to_mend: list[str] = []
    notes: list[str] = []

    @property
    def is_written(self) -> bool:
        """Whether the import wrote it, or would."""
        return self.outcome in (NEW, UPDATED)

    @property
    def outcome_words(self) -> str:
        """`here with other content (prompt, choices)`."""
        other = f" ({', '.join(self.other)})" if self.other else ""
        return OUTCOMES[self.outcome] + other


class RemainingNote(Struct, frozen=True):
    """What is to be told of the file, and belongs to none of its questions that came."""

    line: int
    message: str


class FileCategory(Struct, frozen=True):
    """A category of the file, with how many questions it has. `taken`: they come."""

    name: str
    count: int
    taken: bool


class ImportReport(Struct, frozen=True):
    """`questions`: in the order of the file. `notes`: of what is in none of them. `place`: what
    the numbers of lines count. `images`: how many come with the questions. `categories`: those
    that the file has questions in."""

    questions: list[ImportedQuestion] = []
    notes: list[RemainingNote] = []
    # How many questions had another outcome than the look before the import had said.
    changed_since: int = 0
    place: str = "Line"
    images: int = 0
    categories: list[FileCategory] = []

    def with_changes(self, count: int) -> "ImportReport":
        return msgspec.structs.replace(self, changed_since=count)

    def to_text(self) -> str:
        """As JSON, for `from_text`."""
        return msgspec.json.encode(self).decode()

    @classmethod
    def from_text(cls, text: str) -> "ImportReport":
        return msgspec.json.decode(text, type=cls)

    @property
    def counts(self) -> dict[str, int]:
        """How many questions have each outcome that there is."""
        found = Counter(question.outcome for question in self.questions)
        return {outcome: found[outcome] for outcome in OUTCOMES if found[outcome]}

    @property
    def written(self) -> int:
        return sum(question.is_written for question in self.questions)

    @property
    def differing(self) -> int:
        return self.counts.get(DIFFERS, 0)

    @property
    def to_mend(self) -> int:
        return sum(bool(question.to_mend) for question in self.questions)

    @property
    def taken(self) -> str:
        """The one category of several that comes; empty where all do."""
        names = [category.name for category in self.categories if category.taken]
        return names[0] if len(names) == 1 < len(self.categories) else ""

    @property
    def left_categories(self) -> list[FileCategory]:
        return [category for category in self.categories if not category.taken]

    @property
    def lost(self) -> int:
        """How many remarks there are on what did not come, and questions that were left. Questions
        of a category that nobody asked for are not lost."""
        of_questions = sum(len(question.notes) for question in self.questions)
        return len(self.notes) + of_questions + self.counts.get(LEFT, 0)

    @property
    def summary(self) -> str:
        """`8 new, 2 here already`."""
        words = [f"{count} {OUTCOMES[outcome]}" for outcome, count in self.counts.items()]
        return ", ".join(words) or "no question"


class NotesByQuestion(Struct):
    """`of`: the messages by the number of a question in the file, from 0."""

    of: dict[int, list[str]] = field(default_factory=dict)
    rest: list[RemainingNote] = field(default_factory=list)


def notes_by_question(lines: list[int], notes: Iterable[Note]) -> NotesByQuestion:
    """Which note is about which question, by their lines. `lines`: on which each question begins.

    A note is about the question that begins last before it, or about one that was left out. Where
    several begin on one line, nobody can tell which of them a note means.
    """
    notes = sorted(notes, key=lambda note: note.line)
    numbers = {line: number for number, line in enumerate(lines)}
    shared = {line for line, count in Counter(lines).items() if count > 1}
    starts = sorted({*lines, *(note.line for note in notes if note.message.startswith(LEFT_OUT))})
    found = NotesByQuestion()
    for note in notes:
        place = bisect_right(starts, note.line)
        start = starts[place - 1] if place else 0
        of_none = note.names_category or note.message.startswith(LEFT_OUT)
        if start in shared or start not in numbers or of_none:
            found.rest.append(RemainingNote(note.line, note.message))
        else:
            found.of.setdefault(numbers[start], []).append(note.message)
    return found
