"""A text with gaps as Moodle writes it: `{1:SHORTANSWER:=Berlin~%0%Bonn#No.}`."""

import re

from quizzes.kinds.portable import PortableGap, PortableQuestion
from quizzes.schema import Item

GAP = re.compile(r"\[\[([a-z0-9-]+)\]\]")


def cloze_text(item: Item, question: PortableQuestion) -> str:
    """The text with each gap as Moodle embeds it."""
    gaps = {gap.name: embedded(item, gap) for gap in question.gaps}
    return GAP.sub(lambda named: gaps.get(named[1], named[0]), question.text)


def embedded(item: Item, gap: PortableGap) -> str:
    answers = [
        f"{'=' if answer.right else '%0%'}{escape_cloze(answer.text)}"
        + (f":{gap.tolerance if answer.right else 0.0!r}" if gap.tolerance is not None else "")
        + (f"#{escape_cloze(answer.why)}" if answer.why else "")
        for answer in gap.answers
    ]
    return f"{{1:{type_of_gap(item, gap)}:{'~'.join(answers)}}}"


def type_of_gap(item: Item, gap: PortableGap) -> str:
    if not gap.is_typed:
        return "MULTICHOICE_S" if item.order == "shuffled" else "MULTICHOICE"
    if gap.tolerance is not None:
        return "NUMERICAL"
    return "SHORTANSWER_C" if item.capitals else "SHORTANSWER"


def escape_cloze(text: str) -> str:
    return re.sub(r"([}#~/\"\\])", r"\\\1", text)
