"""Rules about choices that several kinds have."""

from collections.abc import Iterator

from quizzes.kinds.kind import ItemProblem
from quizzes.schema import Item


def right_keys(item: Item) -> set[str]:
    return {key for key, choice in item.choices.items() if choice.right}


def too_few_choices(item: Item, least: int) -> Iterator[ItemProblem]:
    if len(item.choices) < least:
        yield ("choices",), f"These are too few choices. Give at least {least}."


def missing_reasons(item: Item) -> Iterator[ItemProblem]:
    for key, choice in item.choices.items():
        if not choice.right and not choice.why.strip():
            message = f"The wrong choice {key!r} has no `why`. Say what it would really do."
            yield ("choices", key), message
