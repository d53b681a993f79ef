"""Steps to put in order; the pack lists them so. The response is all keys in order: `c,a,b`."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import factorial

from django.utils.datastructures import MultiValueDict
from django.utils.safestring import SafeString

from quizzes.items import Item
from quizzes.kinds.common import (
    NO_TRY,
    Look,
    Place,
    Sent,
    at_least,
    shuffled,
    text_of,
    why_of,
)
from quizzes.states import NotAllowed

label = "order: steps to arrange, listed as they should be"
template = "quizzes/kinds/order.html"
style = "css/kinds.css"
extras: frozenset[str] = frozenset()
only_in = ""


@dataclass(frozen=True)
class Step:
    """A step on the screen. `place`: where it is put, from 1, or 0. `held`: it is right there.

    After the end: `why` it belongs there, where the last answer `had` it, and the `verdict`.
    """

    key: str
    text: SafeString
    place: int = 0
    held: bool = False
    verdict: str = ""
    why: SafeString | None = None
    had: int = 0


@dataclass(frozen=True)
class Arrangement:
    """`places`: those that are still free to choose."""

    steps: list[Step]
    places: list[int]


def problems(item: Item) -> Iterator[tuple[Place, str]]:
    yield from at_least(2, item)
    for key, choice in item.choices.items():
        if choice.right:
            message = "The order of the list says what is right. Take out `right`."
            yield ("choices", key, "right"), message
        if not choice.why.strip():
            yield ("choices", key), f"The step {key!r} has no `why`. Say why it stands there."


def matters(item: Item) -> list[str]:
    return list(item.choices)


def longest(item: Item) -> int:
    return len(",".join(item.choices))


def possible(item: Item) -> int:
    return factorial(len(item.choices))


def keys(item: Item, seed: str) -> list[str]:
    """Never in the right order, which chance would show now and then."""
    found = shuffled(item, seed)
    return found if found != list(item.choices) else [*found[1:], found[0]]


def field(key: str) -> str:
    return f"place-{key}"


def fields(item: Item) -> list[str]:
    return [field(key) for key in item.choices]


def parse(item: Item, sent: Sent) -> str:
    places = {key: sent.getlist(field(key)) for key in item.choices}
    possible_places = {str(place) for place in range(1, len(places) + 1)}
    taken: dict[str, str] = {}
    for key, given in places.items():
        if given in ([], [""]):
            raise NotAllowed(f"A step has no place yet. Give each step its place. {NO_TRY}")
        if len(given) > 1 or given[0] not in possible_places:
            raise NotAllowed(f"There is no such place. Use 1 to {len(places)}. {NO_TRY}")
        if given[0] in taken:
            raise NotAllowed(f"Two steps have place {given[0]}. Give each its own. {NO_TRY}")
        taken[given[0]] = key
    return ",".join(taken[place] for place in sorted(taken, key=int))


def fields_of(response: str) -> Sent:
    places = enumerate(response.split(","), start=1)
    return MultiValueDict({field(key): [str(place)] for place, key in places})


def valid(item: Item, response: str) -> bool:
    return sorted(response.split(",")) == sorted(item.choices)


def in_place(item: Item, response: str) -> set[str]:
    """The keys of the steps that stand in their right place."""
    pairs = zip(item.choices, response.split(","), strict=False)
    return {right for right, given in pairs if right == given}


def grade(item: Item, response: str) -> float:
    """The share of steps in their right place."""
    return len(in_place(item, response)) / len(item.choices) if valid(item, response) else 0.0


def picked(item: Item, response: str) -> list[str]:
    """The steps that were put in a wrong place."""
    right = in_place(item, response)
    return [key for key in item.choices if key not in right]


def told(item: Item, response: str) -> str:
    count, total = len(in_place(item, response)), len(item.choices)
    return f"{count or 'None'} of {total} steps {'are' if count > 1 else 'is'} in place."


def example(item: Item, right: bool) -> str:
    first, *others = item.choices
    return ",".join([first, *others] if right else [*others, first])


def show(look: Look) -> Arrangement:
    """Before the end, steps in their place stay there; after it, the right order with reasons."""
    item, last = look.item, look.last if valid(look.item, look.last) else ""
    right = in_place(item, last)
    if look.finished:
        had = last.split(",") if last else []
        solved = enumerate(item.choices, start=1)
        return Arrangement([solved_step(item, key, place, had) for place, key in solved], [])
    steps = [open_step(look, key, place, right) for place, key in start(look, last)]
    held = {step.place for step in steps if step.held}
    return Arrangement(steps, [place for place in range(1, len(steps) + 1) if place not in held])


def start(look: Look, last: str) -> list[tuple[int, str]]:
    """Each step with the place it has so far: as answered last, else none, in shuffled order."""
    if last:
        return list(enumerate(last.split(","), start=1))
    return [(0, key) for key in look.keys]


def open_step(look: Look, key: str, place: int, right: set[str]) -> Step:
    held = key in right
    sent = look.sent.get(field(key), "")
    return Step(
        key=key,
        text=text_of(look.item, key),
        place=int(sent) if sent in map(str, range(len(look.keys) + 1)) and not held else place,
        held=held,
    )


def solved_step(item: Item, key: str, place: int, had: list[str]) -> Step:
    was = had.index(key) + 1 if had else 0
    return Step(
        key=key,
        text=text_of(item, key),
        place=place,
        verdict="" if not was else "right" if was == place else "wrong",
        why=why_of(item, key),
        had=was,
    )
