"""Rules about choices that several kinds have."""

from collections.abc import Iterator

from quizzes.kinds.kind import ItemProblem
from quizzes.schema import Item


def right_keys(item: Item) -> set[str]:
    return {key for key, choice in item.choices.items() if choice.right}


def too_few_choices(item: Item, least: int) -> Iterator[ItemProblem]:
    if len(item.choices) < least:
        yield ("choices",), f"These are too few choices. Give at least {least}."


def last_problems(item: Item) -> Iterator[ItemProblem]:
    """Only one choice can be `last`, and where the order is kept, the list says which one is."""
    last = [key for key, choice in item.choices.items() if choice.last]
    for key in last[1:]:
        yield ("choices", key, "last"), f"{last[0]!r} is `last` already. Take `last` off one."
    if item.order == "kept" and last and last[0] != [*item.choices][-1]:
        message = "The order is kept, so `last` moves nothing. List this choice at the end instead."
        yield ("choices", last[0], "last"), message


def missing_reasons(item: Item) -> Iterator[ItemProblem]:
    for key, choice in item.choices.items():
        if not choice.right and not choice.why.strip():
            message = f"The wrong choice {key!r} has no `why`. Say what it would really do."
            yield ("choices", key), message
