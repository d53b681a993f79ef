"""The texts of a question as HTML: inline Markdown that may name a choice by its key."""

import re

from django.utils.safestring import SafeString, mark_safe

from learn.markdown import render_inline
from quizzes.schema import Item

REFERENCE = re.compile(r"\[\[([a-z0-9-]+)\]\]")


def inline(item: Item, text: str) -> SafeString:
    """Inline Markdown, with each `[[key]]` shown as the text of that choice, in quotes."""
    html = render_inline(text)
    return mark_safe(REFERENCE.sub(lambda match: quoted(item, match[1]), html))  # noqa: S308


def quoted(item: Item, key: str) -> str:
    choice = item.choices.get(key)
    return f'<q class="choice-text">{render_inline(choice.text)}</q>' if choice else key
