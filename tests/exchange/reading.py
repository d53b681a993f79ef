"""For tests of what an importer reads."""

from exchange.importer import read_questions
from quizzes.schema import Item


def by_name(text: str | bytes) -> dict[str, Item]:
    data = text.encode() if isinstance(text, str) else text
    return {item.id: item for _, item in read_questions(data).questions}


def told_of(text: str) -> list[tuple[int, str]]:
    return [(note.line, note.message) for note in read_questions(text.encode()).notes]


def rights(item: Item) -> list[str]:
    return [one.text for one in item.choices.values() if one.right]


LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE quiz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    '<quiz><question type="essay"><name><text>&b;</text></name></question></quiz>'
)
