"""What reading a foreign file gives: questions, and what could not be carried, with the line."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import count
from typing import Any

from django.utils.text import slugify

from exchange.markdown import literal_markdown
from quizzes.kinds import kind_of, kind_of_form
from quizzes.kinds.portable import PortableAnswer, PortableForm
from quizzes.schema import Choice, Item, Step

MOST_QUESTIONS = 1_000
MOST_NOTES = 2_000
LONGEST_TEXT = 20_000
TRUE, FALSE = "True", "False"
NUMBER = r"[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:[eE][+-]?\d{1,3})?"
FINEST, LARGEST = -20, 20  # places behind the point and before it
STAR = re.compile(r"(?<!\\)\*")  # which elsewhere takes anything


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
        """Raises Unreadable if there is too much to tell."""
        if len(self.notes) == MOST_NOTES:
            raise Unreadable(line, f"More than {MOST_NOTES:,} remarks up to here. Split the file.")
        self.notes.append(Note(line, message))

    def add(self, line: int, name: str, foreign: "ForeignQuestion") -> None:
        """Raises Unreadable if there are too many questions."""
        if len(self.questions) == MOST_QUESTIONS:
            raise Unreadable(line, f"More than {MOST_QUESTIONS} questions. Split the file.")
        taken = {item.id for _, item in self.questions}
        slug = unused_slug(slug_from(name) or slug_from(foreign.prompt[:60]), taken)
        self.questions.append((line, foreign.item(slug)))
        for message in foreign.notes:
            self.note(line, message)


class Unreadable(Exception):
    """The file as a whole can't be read."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.note = Note(line, message)


class LeftOut(Exception):
    """This question can't be carried, for the reason that it says."""


@dataclass(frozen=True)
class ForeignQuestion:
    """A question as other systems have it, with Markdown for its texts. `notes`: what of it is
    otherwise here."""

    form: PortableForm
    prompt: str
    answers: list[PortableAnswer]
    tolerance: float | None = None
    hints: list[str] = field(default_factory=list)
    explanation: str = ""
    notes: list[str] = field(default_factory=list)

    def item(self, slug: str) -> Item:
        choices: dict[str, Choice] = {}
        for answer in self.answers:
            key = unused_slug(slug_from(answer.text)[:30].strip("-") or "choice", choices)
            choices[key] = Choice(text=answer.text, right=answer.right, why=answer.why)
        steps = [Step(title="Solution", text=self.explanation)] if self.explanation else []
        return Item(
            id=slug,
            level="easy",
            kind=kind_of_form(self.form).name,
            prompt=self.prompt,
            tolerance=self.tolerance,
            choices=choices,
            hints=self.hints,
            steps=steps,
        )


def check_foreign(foreign: ForeignQuestion) -> ForeignQuestion:
    """Raises LeftOut for what no question here can be, even as a draft."""
    if not foreign.prompt.strip():
        raise LeftOut("It asks nothing: its text is empty.")
    if not foreign.answers:
        raise LeftOut("It has no answers.")
    if len(foreign.answers) > 26:
        raise LeftOut("It has more than 26 answers.")
    texts = [foreign.prompt, *foreign.hints, *(answer.text for answer in foreign.answers)]
    if any(len(text) > LONGEST_TEXT for text in texts):
        raise LeftOut(f"A text of it is longer than {LONGEST_TEXT} characters.")
    if any(not answer.text.strip() for answer in foreign.answers):
        raise LeftOut("One of its answers is empty.")
    return foreign


def choice_question(
    prompt: str, answers: list[PortableAnswer], several: bool, **more: Any
) -> ForeignQuestion:
    """One right of several, or several right ones."""
    worth = [answer.percent for answer in answers if answer.right]
    if several or (len(worth) > 1 and 100 not in worth):
        return ForeignQuestion(PortableForm.CHOOSE_SEVERAL, prompt, answers, **more)
    if 100 not in worth:
        return ForeignQuestion(PortableForm.CHOOSE_ONE, prompt, answers, **more)
    best = [replace(answer, percent=100 * answer.wholly_right) for answer in answers]
    notes = [
        f"Wrong here, as it is not worth all the points: {answer}."
        for answer in partly_right(answers)
    ]
    return ForeignQuestion(PortableForm.CHOOSE_ONE, prompt, best, notes=notes, **more)


