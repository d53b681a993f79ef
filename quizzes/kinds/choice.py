"""One right choice of several. The response is the key of a choice."""

from collections.abc import Iterator

from quizzes.items import Choice, Item


def problems(choices: dict[str, Choice]) -> Iterator[tuple[str, str]]:
    """What is wrong with the choices of a question, in words for its author.

    Each comes with the key of the choice it is about, or with none.
    """
    right = [key for key, choice in choices.items() if choice.right]
    if len(right) != 1:
        yield "", f"{len(right)} choices are right. Mark exactly one as right."
    for key, choice in choices.items():
        if not choice.right and not choice.why.strip():
            yield key, f"The wrong choice {key!r} has no `why`. Say what it would really do."


def grade(item: Item, response: str) -> float:
    """1.0 for the right choice, else 0.0, as for one that was taken out after it was picked."""
    choice = item.choices.get(response)
    return 1.0 if choice and choice.right else 0.0
