"""Questions as Moodle XML, in Markdown."""

from exchange.common import Note
from exchange.export_notes import Room, explanation_of, export_notes, outward
from exchange.levels import TAG
from exchange.moodle_cloze import PROMPT
from exchange.moodle_cloze_export import cloze_text
from exchange.moodle_elements import TextWriter
from exchange.pictures import shown_pictures
from exchange.texts.literal import literal
from exchange.xml_tree import xml_text
from quizzes.kinds import kind_of
from quizzes.kinds.portable import PortableAnswer, PortableForm, PortablePair, PortableQuestion
from quizzes.schema import Item

# Moodle's names of the types.
TYPES = {
    PortableForm.CHOOSE_ONE: "multichoice",
    PortableForm.CHOOSE_SEVERAL: "multichoice",
    PortableForm.TYPE_TEXT: "shortanswer",
    PortableForm.TYPE_NUMBER: "numerical",
    PortableForm.MATCH: "matching",
    PortableForm.CLOZE: "cloze",
    PortableForm.ORDER: "ordering",
}
MOODLE = Room("Moodle", frozenset(TYPES), hints=True, order=True, capitals=True, pictures=True)


def write_moodle(items: list[Item]) -> tuple[str, list[Note]]:
    """The questions that Moodle can carry, and notes on what it can't."""
    elements, notes = [], [*export_notes(items, MOODLE)]
    for item in items:
        question = kind_of(item).portable(item)
        if question and question.form in MOODLE.forms:
            written = QuestionWriter(item, question)
            elements.append(written.element())
            notes += [Note(0, f"{item.id}: {message}") for message in written.notes()]
    questions = "\n".join(elements)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n{questions}\n</quiz>\n', notes


def in_category(file: str, category: str) -> str:
    text = xml_text(category)
    element = f'<question type="category"><category><text>{text}</text></category></question>'
    return file.replace("<quiz>\n", f"<quiz>\n{element}\n", 1)


class QuestionWriter:
    def __init__(self, item: Item, question: PortableQuestion) -> None:
        self.item, self.question = item, question
        self.texts = TextWriter()

    def element(self) -> str:
        item = self.item
        is_cloze = self.question.form == PortableForm.CLOZE
        asked = cloze_text(item, self.question) if is_cloze else outward(item, item.prompt)
        parts = [
            f"<name><text>{xml_text(item.title or item.id)}</text></name>",
            self.texts.element("questiontext", asked),
            self.texts.element("generalfeedback", outward(item, explanation_of(item))),
            *self.settings(),
            *self.answers(),
            *(self.texts.element("hint", outward(item, hint)) for hint in item.hints),
            f"<tags><tag><text>{TAG}{item.level}</text></tag></tags>",
        ]
        inner = "\n".join(parts)
        return f'<question type="{TYPES[self.question.form]}">\n{inner}\n</question>'

    def settings(self) -> list[str]:
        shuffled = f"<shuffleanswers>{int(self.item.order == 'shuffled')}</shuffleanswers>"
        match self.question.form:
            case PortableForm.CHOOSE_ONE:
                return ["<single>true</single>", shuffled]
            case PortableForm.CHOOSE_SEVERAL:
                return ["<single>false</single>", shuffled]
            case PortableForm.TYPE_TEXT:
                return [f"<usecase>{int(self.item.capitals)}</usecase>"]
            case PortableForm.ORDER:
                return ["<layouttype>VERTICAL</layouttype>", "<selecttype>ALL</selecttype>"]
        return []

    def answers(self) -> list[str]:
        answers = self.question.answers
        match self.question.form:
            case PortableForm.MATCH:
                return [self.pair(pair) for pair in self.question.pairs]
            case PortableForm.TYPE_NUMBER:
                return [self.answer(one, one.percent, self.tolerance(one)) for one in answers]
            case PortableForm.ORDER:
                return [self.answer(one, place) for place, one in enumerate(answers, start=1)]
        return [self.answer(one, one.percent) for one in answers]

    def answer(self, answer: PortableAnswer, worth: float, more: str = "") -> str:
        """What one types goes out as it is typed: it has no marks."""
        why = self.texts.element("feedback", outward(self.item, answer.why))
        about = {"fraction": f"{worth:.7g}"}
        text = answer.text if kind_of(self.item).free_text else outward(self.item, answer.text)
        return self.texts.element("answer", text, why + more, about)

    def tolerance(self, answer: PortableAnswer) -> str:
        """Only a right number has room around it."""
        near = self.question.tolerance or 0.0
        return f"<tolerance>{near if answer.right else 0.0!r}</tolerance>"

    def pair(self, pair: PortablePair) -> str:
        """The format of the right part is for this site: Moodle takes it for plain."""
        match = xml_text(outward(self.item, pair.match))
        right = f'<answer format="markdown"><text>{match}</text></answer>'
        return self.texts.element("subquestion", outward(self.item, pair.text), right)

    def notes(self) -> list[str]:
        """What is to be told, once the element was written."""
        missing = self.texts.missing
        notes = [f"Its picture {source} is not here any more." for source in dict.fromkeys(missing)]
        if self.question.form == PortableForm.CLOZE and self.item.prompt.strip() != PROMPT:
            notes.append("Moodle has no place for a prompt above a text with gaps.")
        if any(literal(pair.match) != pair.match for pair in self.question.pairs):
            notes.append("Moodle shows the marks in its right parts: they are plain text there.")
        if {*shown_pictures(self.item)} - {*self.texts.written, *missing}:
            notes.append("Moodle has no place for some of its pictures.")
        return notes