def typed_question(prompt: str, answers: list[PortableAnswer], **more: Any) -> ForeignQuestion:
    """Each answer that one may type is right or wrong; none is in part."""
    notes = [
        f"Left out, as it is not worth all the points: {answer}."
        for answer in partly_right(answers)
    ]
    kept = [answer for answer in answers if answer.wholly_right or not answer.right]
    starred = [answer.text for answer in kept if STAR.search(answer.text)]
    notes += [f"Here a * is a * and nothing else: {text[:40]}." for text in starred]
    texts = [replace(answer, text=typed_text(answer.text.replace("\\*", "*"))) for answer in kept]
    return ForeignQuestion(PortableForm.TYPE_TEXT, prompt, texts, notes=notes, **more)


def typed_text(text: str) -> str:
    """As code where Markdown would take a part of it for marks; that is what authors here do."""
    return text if "`" in text or literal_markdown(text) == text else f"`{text}`"


def partly_right(answers: list[PortableAnswer]) -> list[str]:
    return [answer.text[:40] for answer in answers if 0 < answer.percent < 100]


def number_question(
    prompt: str, value: Decimal, tolerance: Decimal, why: str, **more: Any
) -> ForeignQuestion:
    answer = PortableAnswer(number_text(value), 100, why)
    return ForeignQuestion(PortableForm.TYPE_NUMBER, prompt, [answer], float(tolerance), **more)


def parse_decimal(text: str) -> Decimal:
    """Exact, as it is written. Raises LeftOut."""
    if not re.fullmatch(NUMBER, text, re.ASCII):
        raise LeftOut(f"{text[:40]!r} is no number.")
    value = Decimal(text.replace(",", "."))
    if value and not FINEST <= value.adjusted() <= LARGEST:
        raise LeftOut(f"{text[:40]!r} is no number that one can type.")
    return value


def number_text(value: Decimal) -> str:
    return f"{value.normalize() + 0:f}"


def truth_answers(right: str, why_wrong: str, why_right: str) -> list[PortableAnswer]:
    """True and false, one of them right, and why the one is and the other is not."""
    why = {True: why_right, False: why_wrong}
    return [
        PortableAnswer(text, 100 * (text == right), why[text == right]) for text in (TRUE, FALSE)
    ]


def slug_from(text: str) -> str:
    """As a slug, which here has no underscores."""
    return slugify(text.replace("_", " "))


def unused_slug(slug: str, taken: Iterable[str]) -> str:
    """The slug, at most 50 characters, with a number after it if it is taken."""
    slug, used = slug[:50].strip("-") or "question", set(taken)
    if slug not in used:
        return slug
    names = (f"{slug[: 49 - len(str(number))].rstrip('-')}-{number}" for number in count(2))
    return next(name for name in names if name not in used)


def explanation_of(item: Item) -> str:
    """Steps and check as one text: elsewhere they are one."""
    steps = [f"**{step.title}** {step.text}".strip() for step in item.steps]
    if len(item.steps) == 1 and item.steps[0].title == "Solution":
        steps = [item.steps[0].text]
    return "\n\n".join(filter(None, [*steps, item.check]))


def export_notes(items: list[Item], system: str, *, hints: bool) -> Iterator[Note]:
    """What an export can't carry. `hints`: whether the format has them."""
    for item in items:
        lost = ", ".join(lost_parts(item, hints=hints))
        if kind_of(item).portable(item) is None:
            yield Note(0, f"{item.id}: {system} has no question of kind {item.kind}. Left out.")
        elif lost:
            yield Note(0, f"{item.id}: {system} has no place for {lost}.")


def lost_parts(item: Item, *, hints: bool) -> Iterator[str]:
    if item.hints and not hints:
        yield "its hints"
    if item.proof:
        yield "its proof"
    if item.mistakes:
        yield "its common mistakes"
    if item.read:
        yield "what to read again"
