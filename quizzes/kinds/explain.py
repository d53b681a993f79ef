"""An explanation in the learner's own words, which the learner checks: a card of recall.

The choices are the checklist: what a good explanation says. `check` is the model answer.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.datastructures import MultiValueDict

from quizzes.items import Item
from quizzes.kinds.common import Look, Place, Sent, endless, hidden
from quizzes.states import NotAllowed

label = "explain: in one's own words, on a card"
template = "quizzes/kinds/explain.html"
style = ""
extras: frozenset[str] = frozenset()
only_in = "recall"
possible = endless
keys = hidden  # the checklist, until the card is turned

# Five or six sentences: more is a talk, not a card.
LIMIT = 600


@dataclass(frozen=True)
class Written:
    """What stands in the field, and how long it may get."""

    text: str
    limit: int


def problems(item: Item) -> Iterator[tuple[Place, str]]:
    if not item.check.strip():
        yield ("check",), "There is no model answer. Write it as `check`."
    for key, choice in item.choices.items():
        if choice.right or choice.why:
            message = "This is a point of the checklist, neither right nor wrong. Keep its text."
            yield ("choices", key), message


def matters(item: Item) -> list[str]:
    """Nothing decides what is right but the learner."""
    return []


def longest(item: Item) -> int:
    return LIMIT


def fields(item: Item) -> list[str]:
    return ["written"]


def parse(item: Item, sent: Sent) -> str:
    text = sent.get("written", "").replace("\r\n", "\n").replace("\x00", "").strip()
    if not text:
        raise NotAllowed("Write a sentence or two first. Then look at the model answer.")
    if len(text) > LIMIT:
        raise NotAllowed(
            f"That is {len(text)} characters, and {LIMIT} are the limit. Shorten it; it is still "
            "in the field."
        )
    return text


def fields_of(response: str) -> Sent:
    return MultiValueDict({"written": [response]})


def valid(item: Item, response: str) -> bool:
    return 0 < len(response.strip()) <= LIMIT


def grade(item: Item, response: str) -> float:
    """No machine judges it: whatever is written counts as tried."""
    return 1.0 if valid(item, response) else 0.0


def picked(item: Item, response: str) -> list[str]:
    return []


def told(item: Item, response: str) -> str:
    return ""


def example(item: Item, right: bool) -> str:
    return "In my own words."


def show(look: Look) -> Written:
    return Written(look.sent.get("written", ""), LIMIT)
