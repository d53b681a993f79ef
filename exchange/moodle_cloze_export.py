"""A text with gaps as Moodle writes it: `{1:SHORTANSWER:=Berlin~%0%Bonn#No.}`."""

import re

from exchange import moodle_cloze
from exchange.export_notes import outward
from quizzes.kinds.portable import PortableAnswer, PortableGap, PortableQuestion
from quizzes.schema import Item

# The beginning of a gap, with the backslash that keeps its brace from being one in Markdown only.
OPENING = re.compile(rf"\\\\|\\?({moodle_cloze.OPENING})", re.IGNORECASE)
GAP = re.compile(r"\[\[([a-z0-9-]+)\]\]")


def cloze_text(item: Item, question: PortableQuestion) -> str:
    """The text with each gap as Moodle embeds it."""
    gaps = {gap.name: embedded(item, gap) for gap in question.gaps}
    return GAP.sub(lambda named: gaps.get(named[1], named[0]), question.text)


def embedded(item: Item, gap: PortableGap) -> str:
    answers = "~".join(embedded_answer(item, gap, answer) for answer in gap.answers)
    return f"{{1:{type_of_gap(item, gap)}:{answers}}}"


def embedded_answer(item: Item, gap: PortableGap, answer: PortableAnswer) -> str:
    text = answer.text if gap.is_typed else without_openings(outward(item, answer.text))
    why = without_openings(outward(item, answer.why))
    near = gap.tolerance if answer.right else 0.0
    right = "%100%" if text.startswith("%") else "="  # `=%50%` might be read as half the points
    return (
        f"{right if answer.right else '%0%'}{escape_cloze(text)}"
        + (f":{near!r}" if gap.tolerance is not None else "")
        + (f"#{escape_cloze(why)}" if why else "")
    )


def without_openings(text: str) -> str:
    """Markdown in which nothing looks like the beginning of another gap."""
    return OPENING.sub(lambda found: f"&lbrace;{found[1][1:]}" if found[1] else found[0], text)


def type_of_gap(item: Item, gap: PortableGap) -> str:
    if not gap.is_typed:
        return "MULTICHOICE_S" if item.order == "shuffled" else "MULTICHOICE"
    if gap.tolerance is not None:
        return "NUMERICAL"
    return "SHORTANSWER_C" if item.capitals else "SHORTANSWER"


def escape_cloze(text: str) -> str:
    return re.sub(r"([}#~/\"\\])", r"\\\1", text)
