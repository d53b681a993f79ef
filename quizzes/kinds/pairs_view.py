"""How parts to be matched look on the screen."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from string import ascii_uppercase

from django.utils.safestring import SafeString

from quizzes.kinds.gaps import split_pairs
from quizzes.kinds.pairs import (
    match_field,
    part_opening,
    part_text,
    partner,
    right_parts,
    shuffled_parts,
)
from quizzes.kinds.presenting import LearnerView, PresentedChoice, choice_reason, choice_text


@dataclass(frozen=True)
class RightPart:
    """A part of the list on the right. `name`: what a form sends; `opening`: its first words."""

    name: str
    letter: str
    text: SafeString
    opening: str


@dataclass(frozen=True)
class PartOption:
    part: RightPart
    chosen: bool


@dataclass(frozen=True)
class LeftPart:
    """A part on the left, numbered from 1.

    `field_name`: of its field in the form. It has `options`, or what belongs to it, its `partner`:
    because the last response had that, or because all is over. `verdict`: on the last response.
    `not_these`: the letters of what was tried and is wrong; `had`: of those what the last response
    had, once all is over. `why`: then, too.
    """

    field_name: str
    number: int
    text: SafeString
    options: list[PartOption] = field(default_factory=list)
    partner: RightPart | None = None
    verdict: str = ""
    not_these: list[str] = field(default_factory=list)
    had: RightPart | None = None
    why: SafeString | None = None


@dataclass(frozen=True)
class PartsToMatch:
    """`left`: with what was chosen. `right`: what can be chosen, with letters. `judged`: once all
    is over, the parts that belong to nothing."""

    left: list[LeftPart]
    right: list[RightPart]
    judged: list[PresentedChoice]


def present_parts(view: LearnerView) -> PartsToMatch:
    """Before the end a right pair stays together; then all do, with reasons."""
    right = {
        name: RightPart(name, letter, part_text(text), part_opening(text))
        for (name, text), letter in zip(
            shuffled_parts(view.item, view.keys), ascii_uppercase, strict=False
        )
    }
    return PartsToMatch(
        left=[present_left(view, key, number, right) for number, key in enumerate(view.keys, 1)],
        right=list(right.values()),
        judged=list(leftover_parts(view, right)) if view.finished else [],
    )


def present_left(view: LearnerView, key: str, number: int, right: dict[str, RightPart]) -> LeftPart:
    belongs = partner(view.item, key)
    last = split_pairs(view.last_response).get(key)
    verdict = "" if last is None else "right" if last == belongs else "wrong"
    field_name, text = match_field(view.item, key), choice_text(view.item, key)
    if view.finished:
        had, why = right.get(last or ""), choice_reason(view.item, key)
        given = had if verdict == "wrong" else None
        return LeftPart(field_name, number, text, [], right.get(belongs), verdict, [], given, why)
    if verdict == "right":
        return LeftPart(field_name, number, text, partner=right.get(belongs), verdict=verdict)
    tried = {split_pairs(response).get(key, "") for response in view.responses}
    drafted = view.draft.get(match_field(view.item, key))
    return LeftPart(
        field_name,
        number,
        text,
        [PartOption(part, name == drafted) for name, part in right.items() if name not in tried],
        verdict=verdict,
        not_these=[part.letter for name, part in right.items() if name in tried],
    )


def leftover_parts(view: LearnerView, right: dict[str, RightPart]) -> Iterator[PresentedChoice]:
    """What belongs to nothing, with its reason."""
    item = view.item
    given = {name for response in view.responses for name in split_pairs(response).values()}
    for key, choice in item.choices.items():
        if choice.text or not choice.match:
            continue
        name = next(name for name, text in right_parts(item).items() if text == choice.match)
        part = right.get(name)
        if part:
            verdict = "wrong" if name in given else ""
            yield PresentedChoice("", part.text, part.letter, verdict, choice_reason(item, key))
