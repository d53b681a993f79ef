"""One right choice of several. The response is the key of a choice."""

from collections.abc import Iterator

from django.utils.datastructures import MultiValueDict

from quizzes.items import Item
from quizzes.kinds.common import (
    NO_TRY,
    Look,
    Part,
    Place,
    Sent,
    at_least,
    marked,
    parts,
    right_keys,
    shuffled,
    without_reason,
)
from quizzes.states import NotAllowed

label = "choice: one is right"
template = "quizzes/kinds/choice.html"
style = ""
extras: frozenset[str] = frozenset()
only_in = ""
keys = shuffled
matters = marked


def problems(item: Item) -> Iterator[tuple[Place, str]]:
    yield from at_least(2, item)
    right = len(right_keys(item))
    if right != 1:
        yield ("choices",), f"{right} choices are right. Mark exactly one as right."
    yield from without_reason(item)


def longest(item: Item) -> int:
    return max(map(len, item.choices), default=0)


def possible(item: Item) -> int:
    return len(item.choices)


def fields(item: Item) -> list[str]:
    return ["choice"]


def parse(item: Item, sent: Sent) -> str:
    key = sent.get("choice", "")
    if not key:
        raise NotAllowed(f"Choose one of the answers first. {NO_TRY}")
    if not valid(item, key):
        raise NotAllowed(f"That is not one of the answers. Choose one below. {NO_TRY}")
    return key


def fields_of(response: str) -> Sent:
    return MultiValueDict({"choice": [response]})


def valid(item: Item, response: str) -> bool:
    return response in item.choices


def grade(item: Item, response: str) -> float:
    """1.0 for the right choice, else 0.0, as for one that was taken out after it was picked."""
    choice = item.choices.get(response)
    return 1.0 if choice and choice.right else 0.0


def picked(item: Item, response: str) -> list[str]:
    return [response]


def told(item: Item, response: str) -> str:
    return ""


def example(item: Item, right: bool) -> str:
    return next(key for key, choice in item.choices.items() if choice.right == right)


def show(look: Look) -> list[Part]:
    """A choice that was tried shows its reason; after the end every wrong choice does."""
    return parts(look, tried=set(look.picks), chosen={look.sent.get("choice", "")})
