"""What a question is. Adding a kind: one module here, one template, one entry."""

import hashlib
import json
from collections.abc import Iterator
from typing import Any, Protocol

from quizzes.items import Item
from quizzes.kinds import blanks, choice, choices, explain, order, typed
from quizzes.kinds.common import Look, Place, Sent

# The longest response that a row and, many times over, a cookie can hold.
LONGEST = 200


class Kind(Protocol):
    """What each module here has.

    A response is one short string made of keys: what a row keeps, and the session. `extras`
    are the fields of a question and its choices that only some kinds have. `style`: a
    stylesheet that its pages need beyond the lesson's, or nothing. `only_in`: the one behaviour
    whose sets may have it, or nothing for all.
    """

    label: str
    template: str
    style: str
    extras: frozenset[str]
    only_in: str

    def problems(self, item: Item) -> Iterator[tuple[Place, str]]:
        """What is wrong with a question, in words for its author, each with its place in it."""

    def matters(self, item: Item) -> Any:
        """What decides which responses are right, as JSON: an edit to it is a new version."""

    def longest(self, item: Item) -> int:
        """How many characters a response can have."""

    def possible(self, item: Item) -> float:
        """How many different responses there are."""

    def keys(self, item: Item, seed: str) -> list[str]:
        """The keys of what stands on the screen, in the order of the sitting with this seed."""

    def fields(self, item: Item) -> list[str]:
        """The names of the form's fields."""

    def parse(self, item: Item, sent: Sent) -> str:
        """The response that a form's fields make. Raises NotAllowed."""

    def fields_of(self, response: str) -> Sent:
        """The form's fields that make this response."""

    def valid(self, item: Item, response: str) -> bool:
        """Whether it is a response to this question as it stands."""

    def grade(self, item: Item, response: str) -> float:
        """In [0, 1], also for a response to the question as it was before an edit."""

    def picked(self, item: Item, response: str) -> list[str]:
        """The keys of the choices that a response is made of, as far as it is made of them."""

    def told(self, item: Item, response: str) -> str:
        """A sentence on which parts are right, or nothing where there is but one part."""

    def example(self, item: Item, right: bool) -> str:
        """A response that is right, or one that is wrong in every part.

        Raises StopIteration or IndexError where the question has none.
        """

    def show(self, look: Look) -> Any:
        """What the template shows: nothing but what the learner may see by now."""


KINDS: dict[str, Kind] = {
    "choice": choice,
    "choices": choices,
    "blanks": blanks,
    "order": order,
    "typed": typed,
    "explain": explain,
}


def labels() -> list[tuple[str, str]]:
    return [(name, kind.label) for name, kind in KINDS.items()]


def problems(item: Item) -> Iterator[tuple[Place, str]]:
    """What is wrong with a question of any kind, each with its place in it."""
    kind = KINDS[item.kind]
    for place in strays(item, kind.extras):
        yield place, f"`{place[-1]}` has no meaning in a question of kind {item.kind}. Take it out."
    yield from kind.problems(item)
    if kind.longest(item) > LONGEST and not kind.only_in:
        message = f"The keys are too long: together at most {LONGEST} characters. Shorten them."
        yield ("choices",), message


def misplaced(kind: str, behaviour: str) -> str:
    """Why a question of this kind can't be in a set that behaves so; empty where it can."""
    if KINDS[kind].only_in in ("", behaviour):
        return ""
    return f"A question of kind {kind} is only for {KINDS[kind].only_in}. Take another kind."


def strays(item: Item, extras: frozenset[str]) -> Iterator[Place]:
    """The places of fields that only other kinds have."""
    if item.code and "code" not in extras:
        yield ("code",)
    if item.tolerance is not None and "tolerance" not in extras:
        yield ("tolerance",)
    if "gap" not in extras:
        yield from (("choices", key, "gap") for key, one in item.choices.items() if one.gap)


def version(item: Item) -> str:
    """A hash of what matters to an answer. A typo mended in a text keeps it."""
    matters = [item.kind, KINDS[item.kind].matters(item)]
    return hashlib.sha256(json.dumps(matters).encode()).hexdigest()[:12]
