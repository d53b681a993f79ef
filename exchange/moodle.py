"""Reads Moodle XML: https://docs.moodle.org/en/Moodle_XML_format. Bytes in, questions out."""

import re
from collections.abc import Callable
from dataclasses import replace

from exchange import moodle_gaps, moodle_types
from exchange.common import ForeignQuestion, LeftOut, Unreadable, adding_notes, check_foreign
from exchange.levels import level_in_tags
from exchange.moodle_left_out import why_left_out
from exchange.moodle_question import MOST_HINTS, MoodleQuestion
from exchange.pictures import ForeignPictures
from exchange.reading import Reading
from exchange.texts.formats import ForeignTexts
from exchange.xml_tree import Node, parse_xml

type Reader = Callable[[MoodleQuestion], ForeignQuestion]

READERS: dict[str, Reader] = {
    "multichoice": moodle_types.multichoice,
    "multichoiceset": moodle_types.multichoiceset,
    "truefalse": moodle_types.truefalse,
    "shortanswer": moodle_types.shortanswer,
    "numerical": moodle_types.numerical,
    "matching": moodle_types.matching,
    "match": moodle_types.matching,
    "ordering": moodle_types.ordering,
    "cloze": moodle_gaps.cloze,
    "multianswer": moodle_gaps.cloze,
    "gapselect": moodle_gaps.gapselect,
    "ddwtos": moodle_gaps.ddwtos,
}


def read_moodle(data: bytes) -> Reading:
    """Every question of the file that has a kind here; the rest with the line and the reason.

    Raises Unreadable for what is no XML, no quiz of Moodle's, or would do harm.
    """
    reading, texts, pictures = Reading(), ForeignTexts(), ForeignPictures()
    quiz = parse_xml(data, any_case=True)
    if quiz.name != "quiz":
        message = f"This is no quiz of Moodle's: it begins with <{quiz.name}>, not <quiz>."
        raise Unreadable(1, message)
    for node in quiz.all("question"):
        kind = type_of(node)
        if kind == "category":
            reading.begin_category(node.line, node.text("category", "text"))
            continue
        try:
            foreign = read_question(MoodleQuestion(node, texts, pictures), kind)
        except LeftOut as reason:
            texts.take_lost()
            pictures.take_notes()
            reading.note(node.line, f"Left out. {reason}")
        else:
            reading.add(node.line, foreign)
    reading.note_languages(texts.languages)
    reading.images = pictures.taken
    return reading


def type_of(node: Node) -> str:
    """However it is written: `Multi Choice`, `multi-choice`."""
    return re.sub(r"[\s_-]", "", node.attributes.get("type", "")).lower()


def read_question(asked: MoodleQuestion, kind: str) -> ForeignQuestion:
    """Raises LeftOut."""
    if kind not in READERS:
        raise LeftOut(why_left_out(kind))
    foreign = check_foreign(READERS[kind](asked))
    foreign = replace(
        foreign,
        title=asked.node.text("name", "text"),
        level=level_in_tags(asked.tags),
        hints=[*filter(None, map(asked.markdown, asked.node.all("hint")))][:MOST_HINTS],
        explanation=asked.markdown(asked.node.first("generalfeedback")),
    )
    return adding_notes(foreign, *asked.left_behind())
