"""What several kinds share."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import inf
from string import ascii_uppercase

from django.utils.datastructures import MultiValueDict
from django.utils.safestring import SafeString

from learn.markdown import render_inline
from quizzes.items import Item
from quizzes.texts import inline

type Place = tuple[str | int, ...]
type Sent = MultiValueDict[str, str]

NO_TRY = "No try was taken."


@dataclass(frozen=True)
class Look:
    """What a learner has before them: the keys in this sitting's order, and how far they are.

    `sent`: the fields of a form that was not an answer, to show them again.
    """

    item: Item
    keys: list[str]
    picks: tuple[str, ...] = ()
    finished: bool = False
    sent: Sent = field(default_factory=MultiValueDict)

    @property
    def last(self) -> str:
        return self.picks[-1] if self.picks else ""


@dataclass(frozen=True)
class Part:
    """A choice on the screen. `verdict`: `right`, `wrong`, or empty while it is not known.

    `why` comes with the verdict. `chosen`: in the form that is shown again, or in an answer.
    """

    key: str
    text: SafeString
    letter: str = ""
    verdict: str = ""
    why: SafeString | None = None
    chosen: bool = False
    note: str = ""


def shuffled(item: Item, seed: str) -> list[str]:
    """The keys of the choices in this sitting's order, the same at every look."""
    keys = list(item.choices)
    random.Random(f"{seed}:{item.id}").shuffle(keys)  # noqa: S311  (an order, not a secret)
    return keys


def hidden(item: Item, seed: str) -> list[str]:
    """No key: none of the choices is on the screen."""
    return []


def endless(item: Item) -> float:
    """How many different responses there are to what is written."""
    return inf


def text_of(item: Item, key: str) -> SafeString:
    return render_inline(item.choices[key].text)


def why_of(item: Item, key: str) -> SafeString | None:
    why = item.choices[key].why
    return inline(item, why) if why else None


def parts(look: Look, tried: set[str], chosen: set[str]) -> list[Part]:
    """Choices with letters. Those that were tried are told; after the end all are."""
    return [
        part(look, key, letter, key in tried, key in chosen)
        for key, letter in zip(look.keys, ascii_uppercase, strict=False)
    ]


def part(look: Look, key: str, letter: str, tried: bool, chosen: bool) -> Part:
    told = tried or look.finished
    right = look.item.choices[key].right
    return Part(
        key=key,
        letter=letter,
        text=text_of(look.item, key),
        verdict=("right" if right else "wrong" if tried else "") if told else "",
        why=why_of(look.item, key) if told else None,
        chosen=chosen,
    )


def at_least(count: int, item: Item) -> Iterator[tuple[Place, str]]:
    if len(item.choices) < count:
        yield ("choices",), f"These are too few choices. Give at least {count}."


def without_reason(item: Item) -> Iterator[tuple[Place, str]]:
    for key, choice in item.choices.items():
        if not choice.right and not choice.why.strip():
            message = f"The wrong choice {key!r} has no `why`. Say what it would really do."
            yield ("choices", key), message


def marked(item: Item) -> list[tuple[str, bool]]:
    """Which choices are right: what matters of a question whose choices stand side by side."""
    return sorted((key, choice.right) for key, choice in item.choices.items())


def right_keys(item: Item) -> set[str]:
    return {key for key, choice in item.choices.items() if choice.right}
