"""Parts and what belongs to each: what is left and right in a question of kind `match`.

A right part is known by its text, not by the pair that it stands in: neither the page nor an old
form then tells, or mistakes, what belongs to what.
"""

import hashlib
from collections.abc import Iterator

from django.utils.safestring import SafeString

from learn.markdown import opening
from quizzes.kinds.form_values import form_value
from quizzes.kinds.kind import ItemProblem
from quizzes.schema import Item
from quizzes.texts import render_choice

NAME_LENGTH = 8
OPENING_LENGTH = 60  # characters of a part in a list of a form


def left_keys(item: Item) -> list[str]:
    """The keys of the parts to which one belongs, in the order of the pack."""
    return [key for key, choice in item.choices.items() if choice.text]


def right_name(text: str) -> str:
    """The name of a right part, of which equal texts are one. An edit of the text is another."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:NAME_LENGTH]


def right_parts(item: Item) -> dict[str, str]:
    """The texts of the right parts by their names."""
    return {
        right_name(choice.match): choice.match for choice in item.choices.values() if choice.match
    }


def partner(item: Item, key: str) -> str:
    """The name of what belongs to a left part; empty where nothing does."""
    match = item.choices[key].match
    return right_name(match) if match else ""


def shuffled_parts(item: Item, keys: list[str]) -> list[tuple[str, str]]:
    """The names and texts of the right parts, in an order that the order of the left `keys` makes.

    What belongs together has no part in it.
    """
    seed = ",".join(keys)
    return sorted(
        right_parts(item).items(),
        key=lambda part: hashlib.sha256(f"{seed}:{part[0]}".encode()).digest(),
    )


def part_text(text: str) -> SafeString:
    return render_choice(text)


def part_opening(text: str) -> str:
    """The beginning of a part as plain words, for a list that holds nothing else."""
    words = opening(text)
    return words if len(words) <= OPENING_LENGTH else f"{words[: OPENING_LENGTH - 1].rstrip()}…"


def match_field(item: Item, key: str) -> str:
    """The name of the form's field for a left part."""
    return f"match-{form_value(item.id, key)}"


def pair_problems(item: Item) -> Iterator[ItemProblem]:
    lefts = left_keys(item)
    if len(lefts) < 2:
        yield ("choices",), "There are too few pairs. Give at least 2 with `text` and `match`."
    if len(right_parts(item)) < 2:
        message = "All has the same `match`. Add another, which may stand there without `text`."
        yield ("choices",), message
    seen: dict[str, str] = {}
    for key, choice in item.choices.items():
        if choice.right:
            yield ("choices", key, "right"), "The pairs say what is right. Take out `right`."
        if choice.text and not choice.match:
            yield (
                ("choices", key),
                f"{key!r} belongs to nothing. Write what belongs to it: `match`.",
            )
        if choice.text and (other := seen.setdefault(choice.text.strip(), key)) != key:
            yield ("choices", key, "text"), f"This is the same as {other!r}. Take one out."
    yield from distractor_problems(item)


def distractor_problems(item: Item) -> Iterator[ItemProblem]:
    """What is wrong with parts that belong to nothing."""
    taken = {partner(item, key): key for key in left_keys(item)}
    for key, choice in item.choices.items():
        if choice.text or not choice.match:
            continue
        if (other := taken.setdefault(right_name(choice.match), key)) != key:
            message = f"{other!r} has the same `match`. Take this one out, or give it a `text`."
            yield ("choices", key, "match"), message
        if not choice.why.strip():
            message = f"{key!r} belongs to nothing and has no `why`. Say what it would really be."
            yield ("choices", key), message
