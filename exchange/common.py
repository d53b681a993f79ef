"""Questions as other systems have them, and notes on what of them can't be carried."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import count

from django.utils.text import slugify
from msgspec import structs

from exchange.pictures import words_of
from quizzes.kinds import kind_of_form
from quizzes.kinds.kind import LONGEST_RESPONSE
from quizzes.kinds.pairs import NAME_LENGTH
from quizzes.kinds.portable import PortableAnswer, PortableForm, PortableGap, PortablePair
from quizzes.schema import Choice, Item, Level, Order, Step

LONGEST_TEXT = 20_000
LONGEST_TITLE = 200
LONGEST_KEY, SHORTEST_KEY = 30, 3
MOST_PARTS = 26


@dataclass(frozen=True)
class Note:
    """What was left out, or changed on the way. `line`: from 1. `category`: in which of the file's
    categories; `names_category`: it only says that there is this one."""

    line: int
    message: str
    category: str = ""
    names_category: bool = False


class Unreadable(Exception):
    """The file as a whole can't be read."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.note = Note(line, message)


class LeftOut(Exception):
    """This question can't be carried, for the reason that it says."""


@dataclass(frozen=True)
class ForeignQuestion:
    """A question as other systems have it, with Markdown for its texts.

    `answers` or `pairs`, or a `text` with `gaps` where each stands as `[[name]]`: what its form
    has. `last_stays`: the last answer stands last, however they are shuffled. `name`: its slug,
    where the file has one. `notes`: what of it is otherwise here.
    """

    form: PortableForm
    prompt: str
    answers: list[PortableAnswer] = field(default_factory=list)
    pairs: list[PortablePair] = field(default_factory=list)
    text: str = ""
    gaps: list[PortableGap] = field(default_factory=list)
    tolerance: float | None = None
    capitals: bool = False
    order: Order = "shuffled"
    last_stays: bool = False
    title: str = ""
    name: str = ""
    level: Level = "easy"
    hints: list[str] = field(default_factory=list)
    explanation: str = ""
    notes: list[str] = field(default_factory=list)

    def item(self, slug: str) -> Item:
        """The question under this slug."""
        steps = [Step(title="Solution", text=self.explanation)] if self.explanation else []
        return Item(
            id=slug,
            title="" if is_said_by(slug, self.title) else kept_name(self.title),
            level=self.level,
            kind=kind_of_form(self.form).name,
            prompt=self.prompt,
            text=self.text,
            typed=[gap.name for gap in self.gaps if gap.is_typed],
            tolerance=self.tolerance,
            capitals=self.capitals,
            order=self.order,
            choices=with_keys(self.parts(), self.longest_key),
            hints=self.hints,
            steps=steps,
        )

    def parts(self) -> list[Choice]:
        answers = [choice_of(answer) for answer in self.answers]
        if self.last_stays and answers:
            answers[-1] = structs.replace(answers[-1], last=True)
        return [
            *answers,
            *(Choice(text=pair.text, match=pair.match, why=pair.why) for pair in self.pairs),
            *(choice_of(answer, gap.name) for gap in self.gaps for answer in gap.answers),
        ]

    @property
    def longest_key(self) -> int:
        """A response has a key for each part or gap, and is bounded."""
        if self.gaps:
            count, beside = len(self.gaps), len("gap-10=,")
        elif self.pairs:
            count, beside = len(self.pairs), NAME_LENGTH + len("=,")
        else:
            count, beside = len(self.answers), len(",")
        room = LONGEST_RESPONSE // max(1, count) - beside - len("-10")  # which may be put after it
        return max(SHORTEST_KEY, min(LONGEST_KEY, room))

    def texts(self) -> list[str]:
        """Each of its texts."""
        return [self.prompt, self.text, *self.hints, *(part.text for part in self.parts())]


def choice_of(answer: PortableAnswer, gap: str = "") -> Choice:
    return Choice(text=answer.text, right=answer.right, why=answer.why, gap=gap)


def with_keys(parts: list[Choice], longest: int) -> dict[str, Choice]:
    choices: dict[str, Choice] = {}
    for part in parts:
        words = slug_from(words_of(part.text or part.match))[:longest].strip("-")
        choices[unused_slug(words or "choice", choices)] = part
    return choices


def check_foreign(foreign: ForeignQuestion) -> ForeignQuestion:
    """Raises LeftOut for what no question here can be, even as a draft."""
    if not foreign.prompt.strip():
        raise LeftOut("It asks nothing: its text is empty.")
    parts = foreign.parts()
    if not parts:
        raise LeftOut("It has no answers.")
    if len(parts) > MOST_PARTS:
        raise LeftOut(f"It has more than {MOST_PARTS} answers.")
    if any(len(text) > LONGEST_TEXT for text in foreign.texts()):
        raise LeftOut(f"One of its texts is longer than {LONGEST_TEXT:,} characters.")
    if any(not (part.text or part.match).strip() for part in parts):
        raise LeftOut("One of its answers is empty.")
    return foreign


def adding_notes(foreign: ForeignQuestion, *notes: str) -> ForeignQuestion:
    return replace(foreign, notes=[*foreign.notes, *filter(None, notes)])


def slug_from(text: str) -> str:
    """As a slug, which here has no underscores."""
    return slugify(text.replace("_", " "))


def is_said_by(slug: str, title: str) -> bool:
    """Whether the slug has every word and sign of the title, and in the title's own letters."""
    return re.sub(r"[\s_-]+", "-", title.lower()).strip("-") == slug


def kept_name(title: str) -> str:
    """As much of the title as there is room for, up to the end of a word."""
    if len(title) <= LONGEST_TITLE:
        return title
    return title[:LONGEST_TITLE].rpartition(" ")[0].rstrip() or title[:LONGEST_TITLE]


def end_of_name(title: str) -> str:
    """What is to be told of a title that does not fit; empty where it does."""
    rest = title.removeprefix(kept_name(title))
    return f"Its name is too long. This end of it was not imported: {rest}" if rest else ""


def unused_slug(slug: str, taken: Iterable[str]) -> str:
    """The slug, at most 50 characters, with a number after it if it is taken."""
    slug, used = slug[:50].strip("-") or "question", set(taken)
    if slug not in used:
        return slug
    names = (f"{slug[: 49 - len(str(number))].rstrip('-')}-{number}" for number in count(2))
    return next(name for name in names if name not in used)
