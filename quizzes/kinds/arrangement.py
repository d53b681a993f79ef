"""How steps to be put in order look on the screen."""

from dataclasses import dataclass

from django.utils.safestring import SafeString

from quizzes.kinds.form_values import form_value
from quizzes.kinds.presenting import LearnerView, choice_reason, choice_text
from quizzes.schema import Item


@dataclass(frozen=True)
class ArrangedStep:
    """A step on the screen. `place`: where it is put, from 1; 0 for nowhere yet. `field`: the name
    of the form's field for that.

    `held`: it is in its right place and stays there. Once finished: `why` it belongs in its place,
    in which place the last response `had` it, and the `verdict` on that.
    """

    field: str
    text: SafeString
    place: int = 0
    held: bool = False
    verdict: str = ""
    why: SafeString | None = None
    had: int = 0


@dataclass(frozen=True)
class Arrangement:
    """`places`: those that are still free to choose."""

    steps: list[ArrangedStep]
    places: list[int]


def place_field(item: Item, key: str) -> str:
    """The name of the form's field for the place of a step."""
    return f"place-{form_value(item.id, key)}"


def present_arrangement(view: LearnerView, last: str, in_place: set[str]) -> Arrangement:
    """`last`: the last response, empty for none. `in_place`: the keys that it has right."""
    if view.finished:
        had = last.split(",") if last else []
        places = enumerate(view.item.choices, start=1)
        return Arrangement([solved_step(view, key, place, had) for place, key in places], [])
    steps = [
        open_step(view, key, place, held=key in in_place) for place, key in start_places(view, last)
    ]
    held = {step.place for step in steps if step.held}
    return Arrangement(steps, [place for place in range(1, len(steps) + 1) if place not in held])


def start_places(view: LearnerView, last: str) -> list[tuple[int, str]]:
    """Each step with its place: as in the last response, else none, in shuffled order."""
    if last:
        return list(enumerate(last.split(","), start=1))
    return [(0, key) for key in view.keys]


def open_step(view: LearnerView, key: str, place: int, held: bool) -> ArrangedStep:
    field = place_field(view.item, key)
    drafted = view.draft.get(field, "")
    possible_places = map(str, range(len(view.keys) + 1))
    return ArrangedStep(
        field=field,
        text=choice_text(view.item, key),
        place=int(drafted) if drafted in possible_places and not held else place,
        held=held,
    )


def solved_step(view: LearnerView, key: str, place: int, had: list[str]) -> ArrangedStep:
    """`had`: the keys in the order of the last response."""
    earlier = had.index(key) + 1 if had else 0
    return ArrangedStep(
        field=place_field(view.item, key),
        text=choice_text(view.item, key),
        place=place,
        verdict="" if not earlier else "right" if earlier == place else "wrong",
        why=choice_reason(view.item, key),
        had=earlier,
    )
