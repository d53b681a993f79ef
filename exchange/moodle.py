"""Moodle's XML: https://docs.moodle.org/en/Moodle_XML_format. Bytes in, questions out, and back."""

from dataclasses import dataclass, field
from typing import Any
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler
from xml.sax.saxutils import escape, quoteattr

import defusedxml.sax
from defusedxml import DefusedXmlException

from exchange.common import (
    FALSE,
    TRUE,
    Foreign,
    LeftOut,
    Note,
    Reading,
    Unreadable,
    checked,
    choice_of,
    decimal,
    explanation_of,
    left_behind,
    number_of,
    truths,
    typed_of,
)
from exchange.markdown import literal, markdown_of
from quizzes.kinds import kind_of
from quizzes.kinds.portable import PortableAnswer, PortableForm, PortableQuestion
from quizzes.schema import Item

DEEPEST = 50
# What Moodle has and nothing here is like.
UNKNOWN = {
    "category": "",
    "description": "A text without a question.",
    "essay": "An essay: there is no such kind here.",
    "matching": "Matching: there is no such kind here.",
}


@dataclass
class Node:
    """An element of the file, with the line that it begins on."""

    name: str
    line: int
    attributes: dict[str, str]
    children: list["Node"] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    def all(self, name: str) -> list["Node"]:
        return [one for one in self.children if one.name == name]

    def first(self, name: str) -> "Node | None":
        return next(iter(self.all(name)), None)

    def text(self, *path: str) -> str:
        """The words of the first element at a path under this one."""
        node: Node | None = self
        for name in path:
            node = node.first(name) if node else None
        return "".join(node.words).strip() if node else ""


class Builder(ContentHandler):
    """The file as nodes. Raises Unreadable where it is nested too deeply."""

    def __init__(self) -> None:
        super().__init__()
        self.root: Node | None = None
        self.open: list[Node] = []

    def startElement(self, name: str, attrs: Any) -> None:  # noqa: N802
        line = self._locator.getLineNumber() or 1  # type: ignore[attr-defined]
        if len(self.open) == DEEPEST:
            raise Unreadable(line, "The elements are nested too deeply.")
        node = Node(name, line, dict(attrs))
        if self.open:
            self.open[-1].children.append(node)
        self.root = self.root or node
        self.open.append(node)

    def endElement(self, name: str) -> None:  # noqa: N802
        self.open.pop()

    def characters(self, content: str) -> None:
        if self.open:
            self.open[-1].words.append(content)


def read(data: bytes) -> Reading:
    """Every question of the file that has a kind here; the rest with the line and the reason.

    Raises Unreadable for what is no XML, no quiz of Moodle's, or would do harm.
    """
    reading = Reading()
    for node in parsed(data).all("question"):
        kind = node.attributes.get("type", "")
        try:
            foreign = question(node, kind, reading)
        except LeftOut as reason:
            if str(reason):
                reading.note(node.line, f"Left out. {reason}")
        else:
            reading.take(node.line, node.text("name", "text"), foreign)
    return reading


def parsed(data: bytes) -> Node:
    builder = Builder()
    try:
        defusedxml.sax.parseString(data, builder, forbid_dtd=True)
    except DefusedXmlException as error:
        message = "It declares entities or a document type, which could do harm. Take that out."
        raise Unreadable(1, message) from error
    except SAXParseException as error:
        line = error.getLineNumber() or 1
        raise Unreadable(line, f"This is not XML: {error.getMessage()}.") from error
    except (ValueError, LookupError) as error:
        raise Unreadable(1, f"This can't be read as XML ({error}).") from error
    if builder.root is None or builder.root.name != "quiz":
        name = builder.root.name if builder.root else "nothing"
        raise Unreadable(1, f"This is no quiz of Moodle's: it begins with <{name}>, not <quiz>.")
    return builder.root


def question(node: Node, kind: str, reading: Reading) -> Foreign:
    if kind in UNKNOWN:
        raise LeftOut(UNKNOWN[kind])
    if kind not in ("multichoice", "truefalse", "shortanswer", "numerical"):
        raise LeftOut(f"{kind!r}: there is no such kind here.")

    def shown(part: Node | None, inherited: str = "html") -> str:
        if part is None:
            return ""
        if part.all("file"):
            reading.note(part.line, "Files are not carried. Describe in words what they show.")
        words = part.text("text")
        form = part.attributes.get("format", inherited)
        if form in ("markdown", "plain_text"):
            return literal(words) if form == "plain_text" else words
        words, lost = markdown_of(words)
        if lost:
            reading.note(part.line, f"Not carried from this text: {', '.join(lost)}.")
        return words

    format_of = (node.first("questiontext") or node).attributes.get("format", "html")
    prompt = shown(node.first("questiontext"))
    typed = kind in ("shortanswer", "numerical")  # what one types is no HTML
    answers = [answer(one, shown, format_of, typed) for one in node.all("answer")]
    more: dict[str, Any] = {
        "hints": [text for one in node.all("hint") if (text := shown(one, format_of))][:9],
        "explanation": shown(node.first("generalfeedback"), format_of),
    }
    return checked(of_kind(kind, node, prompt, answers, more))


