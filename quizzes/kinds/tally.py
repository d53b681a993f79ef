"""How many of a class gave which response, as a board shows it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.html import format_html
from django.utils.safestring import SafeString

from quizzes.kinds.presenting import choice_reason, choice_text
from quizzes.schema import Item


class JudgedResponse(NamedTuple):
    response: str
    right: bool


@dataclass(frozen=True)
class TallyRow:
    """How many chose it. `verdict` and `why`: empty until the answer is revealed."""

    text: SafeString
    count: int
    verdict: str = ""
    why: SafeString | None = None


@dataclass(frozen=True)
class Tally:
    """`label`: what the rows are, such as a gap or what is counted; empty for plain choices."""

    label: str
    rows: list[TallyRow]


def choice_rows(
    item: Item, keys: Iterable[str], counts: Counter[str], revealed: bool
) -> list[TallyRow]:
    """A row for each of these choices, in this order."""
    return [choice_row(item, key, counts[key], revealed) for key in keys]


def choice_row(item: Item, key: str, count: int, revealed: bool) -> TallyRow:
    if not revealed:
        return TallyRow(choice_text(item, key), count)
    verdict = "right" if item.choices[key].right else "wrong"
    return TallyRow(choice_text(item, key), count, verdict, choice_reason(item, key))


def text_rows(given: Sequence[JudgedResponse], most: int) -> list[TallyRow]:
    """The `most` frequent responses, each with its verdict."""
    return [
        TallyRow(format_html("<code>{}</code>", text), count, "right" if right else "wrong")
        for (text, right), count in Counter(given).most_common(most)
    ]
