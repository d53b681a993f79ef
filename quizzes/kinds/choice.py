"""One right choice of several. The response is the key of a choice."""

from quizzes.items import Choice, Item


def problems(choices: dict[str, Choice]) -> list[str]:
    """What is wrong with the choices of a question, in words for its author."""
    right = [key for key, choice in choices.items() if choice.right]
    found = []
    if len(right) != 1:
        found.append(f"{len(right)} choices are right. Mark exactly one with `right: true`.")
    for key, choice in choices.items():
        if not choice.right and not choice.why:
            found.append(f"The wrong choice {key!r} has no `why`. Say what it would really do.")
    return found


def grade(item: Item, response: str) -> float:
    """1.0 for the right choice, else 0.0. Raises KeyError for a key that is not a choice."""
    return 1.0 if item.choices[response].right else 0.0
