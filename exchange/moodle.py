"""Reads Moodle XML: https://docs.moodle.org/en/Moodle_XML_format. Bytes in, questions out."""

from typing import Any

from exchange.common import (
    FALSE,
    TRUE,
    ForeignQuestion,
    LeftOut,
    Reading,
    check_foreign,
    choice_question,
    number_question,
    parse_decimal,
    truth_answers,
    typed_question,
)
from exchange.markdown import literal_markdown, markdown_of
from exchange.moodle_nodes import Node, parse_xml
from quizzes.kinds.portable import PortableAnswer, PortableForm

# What Moodle has and nothing here is like.
UNKNOWN = {
    "category": "",
    "description": "A text without a question.",
    "essay": "An essay: there is no such kind here.",
    "matching": "Matching: there is no such kind here.",
}


def read_moodle(data: bytes) -> Reading:
    """Every question of the file that has a kind here; the rest with the line and the reason.

    Raises Unreadable for what is no XML, no quiz of Moodle's, or would do harm.
    """
    reading = Reading()
    for node in parse_xml(data).all("question"):
        kind = node.attributes.get("type", "")
        try:
            foreign = node_question(node, kind, reading)
        except LeftOut as reason:
            if str(reason):
                reading.note(node.line, f"Left out. {reason}")
        else:
            reading.add(node.line, node.text("name", "text"), foreign)
    return reading


def node_question(node: Node, kind: str, reading: Reading) -> ForeignQuestion:
    if kind in UNKNOWN:
        raise LeftOut(UNKNOWN[kind])
    if kind not in ("multichoice", "truefalse", "shortanswer", "numerical"):
        raise LeftOut(f"{kind!r}: there is no such kind here.")

    def to_markdown(part: Node | None, inherited: str = "html") -> str:
        if part is None:
            return ""
        if part.all("file"):
            reading.note(part.line, "Files are not carried. Describe in words what they show.")
        words = part.text("text")
        form = part.attributes.get("format", inherited)
        if form in ("markdown", "plain_text"):
            return literal_markdown(words) if form == "plain_text" else words
        words, lost = markdown_of(words)
        if lost:
            reading.note(part.line, f"Not carried from this text: {', '.join(lost)}.")
        return words

    format_of = (node.first("questiontext") or node).attributes.get("format", "html")
    prompt = to_markdown(node.first("questiontext"))
    typed = kind in ("shortanswer", "numerical")  # what one types is no HTML
    answers = [node_answer(answer, to_markdown, format_of, typed) for answer in node.all("answer")]
    more: dict[str, Any] = {
        "hints": [text for hint in node.all("hint") if (text := to_markdown(hint, format_of))][:9],
        "explanation": to_markdown(node.first("generalfeedback"), format_of),
    }
    return check_foreign(question_of_type(kind, node, prompt, answers, more))


def node_answer(node: Node, to_markdown: Any, inherited: str, typed: bool) -> PortableAnswer:
    try:
        percent = float(node.attributes.get("fraction", "0"))
    except ValueError:
        worth = node.attributes["fraction"][:20]
        raise LeftOut(f"The worth of an answer, {worth!r}, is no number.") from None
    text = node.text("text") if typed else to_markdown(node, inherited)
    return PortableAnswer(text, percent, to_markdown(node.first("feedback"), inherited))


def question_of_type(
    kind: str, node: Node, prompt: str, answers: list[PortableAnswer], more: dict[str, Any]
) -> ForeignQuestion:
    if kind == "truefalse":
        right = next((answer.text.capitalize() for answer in answers if answer.right), "")
        if right not in (TRUE, FALSE):
            raise LeftOut("Neither true nor false is right.")
        why = {answer.right: answer.why for answer in answers}
        return ForeignQuestion(
            PortableForm.CHOOSE_ONE,
            prompt,
            truth_answers(right, why.get(False, ""), why.get(True, "")),
            **more,
        )
    if kind == "shortanswer":
        # A lone star takes whatever is written, which is what happens here anyway.
        return typed_question(prompt, [answer for answer in answers if answer.text != "*"], **more)
    if kind == "numerical":
        return numeric_question(node, prompt, answers, more)
    several = node.text("single").lower() in ("false", "0")
    return choice_question(prompt, answers, several, **more)


def numeric_question(
    node: Node, prompt: str, answers: list[PortableAnswer], more: dict[str, Any]
) -> ForeignQuestion:
    pairs = list(zip(answers, node.all("answer"), strict=True))
    best, source = next((pair for pair in pairs if pair[0].wholly_right), (None, node))
    if best is None:
        raise LeftOut("No number of it is worth all the points.")
    value, tolerance = parse_decimal(best.text), abs(parse_decimal(source.text("tolerance") or "0"))
    notes = [
        f"Only one number counts here. Left out: {answer.text[:40]}."
        for answer in answers
        if answer is not best and answer.text != "*"
    ]
    return number_question(prompt, value, tolerance, best.why, notes=notes, **more)
