"""How code with gaps looks on the screen."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from django.utils.safestring import SafeString, mark_safe

from learn.markdown import highlight_code
from quizzes.kinds.form_values import form_value, key_of_value
from quizzes.kinds.gaps import (
    GAP,
    gap_field,
    gap_names,
    keys_for_gap,
    option_code,
    right_code,
    right_option,
    split_pairs,
)
from quizzes.kinds.presenting import LearnerView, PresentedChoice, choice_reason, choice_text

# A name that Python's lexer takes as one token, or as part of a string, and no author writes.
STAND_IN = re.compile(r"gap_[0-9]+_gap")


@dataclass(frozen=True)
class GapOption:
    value: str
    text: str
    chosen: bool


@dataclass(frozen=True)
class PresentedGap:
    """A gap on the screen, numbered from 1.

    It has `options`, or it is `filled` with the code that is right there. `field` and `value`: what
    the form sends of it. `verdict`: on what the last response put there.
    """

    field: str
    number: int
    options: list[GapOption]
    filled: str = ""
    value: str = ""
    verdict: str = ""


@dataclass(frozen=True)
class CodeWithGaps:
    """The code in `pieces`, each but the last with the gap that follows it.

    `judged`: the options that the learner may know the verdict and the reason of.
    """

    pieces: list[tuple[SafeString, PresentedGap | None]]
    judged: list[PresentedChoice]


def present_code(view: LearnerView) -> CodeWithGaps:
    """Before the end a right gap stays filled and tried options have their reason; then all."""
    names = list(enumerate(gap_names(view.item), start=1))
    gaps = [present_gap(view, name, number) for number, name in names]
    return CodeWithGaps(
        pieces=list(zip(code_pieces(view.item.code), [*gaps, None], strict=True)),
        judged=[one for number, name in names for one in known_options(view, name, number)],
    )


def number_code(code: str) -> list[tuple[SafeString, int]]:
    """The pieces of the code, each with the number of the gap that follows it; 0 for the last."""
    pieces = code_pieces(code)
    return [(html, number % len(pieces)) for number, html in enumerate(pieces, start=1)]


def present_gap(view: LearnerView, name: str, number: int) -> PresentedGap:
    item, right = view.item, right_option(view.item, name)
    field = gap_field(item, name)
    last = split_pairs(view.last_response).get(name)
    verdict = "" if last is None else "right" if last == right else "wrong"
    if view.finished or verdict == "right":
        value = form_value(item.id, right)
        return PresentedGap(field, number, [], right_code(item, name), value, verdict)
    drafted = key_of_value(item, view.draft.get(field, ""))
    tried = tried_keys(view, name)
    options = [
        GapOption(form_value(item.id, key), option_code(item.choices[key].text), key == drafted)
        for key in keys_for_gap(item, view.keys, name)
        if key not in tried
    ]
    return PresentedGap(field, number, options, verdict=verdict)


def tried_keys(view: LearnerView, gap: str) -> set[str]:
    return {split_pairs(response).get(gap, "") for response in view.responses}


def known_options(view: LearnerView, name: str, number: int) -> Iterator[PresentedChoice]:
    """A gap's options with reasons: the wrong ones that were tried; once finished all."""
    item, tried = view.item, tried_keys(view, name)
    right_first = sorted(
        keys_for_gap(item, view.keys, name), key=lambda key: not item.choices[key].right
    )
    for key in right_first:
        right = item.choices[key].right
        if view.finished or (key in tried and not right):
            verdict = "right" if right else "wrong" if key in tried else ""
            text, reason = choice_text(item, key), choice_reason(item, key)
            given = key in tried
            yield PresentedChoice("", text, str(number), verdict, reason, given=given)


@lru_cache(maxsize=256)
def code_pieces(code: str) -> list[SafeString]:
    """The code, coloured, cut at its gaps. A gap may lie inside a string, and so inside a tag."""
    numbers = iter(range(len(code)))
    html = highlight_code(GAP.sub(lambda _: f"gap_{next(numbers)}_gap", code), "python")
    return [mark_safe(piece) for piece in STAND_IN.split(html.strip("\n"))]  # noqa: S308
