"""Questions as Moodle XML, in Markdown."""

import re
from xml.sax.saxutils import escape

from exchange.common import Note
from exchange.export_notes import Room, explanation_of, export_notes, outward
from exchange.levels import TAG
from quizzes.kinds import kind_of
from quizzes.kinds.portable import PortableAnswer, PortableForm, PortableGap, PortableQuestion
from quizzes.schema import Item

# Moodle's names of the types.
TYPES = {
    PortableForm.CHOOSE_ONE: "multichoice",
    PortableForm.CHOOSE_SEVERAL: "multichoice",
    PortableForm.TYPE_TEXT: "shortanswer",
    PortableForm.TYPE_NUMBER: "numerical",
    PortableForm.MATCH: "matching",
    PortableForm.CLOZE: "cloze",
}
MOODLE = Room("Moodle", frozenset(TYPES), hints=True, order=True, capitals=True)
GAP = re.compile(r"\[\[([a-z0-9-]+)\]\]")
# What XML has no way to write.
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def write_moodle(items: list[Item]) -> tuple[str, list[Note]]:
    """The questions that Moodle can carry, and notes on what it can't."""
    elements = [
        question_element(item, question)
        for item in items
        if (question := kind_of(item).portable(item)) and question.form in MOODLE.forms
    ]
    questions = "\n".join(elements)
    xml = f'<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n{questions}\n</quiz>\n'
    return xml, [*export_notes(items, MOODLE)]


def question_element(item: Item, question: PortableQuestion) -> str:
    is_cloze = question.form == PortableForm.CLOZE
    asked = cloze_text(item, question) if is_cloze else outward(item, item.prompt)
    parts = [
        f"<name><text>{xml_text(item.title or item.id)}</text></name>",
        text_element("questiontext", asked),
        text_element("generalfeedback", outward(item, explanation_of(item))),
        *settings_of(item, question),
        *answers_of(item, question),
        *(text_element("hint", outward(item, hint)) for hint in item.hints),
        f"<tags><tag><text>{TAG}{item.level}</text></tag></tags>",
    ]
    return f'<question type="{TYPES[question.form]}">\n' + "\n".join(parts) + "\n</question>"


def settings_of(item: Item, question: PortableQuestion) -> list[str]:
    shuffled = f"<shuffleanswers>{int(item.order == 'shuffled')}</shuffleanswers>"
    match question.form:
        case PortableForm.CHOOSE_ONE:
            return ["<single>true</single>", shuffled]
        case PortableForm.CHOOSE_SEVERAL:
            return ["<single>false</single>", shuffled]
        case PortableForm.TYPE_TEXT:
            return [f"<usecase>{int(item.capitals)}</usecase>"]
    return []


def answers_of(item: Item, question: PortableQuestion) -> list[str]:
    if question.form == PortableForm.MATCH:
        return [pair_element(pair.text, pair.match) for pair in question.pairs]
    if question.form == PortableForm.TYPE_NUMBER:
        near = question.tolerance or 0.0
        return [
            answer_element(
                item, answer, f"<tolerance>{near if answer.right else 0.0!r}</tolerance>"
            )
            for answer in question.answers
        ]
    return [answer_element(item, answer) for answer in question.answers]


def answer_element(item: Item, answer: PortableAnswer, more: str = "") -> str:
    return (
        f'<answer fraction="{answer.percent:.7g}" format="markdown">'
        f"<text>{xml_text(outward(item, answer.text))}</text>"
        f"{text_element('feedback', outward(item, answer.why))}{more}</answer>"
    )


def pair_element(text: str, match: str) -> str:
    answer = f"<answer><text>{xml_text(match)}</text></answer>"
    return f'<subquestion format="markdown"><text>{xml_text(text)}</text>{answer}</subquestion>'


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


def text_element(name: str, text: str) -> str:
    return f'<{name} format="markdown"><text>{xml_text(text)}</text></{name}>'


def xml_text(text: str) -> str:
    return escape(CONTROLS.sub("\ufffd", text))
