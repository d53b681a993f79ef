"""What every question format knows of a question, whatever its notation.

A kind says which of these forms its questions have; exporters write the form, and importers read
one, without knowing the kinds.
"""

from dataclasses import dataclass, field
from enum import Enum

from quizzes.schema import Item


class PortableForm(Enum):
    CHOOSE_ONE = "one of several answers is right"
    CHOOSE_SEVERAL = "several answers are right"
    TYPE_TEXT = "a short text is typed"
    TYPE_NUMBER = "a number is typed"
    MATCH = "parts are matched"
    CLOZE = "the gaps of a text are filled"
    ORDER = "parts are put in order"


@dataclass(frozen=True)
class PortableAnswer:
    """`percent`: what the answer is worth, from -100 to 100; more than 0 is right."""

    text: str
    percent: float
    why: str = ""

    @property
    def right(self) -> bool:
        return self.percent > 0

    @property
    def wholly_right(self) -> bool:
        return self.percent == 100


@dataclass(frozen=True)
class PortablePair:
    """A part and what belongs to it. `text` is empty where `match` belongs to nothing."""

    text: str
    match: str
    why: str = ""


@dataclass(frozen=True)
class PortableGap:
    """A gap of a text: one of the answers is chosen or typed. `tolerance`: of a typed number."""

    name: str
    is_typed: bool
    answers: list[PortableAnswer]
    tolerance: float | None = None


@dataclass(frozen=True)
class PortableQuestion:
    """`tolerance`: how far a typed number may be from the right one. `capitals`: they count in a
    typed text. `pairs`: of parts to match. `text`: in which the `gaps` stand, each as `[[name]]`.
    Of parts to put in order `answers` has the right order, and none is worth anything by itself.
    """

    form: PortableForm
    answers: list[PortableAnswer]
    tolerance: float | None = None
    capitals: bool = False
    pairs: list[PortablePair] = field(default_factory=list)
    text: str = ""
    gaps: list[PortableGap] = field(default_factory=list)

    @property
    def right_answers(self) -> list[PortableAnswer]:
        return [answer for answer in self.answers if answer.right]


def portable_choices(
    item: Item, form: PortableForm, right: float, wrong: float
) -> PortableQuestion:
    """The choices as answers; a right and a wrong one are worth so many percent."""
    answers = [
        PortableAnswer(choice.text, right if choice.right else wrong, choice.why)
        for choice in item.choices.values()
    ]
    return PortableQuestion(form, answers)
