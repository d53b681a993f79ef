"""What reading a foreign file gives: questions, and what could not be carried, with the line."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from itertools import count
from typing import Any

from django.utils.text import slugify

from quizzes.items import Choice, Item, Step
from quizzes.kinds import KINDS

MOST_QUESTIONS = 1_000
LONGEST_TEXT = 20_000
TRUE, FALSE = "True", "False"


@dataclass(frozen=True)
class Note:
    """What was left out, or changed on the way. `line`: from 1."""

    line: int
    message: str


@dataclass
class Reading:
    """`questions` with the line that each begins on; `notes` on what did not come along."""

    questions: list[tuple[int, Item]] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    def note(self, line: int, message: str) -> None:
        self.notes.append(Note(line, message))

    def take(self, line: int, name: str, foreign: "Foreign") -> None:
        """Raises TooMany."""
        if len(self.questions) == MOST_QUESTIONS:
            raise Unreadable(line, f"More than {MOST_QUESTIONS} questions. Split the file.")
        taken = {item.id for _, item in self.questions}
        found = free(named(name) or named(foreign.prompt[:60]), taken)
        self.questions.append((line, foreign.item(found)))


class Unreadable(Exception):
    """The file as a whole can't be read."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.note = Note(line, message)


class LeftOut(Exception):
    """This question can't be carried, for the reason that it says."""


@dataclass(frozen=True)
class Answer:
    """`fraction`: what it is worth, at most 1; more than 0 is right."""

    text: str
    fraction: float
    why: str = ""

    @property
    def right(self) -> bool:
        return self.fraction > 0


@dataclass(frozen=True)
class Foreign:
    """A question as other systems have it, with Markdown for its texts."""

    kind: str
    prompt: str
    answers: list[Answer]
    tolerance: float | None = None
    hints: list[str] = field(default_factory=list)
    explanation: str = ""

    def item(self, slug: str) -> Item:
        choices: dict[str, Choice] = {}
        for answer in self.answers:
            key = free(named(answer.text)[:30].strip("-") or "choice", choices)
            why = "" if answer.right else answer.why
            choices[key] = Choice(text=answer.text, right=answer.right, why=why)
        steps = [Step(title="Solution", text=self.explanation)] if self.explanation else []
        return Item(
            id=slug,
            level="easy",
            kind=self.kind,
            prompt=self.prompt,
            tolerance=self.tolerance,
            choices=choices,
            hints=self.hints,
            steps=steps,
        )


def checked(foreign: Foreign) -> Foreign:
    """Raises LeftOut for what no question here can be, even as a draft."""
    if not foreign.prompt.strip():
        raise LeftOut("It asks nothing: its text is empty.")
    if not foreign.answers:
        raise LeftOut("It has no answers.")
    if len(foreign.answers) > 26:
        raise LeftOut("It has more than 26 answers.")
    texts = [foreign.prompt, *foreign.hints, *(one.text for one in foreign.answers)]
    if any(len(text) > LONGEST_TEXT for text in texts):
        raise LeftOut(f"A text of it is longer than {LONGEST_TEXT} characters.")
    if any(not one.text.strip() for one in foreign.answers):
        raise LeftOut("One of its answers is empty.")
    return foreign


def choice_of(prompt: str, answers: list[Answer], several: bool, **more: Any) -> Foreign:
    """One right of several, or several right ones."""
    worth = [one.fraction for one in answers if one.right]
    if several or (len(worth) > 1 and 1.0 not in worth):
        return Foreign("choices", prompt, answers, **more)
    best = [replace(one, fraction=float(one.fraction == 1)) for one in answers]
    return Foreign("choice", prompt, best if 1.0 in worth else answers, **more)


def truths(right: str, why: str) -> list[Answer]:
    """True and false, one of them right, and why the other is not."""
    return [Answer(one, float(one == right), "" if one == right else why) for one in (TRUE, FALSE)]


def named(text: str) -> str:
    """As a slug, which here has no underscores."""
    return slugify(text.replace("_", " "))


