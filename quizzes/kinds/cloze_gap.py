"""One gap of a text: what is right in it, and what it is elsewhere."""

from collections.abc import Sequence

from quizzes.kinds.form_values import form_value
from quizzes.kinds.gaps import gap_options, right_option, split_pairs
from quizzes.kinds.portable import PortableAnswer, PortableGap
from quizzes.kinds.tally import JudgedResponse, TallyRow, text_rows
from quizzes.kinds.text_gaps import TYPED, typed_question
from quizzes.schema import Item

LINE = "\n"  # between the gaps of a response
# What hardly any gap expects, in the order to try.
UNLIKELY = ("?", "!", "0", "999999999")


def key_in_gap(item: Item, gap: str, value: str) -> str:
    """The key of the choice that was chosen or typed; empty for a text that is none."""
    if gap in item.typed:
        return TYPED.matching_key(typed_question(item, gap), value) or ""
    return value if value in gap_options(item, gap) else ""


def sent_text(item: Item, gap: str, value: str) -> str:
    """What a field of the form holds, so that it makes this value again."""
    if gap not in item.typed:
        return form_value(item.id, value)
    return str(TYPED.form_data(typed_question(item, gap), value)["typed"])


def is_right(item: Item, gap: str, value: str) -> bool:
    if gap in item.typed:
        return TYPED.grade(typed_question(item, gap), value) == 1
    return bool(value) and value == right_option(item, gap)


def typed_example(question: Item, right: bool) -> str:
    """Something to type into a gap, right or wrong. Raises StopIteration where there is none."""
    expected = (
        TYPED.expected_response(question, key)
        for key, choice in question.choices.items()
        if choice.right == right
    )
    texts = [*expected] if right else [*expected, *UNLIKELY]
    fitting = (text for text in texts if TYPED.is_valid(question, text))
    return next(text for text in fitting if (TYPED.grade(question, text) == 1) == right)


def typed_rows(
    item: Item, gap: str, given: Sequence[JudgedResponse], most: int = TYPED.most_tallied
) -> list[TallyRow]:
    """What was typed into a gap most often."""
    texts = (split_pairs(judged.response, LINE).get(gap, "") for judged in given)
    return text_rows(
        [JudgedResponse(text, is_right(item, gap, text)) for text in texts if text], most
    )


def portable_gap(item: Item, gap: str) -> PortableGap:
    question, is_typed = typed_question(item, gap), gap in item.typed
    answers = [
        PortableAnswer(
            TYPED.portable_text(question, key) if is_typed else choice.text,
            100 * choice.right,
            choice.why,
        )
        for key, choice in question.choices.items()
    ]
    return PortableGap(gap, is_typed, answers, question.tolerance if is_typed else None)
