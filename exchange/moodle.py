"""Reads Moodle XML: https://docs.moodle.org/en/Moodle_XML_format. Bytes in, questions out."""

from dataclasses import dataclass, field, replace
from typing import Any

from exchange.answers import (
    FALSE,
    TRUE,
    NumberAnswer,
    choice_question,
    number_question,
    truth_answers,
    typed_question,
)
from exchange.common import ForeignQuestion, LeftOut, Reading, adding_notes, check_foreign
from exchange.levels import TAG, level_in_tags
from exchange.moodle_cloze import cloze_question, from_html
from exchange.moodle_nodes import Node, parse_xml
from exchange.numbers import parse_decimal
from exchange.texts.formats import AUTO, HTML, MARKDOWN, PLAIN, ForeignTexts
from quizzes.kinds.portable import PortableAnswer, PortableForm, PortablePair

FORMATS = {
    "html": HTML,
    "moodle_auto_format": AUTO,
    "plain_text": PLAIN,
    "plain": PLAIN,
    "markdown": MARKDOWN,
}
# What Moodle has and nothing here is like.
UNKNOWN = {
    "description": "A text without a question.",
    "essay": "An essay: there is no such kind here.",
}
# What Moodle says of the whole answer, and when.
COMBINED = {
    "correctfeedback": "a right answer",
    "partiallycorrectfeedback": "an answer that is right in part",
    "incorrectfeedback": "a wrong answer",
}
# What these say where nobody wrote anything, in Moodle's own words.
STANDARD = {
    "your answer is correct.",
    "your answer is partially correct.",
    "your answer is incorrect.",
}
MOST_HINTS = 9


def read_moodle(data: bytes) -> Reading:
    """Every question of the file that has a kind here; the rest with the line and the reason.

    Raises Unreadable for what is no XML, no quiz of Moodle's, or would do harm.
    """
    reading, texts = Reading(), ForeignTexts()
    for node in parse_xml(data).all("question"):
        kind = node.attributes.get("type", "").strip().lower()
        if kind == "category":
            category = node.text("category", "text")
            reading.note(node.line, f"The category {category!r} stays behind: a set has none.")
            continue
        try:
            foreign = QuestionReader(node, kind, texts).question()
        except LeftOut as reason:
            texts.take_lost()
            reading.note(node.line, f"Left out. {reason}")
        else:
            reading.add(node.line, foreign)
    reading.note_languages(texts.languages)
    return reading


