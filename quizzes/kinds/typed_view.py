"""How a typed answer looks on the screen: the field, the tries, the expected answers."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.html import format_html

from quizzes.kinds.checking import right_keys
from quizzes.kinds.presenting import LearnerView, PresentedChoice, choice_reason, choice_text
from quizzes.kinds.typed_number import accepted_range, number_text, parse_number
from quizzes.kinds.typed_text import strip_code
from quizzes.schema import Item
from quizzes.texts import render_choice


@dataclass(frozen=True)
class TypedField:
    """The field with its `text`. `number`: it takes a number. `capitals`: they count. `limit`: in
    characters.

    `judged`: the tries and, once finished, the answers that the author expected.
    """

    text: str
    number: bool
    capitals: bool
    limit: int
    judged: list[PresentedChoice]


def present_typed(view: LearnerView, matches: list[str | None], limit: int) -> TypedField:
    """`matches`: for each response, the key of the expected answer that it is."""
    tries = [
        present_try(view, response, key, number)
        for number, (response, key) in enumerate(zip(view.responses, matches, strict=True), start=1)
    ]
    return TypedField(
        text=view.draft.get("typed", "")[:limit],
        number=view.item.tolerance is not None,
        capitals=view.item.capitals,
        limit=limit,
        judged=[*tries, *(other_answers(view, set(matches)) if view.finished else [])],
    )


def present_try(view: LearnerView, response: str, key: str | None, number: int) -> PresentedChoice:
    verdict = "right" if key in right_keys(view.item) else "wrong"
    text = format_html("<code>{}</code>", response)
    reason = choice_reason(view.item, key) if key else None
    return PresentedChoice("", text, str(number), verdict, reason)


def other_answers(view: LearnerView, given: set[str | None]) -> Iterator[PresentedChoice]:
    """The expected answers that were not given: a right one if none was, and the wrong ones."""
    item = view.item
    right = [key for key, choice in item.choices.items() if choice.right]
    for key in [] if given & set(right) else right[:1]:  # half of a question may have none
        text = render_choice(answer_text(item, key))
        yield PresentedChoice(key, text, "✓", "right", choice_reason(item, key))
    for key, choice in item.choices.items():
        if not choice.right and key not in given:
            yield PresentedChoice(key, choice_text(item, key), "·", "", choice_reason(item, key))


def answer_text(item: Item, key: str) -> str:
    """The text of an expected answer; of a right number with a tolerance all that counts, such as
    `1919 to 1938`."""
    choice = item.choices[key]
    expected = parse_number(strip_code(choice.text))
    if not item.tolerance or not choice.right or expected is None:
        return choice.text
    low, high = accepted_range(expected, item.tolerance)
    return f"{number_text(low)} to {number_text(high)}"
