"""Writes Aiken: https://docs.moodle.org/en/Aiken_format. Plain lines, and one right choice."""

import re
from collections.abc import Iterator
from itertools import chain
from string import ascii_uppercase

from exchange.aiken import read_aiken
from exchange.common import Note
from exchange.export_notes import Room, explanation_of, export_notes, outward
from learn.markdown import MARKDOWN, opening
from quizzes.kinds import kind_of
from quizzes.kinds.portable import PortableForm
from quizzes.schema import Item

PARAGRAPH = {"paragraph_open", "inline", "paragraph_close"}
AIKEN = Room("Aiken", frozenset({PortableForm.CHOOSE_ONE}))


def write_aiken(items: list[Item]) -> tuple[str, list[Note]]:
    """The questions that Aiken can carry, and notes on what it can't."""
    entries, notes = [], [*export_notes(items, AIKEN)]
    for item in items:
        question = kind_of(item).portable(item)
        if not question or question.form not in AIKEN.forms:
            continue
        if entry := aiken_entry(item):
            entries.append(entry)
            notes += [Note(0, f"{item.id}: {message}") for message in lost_of(item)]
        else:
            notes.append(Note(0, f"{item.id}: Aiken has room for plain lines only. Left out."))
    return "\n\n".join(entries) + "\n", notes


def aiken_entry(item: Item) -> str:
    """Empty where it would be read otherwise."""
    prompt = plain_lines(item.prompt) and plain_lines(outward(item, item.prompt))
    choices = [plain_lines(choice.text) for choice in item.choices.values()]
    right = [one.right for one in item.choices.values()]
    if not prompt or right.count(True) != 1 or any(len(lines) != 1 for lines in choices):
        return ""
    listed = [
        f"{letter}. {words}" for letter, [words] in zip(ascii_uppercase, choices, strict=False)
    ]
    answer = f"ANSWER: {ascii_uppercase[right.index(True)]}"
    entry = "\n".join([*prompt, *listed, answer])
    back = [[one.right for one in read.choices.values()] for _, read in read_aiken(entry).questions]
    return entry if back == [right] else ""


def plain_lines(text: str) -> list[str]:
    """The lines of a text without its marks. No line where it is more than paragraphs of words."""
    tokens = MARKDOWN.parse(text)
    inner = {part.type for token in tokens for part in token.children or []}
    if {token.type for token in tokens} - PARAGRAPH or inner & {"image", "formula"}:
        return []
    parts = [re.split(r"\\\n| {2,}\n", token.content) for token in tokens if token.type == "inline"]
    return [opening(part) for part in chain.from_iterable(parts)]


def lost_of(item: Item) -> Iterator[str]:
    choices = item.choices.values()
    lost = {
        "the reasons of its choices": any(choice.why for choice in choices),
        "its solution": explanation_of(item),
        "its level": item.level != "easy",
        "marks in its texts, as for bold or code": any(
            map(has_marks, [item.prompt, *(choice.text for choice in choices)])
        ),
    }
    if named := ", ".join(name for name, is_lost in lost.items() if is_lost):
        yield f"Aiken has no place for {named}."


def has_marks(text: str) -> bool:
    return any(
        part.type not in ("text", "softbreak", "hardbreak", "text_special")
        for token in MARKDOWN.parse(text)
        for part in token.children or []
    )