@dataclass
class QuestionReader:
    """Reads one question. `form`: the format of its texts where one names none."""

    node: Node
    kind: str
    texts: ForeignTexts
    form: str = field(init=False)

    def __post_init__(self) -> None:
        asked = self.node.first("questiontext")
        self.form = FORMATS.get(asked.attributes.get("format", "") if asked else "", HTML)

    def question(self) -> ForeignQuestion:
        """Raises LeftOut."""
        if self.kind in UNKNOWN:
            raise LeftOut(UNKNOWN[self.kind])
        if self.kind not in READERS:
            named = f"{self.kind!r}" if self.kind else "It names no type"
            raise LeftOut(f"{named}: there is no such kind here.")
        tags = [tag.text("text") for node in self.node.all("tags") for tag in node.all("tag")]
        foreign = check_foreign(READERS[self.kind](self))
        foreign = replace(
            foreign,
            title=self.node.text("name", "text"),
            level=level_in_tags(tags),
            hints=[*filter(None, map(self.markdown, self.node.all("hint")))][:MOST_HINTS],
            explanation=self.markdown(self.node.first("generalfeedback")),
        )
        return adding_notes(foreign, *self.left_behind(tags))

    def markdown(self, part: Node | None) -> str:
        if part is None:
            return ""
        form = FORMATS.get(part.attributes.get("format", ""), self.form)
        words = part.text("text") if part.all("text") else part.text()
        return self.texts.markdown(words, form)

    def left_behind(self, tags: list[str]) -> list[str]:
        """What the question has in Moodle and not here."""
        said = {name: self.markdown(self.node.first(name)) for name in COMBINED}
        notes = [
            f"What is said to {COMBINED[name]} stays behind: {' '.join(words.split())[:200]}"
            for name, words in said.items()
            if words and words.strip().lower() not in STANDARD
        ]
        if others := [tag for tag in tags if not tag.startswith(TAG)]:
            notes.append(f"Its tags stay behind: {', '.join(others)}.")
        if self.node.text("hidden") == "1":
            notes.append("It is hidden in Moodle. Here it is a draft, as all are.")
        if len(self.node.all("hint")) > MOST_HINTS:
            notes.append(f"It has more than {MOST_HINTS} hints. The others stay behind.")
        if number(self.node.text("penalty")) not in (None, 0, 0.3333333, 1 / 3, 0.1):
            notes.append(
                f"A wrong try costs {self.node.text('penalty')} there. Here its set decides."
            )
        if number(self.node.text("defaultgrade")) not in (None, 1):
            grade = self.node.text("defaultgrade")
            notes.append(f"It counts {grade} points there. Here each question counts the same.")
        if lost := self.texts.take_lost():
            notes.append(f"Not carried from this question: {', '.join(lost)}.")
        return notes

    # --- By type -------------------------------------------------------------------------------

    @property
    def prompt(self) -> str:
        return self.markdown(self.node.first("questiontext"))

    def answers(self, *, typed: bool) -> list[PortableAnswer]:
        """`typed`: what one types is no HTML."""
        return [
            PortableAnswer(
                answer.text("text") if typed else self.markdown(answer),
                worth_of(answer),
                self.markdown(answer.first("feedback")),
            )
            for answer in self.node.all("answer")
        ]

    def multichoice(self) -> ForeignQuestion:
        several = self.node.text("single").lower() in ("false", "0")
        foreign = choice_question(self.prompt, self.answers(typed=False), several)
        kept = self.node.text("shuffleanswers").lower() in ("false", "0")
        return replace(foreign, order="kept") if kept else foreign

    def truefalse(self) -> ForeignQuestion:
        answers = self.answers(typed=True)
        right = next((answer.text.capitalize() for answer in answers if answer.right), "")
        if right not in (TRUE, FALSE):
            raise LeftOut("Neither true nor false is right.")
        why = {answer.right: answer.why for answer in answers}
        both = truth_answers(right, why.get(False, ""), why.get(True, ""))
        return ForeignQuestion(PortableForm.CHOOSE_ONE, self.prompt, both)

    def shortanswer(self) -> ForeignQuestion:
        """A lone star takes whatever is written, which is what happens here anyway."""
        every = self.answers(typed=True)
        answers = [answer for answer in every if answer.text != "*"]
        capitals = self.node.text("usecase") in ("1", "true")
        foreign = typed_question(self.prompt, answers)
        whys = [answer.why for answer in every if answer.text == "*" and answer.why]
        notes = [f"What is said to any other answer stays behind: {why[:200]}" for why in whys]
        return adding_notes(replace(foreign, capitals=capitals), *notes)

    def numerical(self) -> ForeignQuestion:
        pairs = zip(self.answers(typed=True), self.node.all("answer"), strict=True)
        numbers = [
            NumberAnswer(
                parse_decimal(answer.text),
                abs(parse_decimal(node.text("tolerance") or "0")),
                answer.percent,
                answer.why,
            )
            for answer, node in pairs
            if answer.text != "*"
        ]
        foreign = number_question(self.prompt, numbers)
        units = [
            unit.text("unit_name") for unit in self.node.all("units") for unit in unit.all("unit")
        ]
        note = f"Its units stay behind: {', '.join(filter(None, units))}." if any(units) else ""
        return adding_notes(foreign, note)

    def matching(self) -> ForeignQuestion:
        """A part without words is for an answer that belongs to nothing."""
        pairs = [
            PortablePair(self.markdown(pair), pair.text("answer", "text"))
            for pair in self.node.all("subquestion")
        ]
        return ForeignQuestion(PortableForm.MATCH, self.prompt, pairs=pairs)

    def cloze(self) -> ForeignQuestion:
        asked = self.node.first("questiontext")
        words = asked.text("text") if asked else ""

        def to_markdown(part: str) -> str:
            return self.texts.markdown(part, self.form)

        return cloze_question(words, to_markdown, from_html)


READERS: dict[str, Any] = {
    "multichoice": QuestionReader.multichoice,
    "truefalse": QuestionReader.truefalse,
    "shortanswer": QuestionReader.shortanswer,
    "numerical": QuestionReader.numerical,
    "matching": QuestionReader.matching,
    "match": QuestionReader.matching,
    "cloze": QuestionReader.cloze,
    "multianswer": QuestionReader.cloze,
}


def worth_of(answer: Node) -> float:
    """Percent of the points. Raises LeftOut."""
    written = answer.attributes.get("fraction", "0")
    try:
        return float(written.replace(",", "."))
    except ValueError:
        raise LeftOut(f"The worth of an answer, {written[:20]!r}, is no number.") from None


def number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
