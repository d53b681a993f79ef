"""Moodle's embedded answers ("cloze"): a text with `{1:SHORTANSWER:=Berlin~%0%Bonn#No.}` in it.

https://docs.moodle.org/en/Embedded_Answers_(Cloze)_question_type
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from html import unescape

from exchange.answers import (
    ANYTHING,
    NumberAnswer,
    number_answers,
    of_any_other,
    typed_answers,
    wrong_in_part,
)
from exchange.common import ForeignQuestion, LeftOut
from exchange.numbers import parse_decimal
from quizzes.kinds.portable import PortableAnswer, PortableForm, PortableGap

CHOSEN = "MULTICHOICE MC MULTICHOICE_S MCS MULTICHOICE_V MCV MULTICHOICE_VS MCVS MULTICHOICE_H MCH"
CAPITALS = "SHORTANSWER_C SAC MWC"
TYPED = f"SHORTANSWER SA MW {CAPITALS}"
NUMBER = "NUMERICAL NM"
OTHERS = "MULTICHOICE_HS MCHS MULTIRESPONSE MR MULTIRESPONSE_H MRH MULTIRESPONSE_S MRS"
NAMES = "|".join(sorted(f"{CHOSEN} {TYPED} {NUMBER} {OTHERS}".split(), key=len, reverse=True))
OPENING = rf"\{{\s*(?:\d+\s*)?:\s*(?:{NAMES})\s*:"
GAP = re.compile(
    rf"""\{{\s*(?:(\d+)\s*)?:\s*({NAMES})\s*:
         ((?: \\. | [^{{}}\\] | (?!{OPENING})\{{ ){{0,5000}})\}}""",
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)
PROMPT = "Fill the gaps."
# Stands for a gap while the text becomes Markdown.
HELD = re.compile("\ue200([0-9]+)\ue201")
# What stands behind a backslash means nothing; meanwhile it is a character that nobody uses.
ESCAPED = re.compile(r"\\([}#~/\"\\])")
HIDDEN = {char: chr(0xE210 + number) for number, char in enumerate('}#~/"\\')}
# A star before words is a sign for right, too; alone it is any other answer.
WEIGHT = re.compile(r"^(=|\*(?=[^\s#]))?(?:%([+-]?\d+(?:[.,]\d+)?)%)?")

type ToText = Callable[[str], str]


@dataclass(frozen=True)
class ClozeReader:
    """Reads a text with gaps. `to_markdown`: what one reads. `to_text`: what one types."""

    to_markdown: ToText
    to_text: ToText

    def question(self, text: str) -> ForeignQuestion:
        """Raises LeftOut."""
        found = [*GAP.finditer(text)]
        read = [
            self.gap(f"gap-{number}", gap[2].upper(), gap[3])
            for number, gap in enumerate(found, start=1)
        ]
        gaps = [gap for gap, _ in read]
        numbers = iter(range(1, len(found) + 1))
        held = GAP.sub(lambda _: f"\ue200{next(numbers)}\ue201", text)
        return ForeignQuestion(
            PortableForm.CLOZE,
            PROMPT,
            text=HELD.sub(r"[[gap-\1]]", self.to_markdown(held)),
            gaps=gaps,
            tolerance=one_tolerance(gaps),
            capitals=any(gap[2].upper() in CAPITALS.split() for gap in found),
            notes=[*notes_on_all(found), *(note for _, notes in read for note in notes)],
        )

    def gap(self, name: str, kind: str, body: str) -> tuple[PortableGap, list[str]]:
        """A gap, and what is to be told of it. Raises LeftOut."""
        if kind in OTHERS.split():
            raise LeftOut("One of its gaps takes several answers. A gap here takes one.")
        if kind in CHOSEN.split():
            return self.chosen_gap(name, body)
        answers = [self.answer(part, self.to_text) for part in hide_escaped(body).split("~")]
        if kind in TYPED.split():
            texts, notes = typed_answers(answers)
            return PortableGap(name, is_typed=True, answers=texts), notes
        numbers = [as_number(answer) for answer in answers if answer.text not in ("", ANYTHING)]
        kept, tolerance, notes = number_answers(numbers)
        gap = PortableGap(name, is_typed=True, answers=kept, tolerance=tolerance)
        return gap, [*notes, *of_any_other(answers)]

    def chosen_gap(self, name: str, body: str) -> tuple[PortableGap, list[str]]:
        answers = [self.answer(part, self.to_markdown) for part in hide_escaped(body).split("~")]
        best = [replace(answer, percent=100 * answer.wholly_right) for answer in answers]
        return PortableGap(name, is_typed=False, answers=best), wrong_in_part(answers)

    def answer(self, part: str, to_text: ToText) -> PortableAnswer:
        mark = WEIGHT.match(part.strip())
        assert mark  # noqa: S101  (each of its parts may be empty)
        text, _, why = part.strip()[mark.end() :].partition("#")
        right = 100.0 if mark[1] else 0.0
        percent = float(mark[2].replace(",", ".")) if mark[2] else right
        answer, reason = unescape_cloze(text), unescape_cloze(why)
        return PortableAnswer(to_text(answer).strip(), percent, self.to_markdown(reason))


def has_gaps(text: str) -> bool:
    return bool(GAP.search(text))


def notes_on_all(found: list[re.Match[str]]) -> Iterator[str]:
    """What the gaps have that is the same for all of them here."""
    if len({(gap[1] or "").lstrip("0") or "1" for gap in found}) > 1:
        yield "Its gaps count differently in the file, and the same here."
    typed = [gap[2].upper() for gap in found if gap[2].upper() in TYPED.split()]
    if len({kind in CAPITALS.split() for kind in typed}) > 1:
        yield "Capitals count in some of its gaps in the file, and in all that are typed here."


def one_tolerance(gaps: list[PortableGap]) -> float | None:
    """Raises LeftOut where gaps have different ones."""
    tolerances = {gap.tolerance for gap in gaps if gap.tolerance is not None}
    if len(tolerances) > 1:
        raise LeftOut(
            "Its numbers may be off by different amounts: a question here has one for all."
        )
    return next(iter(tolerances), None)


def as_number(answer: PortableAnswer) -> NumberAnswer:
    value, _, about = answer.text.partition(":")
    return NumberAnswer(
        parse_decimal(value.strip()),
        abs(parse_decimal(about.strip() or "0")),
        answer.percent,
        answer.why,
    )


def hide_escaped(words: str) -> str:
    return ESCAPED.sub(lambda escaped: HIDDEN[escaped[1]], words)


def unescape_cloze(words: str) -> str:
    """Without the backslashes that keep a mark from being one."""
    for char, hidden in HIDDEN.items():
        words = words.replace(hidden, char)
    return words


def from_html(words: str) -> str:
    """What one types, out of a text that is HTML."""
    return unescape(re.sub(r"<[^>]*>", "", words))
