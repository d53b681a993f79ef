"""What other systems have for answers, made into what a question here can hold.

What is otherwise here than in the file is said in the question's notes.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from exchange.common import ForeignQuestion, LeftOut
from exchange.numbers import number_text
from exchange.texts.literal import literal
from quizzes.kinds.portable import PortableAnswer, PortableForm

TRUE, FALSE = "True", "False"
STAR = re.compile(r"(?<!\\)\*")  # which elsewhere takes anything


@dataclass(frozen=True)
class NumberAnswer:
    """A number that may be typed, how far from it one may be, and what that is worth."""

    value: Decimal
    tolerance: Decimal
    percent: float
    why: str = ""

    def __str__(self) -> str:
        near = f", give or take {number_text(self.tolerance)}" if self.tolerance else ""
        return f"{number_text(self.value)}{near}"


def choice_question(
    prompt: str, answers: list[PortableAnswer], several: bool, **more: Any
) -> ForeignQuestion:
    """One right of several, or several right ones."""
    worth = [answer.percent for answer in answers if answer.right]
    if several or (len(worth) > 1 and 100 not in worth):
        notes = [*other_weights(answers)]
        return ForeignQuestion(PortableForm.CHOOSE_SEVERAL, prompt, answers, notes=notes, **more)
    if 100 not in worth:
        return ForeignQuestion(PortableForm.CHOOSE_ONE, prompt, answers, **more)
    best = [replace(answer, percent=100 * answer.wholly_right) for answer in answers]
    notes = [f"Wrong here, as it is not worth all the points: {text}." for text in in_part(answers)]
    return ForeignQuestion(PortableForm.CHOOSE_ONE, prompt, best, notes=notes, **more)


def other_weights(answers: list[PortableAnswer]) -> Iterable[str]:
    """What weights do not come along: here each right answer counts the same."""
    right = {round(answer.percent, 1) for answer in answers if answer.right}
    wrong = {round(answer.percent, 1) for answer in answers if not answer.right}
    if len(right) > 1 or len(wrong) > 1:
        listed = ", ".join(f"{answer.percent:g}" for answer in answers)
        yield (
            f"In the file its answers are worth {listed} percent. Here each right one counts the "
            "same, and each wrong one takes a right one back."
        )
    elif wrong == {0}:
        yield "Here each wrong answer takes a right one back. In the file it costs nothing."


def in_part(answers: list[PortableAnswer]) -> list[str]:
    return [answer.text[:40] for answer in answers if 0 < answer.percent < 100]


def typed_question(prompt: str, answers: list[PortableAnswer], **more: Any) -> ForeignQuestion:
    """Each answer that one may type is right or wrong; none is in part."""
    notes = [f"Left out, as it is not worth all the points: {text}." for text in in_part(answers)]
    kept = [answer for answer in answers if answer.wholly_right or not answer.right]
    starred = [answer.text for answer in kept if STAR.search(answer.text)]
    notes += [f"Here a * is a * and nothing else: {text[:40]}." for text in starred]
    texts = [replace(answer, text=typed_text(answer.text.replace("\\*", "*"))) for answer in kept]
    return ForeignQuestion(PortableForm.TYPE_TEXT, prompt, texts, notes=notes, **more)


def typed_text(words: str) -> str:
    """What one types, as the text of a choice: as code, where Markdown would take marks out."""
    return words if words == literal(words, formulas=False) or "`" in words else f"`{words}`"


def number_question(prompt: str, numbers: list[NumberAnswer], **more: Any) -> ForeignQuestion:
    """All right numbers have one tolerance here, and wrong ones none. Raises LeftOut."""
    right = [number for number in numbers if number.percent == 100]
    if not right:
        raise LeftOut("No number of it is worth all the points.")
    tolerance = right[0].tolerance
    kept = [
        number
        for number in numbers
        if (number in right and number.tolerance == tolerance)
        or (number.percent <= 0 and not number.tolerance and number.why)
    ]
    notes = [
        f"Left out: {number}, worth {number.percent:g} percent."
        for number in numbers
        if number not in kept
    ]
    answers = [
        PortableAnswer(number_text(number.value), max(0, number.percent), number.why)
        for number in kept
    ]
    return ForeignQuestion(
        PortableForm.TYPE_NUMBER, prompt, answers, tolerance=float(tolerance), notes=notes, **more
    )


def truth_answers(right: str, why_wrong: str, why_right: str) -> list[PortableAnswer]:
    """True and false, one of them right, and why the one is and the other is not."""
    why = {True: why_right, False: why_wrong}
    return [
        PortableAnswer(text, 100 * (text == right), why[text == right]) for text in (TRUE, FALSE)
    ]
