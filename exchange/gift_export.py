"""Writes Moodle's GIFT, in Markdown: https://docs.moodle.org/en/GIFT_format."""

import re
from collections.abc import Iterator
from dataclasses import replace

from exchange.common import Note
from exchange.export_notes import Room, explanation_of, export_notes, outward
from exchange.levels import TAG
from exchange.texts.code_parts import outside_code
from quizzes.kinds import kind_of
from quizzes.kinds.portable import PortableAnswer, PortableForm, PortableQuestion
from quizzes.schema import Item

FORMAT = re.compile(r"\[(?:html|moodle|plain|markdown)\]", re.IGNORECASE)
GIFT = Room("GIFT", frozenset(PortableForm) - {PortableForm.CLOZE, PortableForm.ORDER})


def write_gift(items: list[Item]) -> tuple[str, list[Note]]:
    """The questions that GIFT can carry, and notes on what it can't."""
    entries = [
        gift_entry(item, question)
        for item in items
        if (question := kind_of(item).portable(item)) and question.form in GIFT.forms
    ]
    return "\n\n".join(entries) + "\n", [*export_notes(items, GIFT), *arrow_notes(items)]


def in_category(file: str, category: str) -> str:
    return f"$CATEGORY: {category}\n\n{file}"


def arrow_notes(items: list[Item]) -> Iterator[Note]:
    """In GIFT an arrow makes a pair, and neither in code nor in what one types is it escaped."""
    for item in items:
        if kind_of(item).free_text or any(one.match for one in item.choices.values()):
            texts = [without_arrows(one.text) for one in item.choices.values()]
            if any("->" in text for text in texts):
                yield Note(
                    0, f"{item.id}: GIFT takes the -> in its answers for the sign of a pair."
                )


def gift_entry(item: Item, question: PortableQuestion) -> str:
    general = gift_text(item, explanation_of(item))
    end = f"####{general}" if general else ""
    name, prompt = escape_gift(item.title or item.id), gift_text(item, item.prompt)
    level = "" if item.level == "easy" else f"// [tag:{TAG}{item.level}]\n"
    return f"{level}::{name}::[markdown]{prompt} {{{gift_body(item, question)}{end}}}"


def gift_body(item: Item, question: PortableQuestion) -> str:
    match question.form:
        case PortableForm.TYPE_NUMBER:
            return "#" + " ".join(
                gift_number(item, answer, question) for answer in question.answers
            )
        case PortableForm.TYPE_TEXT:
            return " ".join(gift_typed(item, answer) for answer in question.answers)
        case PortableForm.MATCH:
            return " ".join(
                f"={gift_text(item, without_arrows(pair.text))} -> {gift_text(item, pair.match)}"
                for pair in question.pairs
            )
    several = question.form == PortableForm.CHOOSE_SEVERAL
    return " ".join(gift_choice(item, answer, several) for answer in question.answers)


def gift_choice(item: Item, answer: PortableAnswer, several: bool) -> str:
    """With its weight where several are right, else with the sign for right or wrong."""
    sign = f"~%{answer.percent:.5f}%" if several else "=" if answer.right else "~"
    text = gift_text(item, answer.text)
    if text.startswith("%") and not several:  # which would be a weight
        sign += f"%{100 * answer.right}%"
    return f"{sign}{text}{gift_reason(item, answer)}"


def gift_typed(item: Item, answer: PortableAnswer) -> str:
    sign = "=%100%" if answer.right and answer.text.startswith("%") else "="
    sign = sign if answer.right else "=%0%"
    why = without_arrows(answer.why)
    return f"{sign}{escape_gift(answer.text)}{gift_reason(item, replace(answer, why=why))}"


def gift_number(item: Item, answer: PortableAnswer, question: PortableQuestion) -> str:
    """Only a right number has room around it."""
    sign, tolerance = ("=", question.tolerance or 0.0) if answer.right else ("=%0%", 0.0)
    return f"{sign}{escape_gift(answer.text)}:{tolerance!r}{gift_reason(item, answer)}"


def gift_reason(item: Item, answer: PortableAnswer) -> str:
    return f"#{gift_text(item, answer.why)}" if answer.why else ""


def without_arrows(text: str) -> str:
    """Elsewhere than in code an arrow shows the same with an entity in it."""
    return outside_code(text, lambda part: part.replace("->", "-&gt;"))


def gift_text(item: Item, text: str) -> str:
    """A text in Markdown, which says so itself where it begins like the name of a format."""
    escaped = escape_gift(outward(item, text))
    return f"[markdown]{escaped}" if FORMAT.match(escaped) else escaped


def escape_gift(text: str) -> str:
    text = re.sub(r"([~=#{}:\\])", r"\\\1", text.strip())
    return text.replace("\r\n", "\n").replace("\n", "\\n")
