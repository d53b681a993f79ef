"""A short text, or a number with a tolerance. The response is what was typed, made uniform.

The choices are the answers that the author expects: the right ones are accepted, the wrong
ones carry their reason.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from django.utils.datastructures import MultiValueDict
from django.utils.html import format_html

from quizzes.items import Item
from quizzes.kinds.common import (
    NO_TRY,
    Look,
    Part,
    Place,
    Sent,
    endless,
    hidden,
    right_keys,
    text_of,
    why_of,
    without_reason,
)
from quizzes.states import NotAllowed

label = "typed: a text or, with a tolerance, a number"
template = "quizzes/kinds/typed.html"
style = "css/kinds.css"
extras = frozenset({"tolerance"})
only_in = ""
possible = endless
keys = hidden  # the expected answers

# A line on a phone. Three tries at each of many questions must fit into a cookie.
LIMIT = 80
AROUND = " '\"`\u2018\u2019\u201c\u201d"
# Fewer digits than Decimal counts with, so that no number is rounded.
NUMBER = re.compile(r"[+-]?\d{1,15}(\.\d{1,10})?", re.ASCII)
SPACED = re.compile(r"(?<=\d)[ _](?=\d)")
THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d+)?")


@dataclass(frozen=True)
class Typed:
    """`tries` and, after the end, the answers that the author expected, as `told`."""

    text: str
    number: bool
    limit: int
    told: list[Part]


def uniform(text: str) -> str:
    """The text without what makes no difference: case, spacing, quotes around it."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    seen = "".join(one if one.isprintable() else " " for one in folded)
    return " ".join(seen.split()).strip(AROUND)


def number(text: str) -> Decimal | None:
    """`3600`, `3,600`, `3 600`, `0.5`, `0,5`; None for what is no number."""
    plain = SPACED.sub("", uniform(text))
    plain = plain.replace(",", "" if THOUSANDS.fullmatch(plain) else ".")
    return Decimal(plain) if NUMBER.fullmatch(plain) else None


def canonical(item: Item, text: str) -> str:
    """The response that a text makes, empty for what can be none."""
    if item.tolerance is None:
        return uniform(text)
    found = number(text)
    return "" if found is None else f"{found.normalize() + 0:f}"  # + 0: there is no minus nought


def bare(text: str) -> str:
    """What a choice's text stands for: backticks around it only make it look like code."""
    return text.strip().strip("`")


def problems(item: Item) -> Iterator[tuple[Place, str]]:
    if not right_keys(item):
        yield ("choices",), "No answer is right. Mark one or more as right."
    yield from without_reason(item)
    for key, choice in item.choices.items():
        if not 0 < len(canonical(item, bare(choice.text))) <= LIMIT:
            what = "a number" if item.tolerance is not None else f"1 to {LIMIT} characters"
            yield ("choices", key, "text"), f"Nobody can type this. Write {what}."
    for key, other in combinations(item.choices, 2):
        if same(item, key, other) or same(item, other, key):
            yield ("choices", other, "text"), f"This counts as the same as {key!r}. Take one out."
    for index, hint in enumerate(item.hints):
        if any(f"[[{key}]]" in hint for key in item.choices):
            yield ("hints", index), "The hint shows an answer. Name none with [[key]] here."


def matters(item: Item) -> tuple[float | None, list[tuple[str, bool]]]:
    accepted = [(canonical(item, bare(one.text)), one.right) for one in item.choices.values()]
    return item.tolerance, sorted(accepted)


def longest(item: Item) -> int:
    return LIMIT


def fields(item: Item) -> list[str]:
    return ["typed"]


def parse(item: Item, sent: Sent) -> str:
    text = sent.get("typed", "")
    if len(text) > LIMIT:
        raise NotAllowed(f"That is too long. Use at most {LIMIT} characters. {NO_TRY}")
    if not uniform(text):
        raise NotAllowed(f"Type an answer first. {NO_TRY}")
    response = canonical(item, text)
    if not response:
        raise NotAllowed(f"That is not a number. Write one such as 3600 or 0.5. {NO_TRY}")
    if len(response) > LIMIT:
        raise NotAllowed(f"That is too long. Use at most {LIMIT} characters. {NO_TRY}")
    return response


def fields_of(response: str) -> Sent:
    return MultiValueDict({"typed": [response]})


def valid(item: Item, response: str) -> bool:
    return 0 < len(response) <= LIMIT and canonical(item, response) == response


def expected(item: Item, response: str) -> str | None:
    """The key of the expected answer that this is, a right one before a wrong one."""
    for key in sorted(item.choices, key=lambda key: not item.choices[key].right):
        if is_meant(item, response, key):
            return key
    return None


def is_meant(item: Item, response: str, key: str) -> bool:
    """Only a right number has a tolerance around it."""
    choice = item.choices[key]
    given, meant = number(response), number(bare(choice.text))
    if item.tolerance is None or given is None or meant is None:
        return response == canonical(item, bare(choice.text))
    return abs(given - meant) <= (Decimal(str(item.tolerance)) if choice.right else 0)


def same(item: Item, key: str, other: str) -> bool:
    return is_meant(item, canonical(item, bare(item.choices[key].text)), other)


def grade(item: Item, response: str) -> float:
    return 1.0 if expected(item, response) in right_keys(item) else 0.0


def picked(item: Item, response: str) -> list[str]:
    key = expected(item, response)
    return [key] if key else []


def told(item: Item, response: str) -> str:
    return ""


def example(item: Item, right: bool) -> str:
    texts = [choice.text for choice in item.choices.values() if choice.right == right]
    return texts[0].strip("`")


def show(look: Look) -> Typed:
    """Each try with what is known of it; after the end, the answers that were expected."""
    tries = [tried(look.item, pick, count) for count, pick in enumerate(look.picks, start=1)]
    return Typed(
        text=look.sent.get("typed", "")[:LIMIT],
        number=look.item.tolerance is not None,
        limit=LIMIT,
        told=[*tries, *(others(look) if look.finished else [])],
    )


def tried(item: Item, pick: str, count: int) -> Part:
    key = expected(item, pick)
    verdict = "right" if key in right_keys(item) else "wrong"
    text = format_html("<code>{}</code>", pick)
    return Part("", text, str(count), verdict, why_of(item, key) if key else None)


def others(look: Look) -> Iterator[Part]:
    """The expected answers that were not given: a right one, unless one was found, and the rest."""
    item = look.item
    given = {expected(item, pick) for pick in look.picks}
    right = [key for key, choice in item.choices.items() if choice.right]
    if not given & set(right):
        yield Part(right[0], text_of(item, right[0]), "✓", "right", why_of(item, right[0]))
    for key, choice in item.choices.items():
        if not choice.right and key not in given:
            yield Part(key, text_of(item, key), "·", "", why_of(item, key))
