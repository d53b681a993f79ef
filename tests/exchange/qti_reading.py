"""For tests of what comes of an item of QTI."""

from typing import Any

from exchange.importer import read_questions
from quizzes.schema import Item


def read(text: str) -> tuple[Item, list[str]]:
    reading = read_questions(text.encode())
    [(_, found)] = reading.questions
    return found, [note.message for note in reading.notes]


def told(text: str) -> str:
    """The one thing that is told of an item that was left out."""
    reading = read_questions(text.encode())
    assert reading.questions == []
    [note] = reading.notes
    return note.message


def values(question: Item, name: str = "text") -> list[Any]:
    return [getattr(choice, name) for choice in question.choices.values()]
