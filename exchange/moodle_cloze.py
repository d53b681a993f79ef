"""Moodle's embedded answers ("cloze"): a text with `{1:SHORTANSWER:=Berlin~%0%Bonn#No.}` in it.

https://docs.moodle.org/en/Embedded_Answers_(Cloze)_question_type
"""

import re
from collections.abc import Callable
from html import unescape

from exchange.common import ForeignQuestion, LeftOut
from exchange.numbers import number_text, parse_decimal
from quizzes.kinds.portable import PortableAnswer, PortableForm, PortableGap

CHOSEN = "MULTICHOICE MC MULTICHOICE_S MCS MULTICHOICE_V MCV MULTICHOICE_VS MCVS MULTICHOICE_H MCH"
TYPED = "SHORTANSWER SA MW SHORTANSWER_C SAC MWC"
NUMBER = "NUMERICAL NM"
OTHERS = "MULTICHOICE_HS MCHS MULTIRESPONSE MR MULTIRESPONSE_H MRH MULTIRESPONSE_S MRS"
NAMES = "|".join(sorted(f"{CHOSEN} {TYPED} {NUMBER} {OTHERS}".split(), key=len, reverse=True))
GAP = re.compile(
    rf"\{{\s*(\d*)\s*:\s*({NAMES})\s*:((?:\\.|[^}}\\]){{0,5000}})\}}", re.IGNORECASE | re.DOTALL
)
PROMPT = "Fill the gaps."
# Stands for a gap while the text becomes Markdown.
HELD = re.compile("\ue200([0-9]+)\ue201")
SEPARATOR = re.compile(r"(?<!\\)~")
WEIGHT = re.compile(r"^(=|\*)?(?:%([+-]?\d+(?:[.,]\d+)?)%)?")

type ToText = Callable[[str], str]


def has_gaps(text: str) -> bool:
    return bool(GAP.search(text))


def cloze_question(text: str, to_markdown: ToText, to_text: ToText) -> ForeignQuestion:
    """The question that a text with gaps is. Raises LeftOut.

    `to_markdown`: of the text and the reasons. `to_text`: of what one types or chooses.
    """
    found = [*GAP.finditer(text)]
    gaps = [
        read_gap(f"gap-{number}", gap[2].upper(), gap[3], to_markdown, to_text)
        for number, gap in enumerate(found, start=1)
    ]
    weights = {gap[1].lstrip("0") or "1" for gap in found}
    notes = (
        ["Its gaps count differently in the file, and the same here."] if len(weights) > 1 else []
    )
    tolerances = {gap.tolerance for gap in gaps if gap.tolerance is not None}
    if len(tolerances) > 1:
        raise LeftOut(
            "Its numbers may be off by different amounts: a question here has one for all."
        )
    numbers = iter(range(1, len(found) + 1))
    held = GAP.sub(lambda _: f"\ue200{next(numbers)}\ue201", text)
    return ForeignQuestion(
        PortableForm.CLOZE,
        PROMPT,
        text=HELD.sub(r"[[gap-\1]]", to_markdown(held)),
        gaps=gaps,
        tolerance=next(iter(tolerances), None),
        capitals=any(gap[2].upper() in ("SHORTANSWER_C", "SAC", "MWC") for gap in found),
        notes=notes,
    )


def read_gap(name: str, kind: str, body: str, to_markdown: ToText, to_text: ToText) -> PortableGap:
    answers = [read_answer(part, to_markdown, to_text) for part in SEPARATOR.split(body)]
    if kind in CHOSEN.split():
        best = [PortableAnswer(a.text, 100 * a.wholly_right, a.why) for a in answers]
        return PortableGap(name, is_typed=False, answers=best)
    if kind in OTHERS.split():
        raise LeftOut("One of its gaps takes several answers. A gap here takes one.")
    answers = [answer for answer in answers if answer.wholly_right or answer.percent <= 0]
    answers = [answer for answer in answers if answer.text != "*"]
    if kind in TYPED.split():
        return PortableGap(name, is_typed=True, answers=answers)
    return number_gap(name, answers)


def number_gap(name: str, answers: list[PortableAnswer]) -> PortableGap:
    numbers, tolerance = [], 0.0
    for answer in answers:
        value, _, about = answer.text.partition(":")
        numbers.append(
            PortableAnswer(number_text(parse_decimal(value.strip())), answer.percent, answer.why)
        )
        if answer.wholly_right:
            tolerance = float(abs(parse_decimal(about.strip() or "0")))
    return PortableGap(name, is_typed=True, answers=numbers, tolerance=tolerance)


def read_answer(part: str, to_markdown: ToText, to_text: ToText) -> PortableAnswer:
    mark = WEIGHT.match(part.strip())
    assert mark  # noqa: S101  (each of its parts may be empty)
    text, _, why = re.sub(r"\\#", "\ue202", part.strip()[mark.end() :]).partition("#")
    right = 100.0 if mark[1] else 0.0
    percent = float(mark[2].replace(",", ".")) if mark[2] else right
    return PortableAnswer(
        to_text(unescape_cloze(text)).strip(), percent, to_markdown(unescape_cloze(why))
    )


def unescape_cloze(words: str) -> str:
    """Without the backslashes that keep a mark from being one."""
    return re.sub(r"\\([}#~/\"\\])", r"\1", words.replace("\ue202", "#"))


def from_html(words: str) -> str:
    """What one types, out of a text that is HTML."""
    return unescape(re.sub(r"<[^>]*>", "", words))
