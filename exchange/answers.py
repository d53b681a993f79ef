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
from exchange.texts.formats import words_of
from exchange.texts.literal import escape_line_start, literal
from quizzes.kinds.portable import PortableAnswer, PortableForm

TRUE, FALSE = "True", "False"
ANYTHING = "*"  # as a whole answer
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
    notes = wrong_in_part(answers)
    return ForeignQuestion(PortableForm.CHOOSE_ONE, prompt, best, notes=notes, **more)


def wrong_in_part(answers: list[PortableAnswer]) -> list[str]:
    return [
        f"Not worth all the points, so it counts as wrong here: {answer.text[:40]}."
        for answer in in_part(answers)
    ]


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


def in_part(answers: list[PortableAnswer]) -> list[PortableAnswer]:
    return [answer for answer in answers if 0 < answer.percent < 100]


def typed_question(prompt: str, answers: list[PortableAnswer], **more: Any) -> ForeignQuestion:
    """Each answer that one may type is right or wrong; none is in part, and none is any other."""
    kept, notes = typed_answers(answers)
    return ForeignQuestion(PortableForm.TYPE_TEXT, prompt, kept, notes=notes, **more)


def typed_answers(answers: list[PortableAnswer]) -> tuple[list[PortableAnswer], list[str]]:
    """The answers that come along, and what is to be told of the others."""
    notes = [
        f"Left out because it is not worth all the points: {answer.text}.{said_to(answer.why)}"
        for answer in in_part(answers)
    ]
    kept = [
        answer
        for answer in answers
        if (answer.wholly_right or not answer.right) and answer.text != ANYTHING
    ]
    starred = [answer.text for answer in kept if STAR.search(answer.text)]
    notes += [f"Here a * stands for itself only: {text}." for text in starred]
    notes += of_any_other(answers)
    texts = [replace(answer, text=typed_text(answer.text.replace("\\*", "*"))) for answer in kept]
    return texts, notes


def of_any_other(answers: list[PortableAnswer]) -> list[str]:
    """What is to be told of a star, which takes any other answer: nobody can type one here."""
    every = [answer for answer in answers if answer.text in ("", ANYTHING)]
    notes = [
        f"Feedback for any other answer was not imported: {words_of(a.why)}" for a in every if a.why
    ]
    worth = [answer.percent for answer in every if answer.right]
    notes += [
        f"Any other answer is worth {percent:g} percent there, and 0 here." for percent in worth
    ]
    return notes


def said_to(why: str) -> str:
    """To end a note on an answer that stays behind."""
    return f" What is said to it: {words_of(why)}" if why else ""


def typed_text(words: str) -> str:
    """What one types, as the text of a choice: as code, where Markdown would take marks out."""
    is_plain = words == escape_line_start(literal(words, formulas=False))
    return words if is_plain or "`" in words else f"`{words}`"


def number_question(prompt: str, numbers: list[NumberAnswer], **more: Any) -> ForeignQuestion:
    """Raises LeftOut."""
    answers, tolerance, notes = number_answers(numbers)
    return ForeignQuestion(
        PortableForm.TYPE_NUMBER, prompt, answers, tolerance=tolerance, notes=notes, **more
    )


def number_answers(
    numbers: list[NumberAnswer],
) -> tuple[list[PortableAnswer], float, list[str]]:
    """The numbers that come along, their tolerance, and what is to be told of the others.

    All right numbers have one tolerance here, and wrong ones none. Raises LeftOut.
    """
    right = [number for number in numbers if number.percent == 100]
    if not right:
        raise LeftOut("None of its numbers is worth all the points.")
    tolerance = right[0].tolerance
    kept = [
        number
        for number in numbers
        if (number in right and number.tolerance == tolerance)
        or (number.percent <= 0 and not number.tolerance and number.why)
    ]
    notes = [
        f"Left out: {number}, worth {number.percent:g} percent.{said_to(number.why)}"
        for number in numbers
        if number not in kept
    ]
    answers = [
        PortableAnswer(number_text(number.value), max(0, number.percent), number.why)
        for number in kept
    ]
    return answers, float(tolerance), notes


def truth_answers(right: str, why_wrong: str, why_right: str) -> list[PortableAnswer]:
    """True and false, one of them right, and why the one is and the other is not."""
    why = {True: why_right, False: why_wrong}
    return [
        PortableAnswer(text, 100 * (text == right), why[text == right]) for text in (TRUE, FALSE)
    ]
