"""Writes Moodle's GIFT, in Markdown: https://docs.moodle.org/en/GIFT_format."""

import re

from exchange.common import Note
from exchange.export_notes import Room, explanation_of, export_notes, outward
from exchange.levels import TAG
from quizzes.kinds import kind_of
from quizzes.kinds.portable import PortableAnswer, PortableForm, PortableQuestion
from quizzes.schema import Item

GIFT = Room("GIFT", frozenset(PortableForm) - {PortableForm.CLOZE, PortableForm.ORDER})


def write_gift(items: list[Item]) -> tuple[str, list[Note]]:
    """The questions that GIFT can carry, and notes on what it can't."""
    entries = [
        gift_entry(item, question)
        for item in items
        if (question := kind_of(item).portable(item)) and question.form in GIFT.forms
    ]
    return "\n\n".join(entries) + "\n", [*export_notes(items, GIFT)]


def gift_entry(item: Item, question: PortableQuestion) -> str:
    general = escape_gift(outward(item, explanation_of(item)))
    end = f"####{general}" if general else ""
    name, prompt = escape_gift(item.title or item.id), escape_gift(outward(item, item.prompt))
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
                f"={escape_gift(pair.text)} -> {escape_gift(pair.match)}" for pair in question.pairs
            )
    several = question.form == PortableForm.CHOOSE_SEVERAL
    return " ".join(gift_choice(item, answer, several) for answer in question.answers)


def gift_choice(item: Item, answer: PortableAnswer, several: bool) -> str:
    """With its weight where several are right, else with the sign for right or wrong."""
    sign = f"~%{answer.percent:.5f}%" if several else "=" if answer.right else "~"
    return f"{sign}{escape_gift(outward(item, answer.text))}{gift_reason(item, answer)}"


def gift_typed(item: Item, answer: PortableAnswer) -> str:
    sign = "=" if answer.right else "=%0%"
    return f"{sign}{escape_gift(answer.text)}{gift_reason(item, answer)}"


def gift_number(item: Item, answer: PortableAnswer, question: PortableQuestion) -> str:
    """Only a right number has room around it."""
    sign, tolerance = ("=", question.tolerance or 0.0) if answer.right else ("=%0%", 0.0)
    return f"{sign}{escape_gift(answer.text)}:{tolerance!r}{gift_reason(item, answer)}"


def gift_reason(item: Item, answer: PortableAnswer) -> str:
    return f"#{escape_gift(outward(item, answer.why))}" if answer.why else ""


def escape_gift(text: str) -> str:
    text = re.sub(r"([~=#{}:\\])", r"\\\1", text.strip())
    return text.replace("\r\n", "\n").replace("\n", "\\n")