def free(slug: str, taken: Iterable[str]) -> str:
    """The slug, at most 50 characters, with a number after it if it is taken."""
    slug, used = slug[:50].strip("-") or "question", set(taken)
    if slug not in used:
        return slug
    names = (f"{slug[: 49 - len(str(number))].rstrip('-')}-{number}" for number in count(2))
    return next(name for name in names if name not in used)


def shared(item: Item) -> bool:
    """Whether other systems know the item's kind."""
    return item.kind in ("choice", "choices", "typed")


def explanation_of(item: Item) -> str:
    """Steps and check as one text: elsewhere they are one."""
    steps = [f"**{step.title}** {step.text}".strip() for step in item.steps]
    if len(item.steps) == 1 and item.steps[0].title == "Solution":
        steps = [item.steps[0].text]
    return "\n\n".join(filter(None, [*steps, item.check]))


def left_behind(items: list[Item], system: str, *, hints: bool) -> Iterator[Note]:
    """What an export can't carry. `hints`: whether the format has them."""
    for item in items:
        lost = ", ".join(lost_in(item, hints=hints))
        if not shared(item):
            label = KINDS[item.kind].label.partition(":")[0]
            yield Note(0, f"{item.id}: {system} has no question of kind {label}. Left out.")
        elif lost:
            yield Note(0, f"{item.id}: {system} has no place for {lost}.")


def lost_in(item: Item, *, hints: bool) -> Iterator[str]:
    if item.hints and not hints:
        yield "its hints"
    if item.proof:
        yield "its proof"
    if item.mistakes:
        yield "its common mistakes"
    if item.read:
        yield "what to read again"


# --- HTML ------------------------------------------------------------------------------------


def markdown_of(html: str) -> tuple[str, list[str]]:
    """HTML as Markdown, and the names of what could not be carried, as pictures."""
    parser = ToMarkdown()
    parser.feed(html)
    parser.close()
    return parser.text(), sorted(parser.lost)


class ToMarkdown(HTMLParser):
    """Few tags mean something; what others hold is kept as text."""

    AROUND = {"b": "**", "strong": "**", "i": "*", "em": "*", "code": "`", "tt": "`"}
    BLOCKS = {"p", "div", "ul", "ol", "table", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "pre"}
    UNSEEN = {"script", "style", "head", "title"}
    LOST = {"img", "audio", "video", "iframe", "object", "embed", "svg", "math", "table"}

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.lost: set[str] = set()
        self.hidden = 0
        self.fixed = False
        self.numbered: list[int] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.hidden += tag in self.UNSEEN
        self.lost |= {tag} & self.LOST
        if tag in self.AROUND and not self.fixed:
            self.parts.append(self.AROUND[tag])
        if tag in self.BLOCKS:
            self.parts.append("\n\n")
        if tag == "br":
            self.parts.append("\n" if self.fixed else "  \n")
        if tag in ("ul", "ol"):
            self.numbered.append(0 if tag == "ol" else -1)
        if tag == "li":
            self.parts.append(f"\n{self.bullet()} ")
        if tag == "pre":
            self.fixed = True
            self.parts.append("```\n")
        if tag == "a":
            self.links.append(dict(attrs).get("href") or "")
            self.parts.append("[")

    def handle_endtag(self, tag: str) -> None:
        self.hidden = max(0, self.hidden - (tag in self.UNSEEN))
        if tag in self.AROUND and not self.fixed:
            self.parts.append(self.AROUND[tag])
        if tag == "pre" and self.fixed:
            self.fixed = False
            self.parts.append("\n```")
        if tag in self.BLOCKS:
            self.parts.append("\n\n")
        if tag in ("ul", "ol") and self.numbered:
            self.numbered.pop()
        if tag == "a" and self.links:
            self.parts.append(f"]({self.links.pop()})")

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.parts.append(data if self.fixed else " ".join(f"|{data}|".split())[1:-1])

    def bullet(self) -> str:
        if not self.numbered or self.numbered[-1] < 0:
            return "-"
        self.numbered[-1] += 1
        return f"{self.numbered[-1]}."

    def text(self) -> str:
        blocks = "".join(self.parts).split("\n\n")
        return "\n\n".join(stripped for one in blocks if (stripped := one.strip("\n ")))
