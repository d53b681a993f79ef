"""The texts of a question as HTML: Markdown that may name a choice by its key."""

from django.utils.safestring import SafeString, mark_safe

from learn.directives import Placeholder
from learn.markdown import render_part
from quizzes.schema import Item


def question_text(item: Item, text: str) -> SafeString:
    """A hint, step or reason, with each `[[key]]` as the text of that choice, in quotes."""
    parts = (
        quoted(item, part.argument) if isinstance(part, Placeholder) else part
        for part in render_part(text)
    )
    return mark_safe("".join(parts))  # noqa: S308  (each part was cleaned)


def render_choice(text: str) -> SafeString:
    """The text of a choice, which names no other."""
    return mark_safe("".join(as_written(part) for part in render_part(text)))  # noqa: S308


def quoted(item: Item, key: str) -> str:
    choice = item.choices.get(key)
    if choice is None:
        return as_written(Placeholder("reference", key))
    shown = render_choice(choice.text or choice.match)
    return f'<q class="choice-text" dir="auto">{shown}</q>'


def as_written(part: SafeString | Placeholder) -> str:
    return f"[[{part.argument}]]" if isinstance(part, Placeholder) else part
