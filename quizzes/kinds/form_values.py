"""What stands for a choice in a page's form. An author's key may tell: `right`, `wrong-1`."""

import hashlib

from quizzes.schema import Item


def form_value(question: str, key: str) -> str:
    """The value for a choice of the question with this slug, which says nothing of its key.

    It depends on nothing else, so that a form that stood open for days, through an edit or in
    another order, still means the same choice.
    """
    return hashlib.sha256(f"{question} {key}".encode()).hexdigest()[:8]


def key_of_value(item: Item, value: str) -> str:
    """The key of the choice that a form's value stands for; empty where it stands for none."""
    return next((key for key in item.choices if form_value(item.id, key) == value), "")