def answer(node: Node, shown: Any, inherited: str, typed: bool) -> PortableAnswer:
    try:
        percent = float(node.attributes.get("fraction", "0"))
    except ValueError:
        worth = node.attributes["fraction"][:20]
        raise LeftOut(f"The worth of an answer, {worth!r}, is no number.") from None
    text = node.text("text") if typed else shown(node, inherited)
    return PortableAnswer(text, percent, shown(node.first("feedback"), inherited))


def of_kind(
    kind: str, node: Node, prompt: str, answers: list[PortableAnswer], more: dict[str, Any]
) -> Foreign:
    if kind == "truefalse":
        right = next((one.text.capitalize() for one in answers if one.right), "")
        if right not in (TRUE, FALSE):
            raise LeftOut("Neither true nor false is right.")
        why = {one.right: one.why for one in answers}
        return Foreign(
            PortableForm.CHOOSE_ONE,
            prompt,
            truths(right, why.get(False, ""), why.get(True, "")),
            **more,
        )
    if kind == "shortanswer":
        # A lone star takes whatever is written, which is what happens here anyway.
        return typed_of(prompt, [one for one in answers if one.text != "*"], **more)
    if kind == "numerical":
        return numeric(node, prompt, answers, more)
    several = node.text("single").lower() in ("false", "0")
    return choice_of(prompt, answers, several, **more)


def numeric(
    node: Node, prompt: str, answers: list[PortableAnswer], more: dict[str, Any]
) -> Foreign:
    pairs = list(zip(answers, node.all("answer"), strict=True))
    best, found = next((pair for pair in pairs if pair[0].wholly_right), (None, node))
    if best is None:
        raise LeftOut("No number of it is worth all the points.")
    value, tolerance = decimal(best.text), abs(decimal(found.text("tolerance") or "0"))
    told = [
        f"Only one number counts here. Left out: {one.text[:40]}."
        for one in answers
        if one is not best and one.text != "*"
    ]
    return number_of(prompt, value, tolerance, best.why, told=told, **more)


# --- Out -------------------------------------------------------------------------------------


# Moodle's names of the types.
TYPES = {
    PortableForm.CHOOSE_ONE: "multichoice",
    PortableForm.CHOOSE_SEVERAL: "multichoice",
    PortableForm.TYPE_TEXT: "shortanswer",
    PortableForm.TYPE_NUMBER: "numerical",
}


def write(items: list[Item]) -> tuple[str, list[Note]]:
    """The questions that Moodle can carry, and notes on what it can't."""
    elements = [
        element_of(item, question) for item in items if (question := kind_of(item).portable(item))
    ]
    notes = list(left_behind(items, "Moodle", hints=True))
    questions = "\n".join(elements)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n{questions}\n</quiz>\n', notes


def element_of(item: Item, question: PortableQuestion) -> str:
    parts = [
        f"<name><text>{escape(item.id)}</text></name>",
        text_of("questiontext", item.prompt),
        text_of("generalfeedback", explanation_of(item)),
    ]
    if TYPES[question.form] == "multichoice":
        single = "true" if question.form == PortableForm.CHOOSE_ONE else "false"
        parts.append(f"<single>{single}</single>")
    number = question.form == PortableForm.TYPE_NUMBER
    answers = question.right_answers if number else question.answers
    tolerance = f"<tolerance>{question.tolerance!r}</tolerance>" if number else ""
    parts += [answer_of(answer, tolerance) for answer in answers]
    parts += [text_of("hint", hint) for hint in item.hints]
    kind = quoteattr(TYPES[question.form])
    return f"<question type={kind}>\n" + "\n".join(parts) + "\n</question>"


def answer_of(answer: PortableAnswer, tolerance: str) -> str:
    return (
        f'<answer fraction="{answer.percent:.7g}" format="markdown">'
        f"<text>{escape(answer.text)}</text>"
        f"{text_of('feedback', answer.why)}{tolerance}</answer>"
    )


def text_of(name: str, text: str) -> str:
    return f'<{name} format="markdown"><text>{escape(text)}</text></{name}>'
