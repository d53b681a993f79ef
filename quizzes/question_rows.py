"""A question as rows: the one place that writes an `Item` into the database.

`Question.item()` reads it back. Packs and imports write through here, so that a field of `Item`
is lost on neither way.
"""

from typing import Any

import msgspec
from django.db.models import Model
from msgspec.structs import asdict

from quizzes.models import Choice, Hint, Question, Step
from quizzes.schema import Item


def question_columns(item: Item) -> dict[str, Any]:
    """The columns of the question's own row, but for its set, slug, position and publication."""
    return {
        "title": item.title,
        "level": item.level,
        "kind": item.kind,
        "prompt": item.prompt,
        "code": item.code,
        "text": item.text,
        "typed": " ".join(item.typed),
        "tolerance": item.tolerance,
        "capitals": item.capitals,
        "order_kept": item.order == "kept",
        "check_text": item.check,
        "mistakes": "\n\n".join(item.mistakes),
        "read": "\n".join(item.read),
        "proof": msgspec.json.encode(item.proof).decode() if item.proof else "",
    }


def write_parts(question: Question, item: Item, is_new: bool = False) -> None:
    """Replace the choices, hints and steps of a question that is saved; `is_new`: it has none."""
    parts: dict[type[Model], list[dict[str, Any]]] = {
        Choice: [{"key": key, **asdict(choice)} for key, choice in item.choices.items()],
        Hint: [{"text": text} for text in item.hints],
        Step: [asdict(step) for step in item.steps],
    }
    for model, rows in parts.items():
        if not is_new:
            model._default_manager.filter(question=question).delete()
        if rows:
            create_rows(model, question, rows)


def create_rows(model: type[Model], question: Question, rows: list[dict[str, Any]]) -> None:
    """`rows`: the columns of each, in its order."""
    model._default_manager.bulk_create(
        model(question=question, position=position, **row) for position, row in enumerate(rows)
    )
