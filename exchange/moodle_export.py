"""Questions as Moodle XML, in Markdown."""

from xml.sax.saxutils import escape, quoteattr

from exchange.common import (
    Note,
    explanation_of,
    export_notes,
)
from quizzes.kinds import kind_of
from quizzes.kinds.portable import PortableAnswer, PortableForm, PortableQuestion
from quizzes.schema import Item

# Moodle's names of the types.
TYPES = {
    PortableForm.CHOOSE_ONE: "multichoice",
    PortableForm.CHOOSE_SEVERAL: "multichoice",
    PortableForm.TYPE_TEXT: "shortanswer",
    PortableForm.TYPE_NUMBER: "numerical",
}


def write_moodle(items: list[Item]) -> tuple[str, list[Note]]:
    """The questions that Moodle can carry, and notes on what it can't."""
    elements = [
        question_element(item, question)
        for item in items
        if (question := kind_of(item).portable(item))
    ]
    notes = list(export_notes(items, "Moodle", hints=True))
    questions = "\n".join(elements)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n{questions}\n</quiz>\n', notes


def question_element(item: Item, question: PortableQuestion) -> str:
    parts = [
        f"<name><text>{escape(item.id)}</text></name>",
        text_element("questiontext", item.prompt),
        text_element("generalfeedback", explanation_of(item)),
    ]
    if TYPES[question.form] == "multichoice":
        single = "true" if question.form == PortableForm.CHOOSE_ONE else "false"
        parts.append(f"<single>{single}</single>")
    number = question.form == PortableForm.TYPE_NUMBER
    answers = question.right_answers if number else question.answers
    tolerance = f"<tolerance>{question.tolerance!r}</tolerance>" if number else ""
    parts += [answer_element(answer, tolerance) for answer in answers]
    parts += [text_element("hint", hint) for hint in item.hints]
    kind = quoteattr(TYPES[question.form])
    return f"<question type={kind}>\n" + "\n".join(parts) + "\n</question>"


def answer_element(answer: PortableAnswer, tolerance: str) -> str:
    return (
        f'<answer fraction="{answer.percent:.7g}" format="markdown">'
        f"<text>{escape(answer.text)}</text>"
        f"{text_element('feedback', answer.why)}{tolerance}</answer>"
    )


def text_element(name: str, text: str) -> str:
    return f'<{name} format="markdown"><text>{escape(text)}</text></{name}>'
