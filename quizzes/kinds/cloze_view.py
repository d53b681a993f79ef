"""How a text with gaps looks on the screen."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from django.utils.html import format_html
from django.utils.safestring import SafeString

from learn.markdown import opening
from quizzes.kinds.cloze_gap import LINE, is_right, sent_text
from quizzes.kinds.form_values import form_value, key_of_value
from quizzes.kinds.gaps import gap_field, keys_for_gap, right_option, split_pairs
from quizzes.kinds.gaps_view import GapOption
from quizzes.kinds.presenting import LearnerView, PresentedChoice, choice_reason, choice_text
from quizzes.kinds.text_gaps import TYPED, text_gaps, text_pieces, typed_question
from quizzes.kinds.typed_view import other_answers, present_try
from quizzes.schema import Item


@dataclass(frozen=True)
class TextGap:
    """A gap on the screen, numbered from 1.

    `field_name`: of its field in the form. It is chosen from `options`, or typed, with the `text`
    in its field; or it is `filled` with what is right there, which the form sends as `value`.
    `verdict`: on what the last response put there.
    """

    name: str
    field_name: str
    number: int
    typed: bool
    number_wanted: bool = False
    options: list[GapOption] = field(default_factory=list)
    text: str = ""
    filled: SafeString | None = None
    value: str = ""
    verdict: str = ""


@dataclass(frozen=True)
class TextWithGaps:
    """The text in `pieces`, each with the gap that follows it, or None. `limit`: of a typed gap, in
    characters. `judged`: what the learner may know the verdict and the reason of."""

    pieces: list[tuple[SafeString, TextGap | None]]
    limit: int
    judged: list[PresentedChoice]


def present_text(view: LearnerView, limit: int) -> TextWithGaps:
    """Before the end a right gap stays filled, and what was tried has its reason; then all has."""
    gaps = {
        name: present_gap(view, name, number, limit)
        for number, name in enumerate(text_gaps(view.item), start=1)
    }
    return TextWithGaps(
        pieces=[(html, gaps.get(name)) for html, name in text_pieces(view.item.text)],
        limit=limit,
        judged=[known for gap in gaps.values() for known in known_answers(view, gap)],
    )


def present_gap(view: LearnerView, name: str, number: int, limit: int) -> TextGap:
    item, typed = view.item, name in view.item.typed
    last = split_pairs(view.last_response, LINE).get(name)
    right = last is not None and is_right(item, name, last)
    field_name, verdict = (
        gap_field(item, name),
        "" if last is None else "right" if right else "wrong",
    )
    gap = TextGap(name, field_name, number, typed, verdict=verdict)
    if view.finished or right:
        value = last if right and last else ""
        shown = right_text(item, name, value)
        return replace(gap, filled=shown, value=sent_text(item, name, value))
    drafted = view.draft.get(field_name, "")
    if typed:
        wants_number = typed_question(item, name).tolerance is not None
        return replace(gap, number_wanted=wants_number, text=drafted[:limit])
    chosen, tried = key_of_value(item, drafted), set(values_in_gap(view, name))
    options = [
        GapOption(form_value(item.id, key), opening(item.choices[key].text), key == chosen)
        for key in keys_for_gap(item, view.keys, name)
        if key not in tried
    ]
    return replace(gap, options=options)


def values_in_gap(view: LearnerView, name: str) -> list[str]:
    """What each response put into a gap."""
    values = (split_pairs(response, LINE).get(name, "") for response in view.responses)
    return [value for value in values if value]


def right_text(item: Item, name: str, given: str) -> SafeString:
    """What is right in a gap, as it was `given` if it was typed; an ellipsis where nothing is."""
    if given and name in item.typed:
        return format_html("{}", given)
    key = right_option(item, name)
    return choice_text(item, key) if key else SafeString("…")


def known_answers(view: LearnerView, gap: TextGap) -> Iterator[PresentedChoice]:
    """The wrong answers that were tried in a gap; once all is over, all that were expected."""
    judge = known_texts if gap.typed else known_options
    for known in judge(view, gap):
        if view.finished or known.verdict == "wrong":
            yield replace(known, letter=str(gap.number))


def known_options(view: LearnerView, gap: TextGap) -> Iterator[PresentedChoice]:
    item, tried = view.item, values_in_gap(view, gap.name)
    keys = keys_for_gap(item, view.keys, gap.name)
    for key in sorted(keys, key=lambda key: not item.choices[key].right):
        verdict = "right" if item.choices[key].right else "wrong" if key in tried else ""
        yield PresentedChoice("", choice_text(item, key), "", verdict, choice_reason(item, key))


def known_texts(view: LearnerView, gap: TextGap) -> Iterator[PresentedChoice]:
    """The tries, and what else was expected."""
    question = typed_question(view.item, gap.name)
    own = replace(
        view, item=question, responses=tuple(dict.fromkeys(values_in_gap(view, gap.name)))
    )
    matches = [TYPED.matching_key(question, text) for text in own.responses]
    for text, key in zip(own.responses, matches, strict=True):
        yield present_try(own, text, key, gap.number)
    yield from other_answers(own, set(matches))
