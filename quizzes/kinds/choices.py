"""Several right choices. The response is their keys in the order of the alphabet: `a,c`."""

from collections.abc import Iterator
from dataclasses import replace

from django.utils.datastructures import MultiValueDict

from quizzes.items import Item
from quizzes.kinds.common import (
    NO_TRY,
    Look,
    Part,
    Place,
    Sent,
    marked,
    parts,
    right_keys,
    shuffled,
    without_reason,
)
from quizzes.states import NotAllowed

label = "choices: several are right"
template = "quizzes/kinds/choices.html"
style = ""
extras: frozenset[str] = frozenset()
only_in = ""
keys = shuffled
matters = marked


def problems(item: Item) -> Iterator[tuple[Place, str]]:
    right = len(right_keys(item))
    if right < 2:
        yield ("choices",), f"Right choices: {right}. Mark two or more, or make it a `choice`."
    if right == len(item.choices):
        yield ("choices",), "All choices are right. Add one that is wrong."
    yield from without_reason(item)


def longest(item: Item) -> int:
    return len(",".join(item.choices))


def possible(item: Item) -> int:
    """None of them is no answer, and all of them is never right."""
    return int(2 ** len(item.choices)) - 2


def fields(item: Item) -> list[str]:
    return ["choice"]


def parse(item: Item, sent: Sent) -> str:
    chosen = sent.getlist("choice")
    if not chosen:
        raise NotAllowed(f"Choose at least one answer first. {NO_TRY}")
    if not item.choices.keys() >= set(chosen):
        raise NotAllowed(f"Something chosen is not one of the answers. Choose below. {NO_TRY}")
    if len(set(chosen)) < len(chosen):
        raise NotAllowed(f"An answer came twice. Choose each at most once. {NO_TRY}")
    if len(chosen) == len(item.choices):
        raise NotAllowed(f"All of them is never right. Leave out at least one. {NO_TRY}")
    return ",".join(sorted(chosen))


def fields_of(response: str) -> Sent:
    return MultiValueDict({"choice": response.split(",")})


def valid(item: Item, response: str) -> bool:
    chosen = response.split(",")
    return (
        item.choices.keys() > set(chosen)
        and len(set(chosen)) == len(chosen)
        and sorted(chosen) == chosen
    )


def counted(item: Item, response: str) -> tuple[int, int, int]:
    """How many are right, how many of those were chosen, and how many wrong ones were."""
    right, chosen = right_keys(item), set(response.split(","))
    return len(right), len(right & chosen), len(chosen - right)


def grade(item: Item, response: str) -> float:
    """The share of the right ones that were chosen; each wrong one takes one of them back."""
    right, found, wrong = counted(item, response)
    return max(0, found - wrong) / right if right else 0.0


def picked(item: Item, response: str) -> list[str]:
    return response.split(",")


def told(item: Item, response: str) -> str:
    right, found, wrong = counted(item, response)
    chosen = found + wrong
    missing = " Something is missing." if found < right else ""
    if not wrong:
        return f"What you chose is right.{missing}"
    return f"Of the {chosen} you chose, {wrong} {'is' if wrong == 1 else 'are'} wrong.{missing}"


def example(item: Item, right: bool) -> str:
    keys = [key for key, choice in item.choices.items() if choice.right == right]
    return ",".join(sorted(keys if right else keys[:1]))


def show(look: Look) -> list[Part]:
    """What was ever chosen is told; after the end so are the right ones that were missed."""
    tried = {key for pick in look.picks for key in pick.split(",")}
    chosen = look.last.split(",") if look.finished else look.sent.getlist("choice")
    return [noted(one, look.finished) for one in parts(look, tried, set(chosen))]


def noted(one: Part, finished: bool) -> Part:
    missed = finished and one.verdict == "right" and not one.chosen
    return replace(one, note="You left this one out.") if missed else one
