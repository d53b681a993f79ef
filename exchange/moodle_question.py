"""One question of Moodle's XML: its texts, and what of it stays behind, whatever its type."""

from dataclasses import dataclass, field
from functools import partial

from exchange.common import LeftOut
from exchange.levels import TAG
from exchange.moodle_files import QuestionFiles
from exchange.pictures import ForeignPictures
from exchange.texts.formats import AUTO, HTML, MARKDOWN, PLAIN, ForeignTexts, words_of
from exchange.xml_tree import Node
from quizzes.kinds.portable import PortableAnswer

FORMATS = {
    "html": HTML,
    "moodle_auto_format": AUTO,
    "plain_text": PLAIN,
    "plain": PLAIN,
    "markdown": MARKDOWN,
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


@dataclass
class MoodleQuestion:
    """`form`: the format of its texts where one names none."""

    node: Node
    texts: ForeignTexts
    pictures: ForeignPictures
    form: str = field(init=False)
    files: QuestionFiles = field(init=False)

    def __post_init__(self) -> None:
        asked = self.node.first("questiontext")
        self.form = FORMATS.get(asked.attributes.get("format", "") if asked else "", HTML)
        self.files = QuestionFiles(self.node, self.pictures)

    def markdown(self, part: Node | None) -> str:
        """A text of it, with the pictures that stand beside the text."""
        if part is None:
            return ""
        words = part.text("text") if part.all("text") else part.text()
        return self.text_in(part, words)

    def text_in(self, part: Node, words: str) -> str:
        form = FORMATS.get(part.attributes.get("format", ""), self.form)
        return self.texts.markdown(words, form, partial(self.files.picture, part))

    def auto_text(self, part: Node | None) -> str:
        """A text that Moodle takes for plain where it names no format."""
        if part is None:
            return ""
        form = FORMATS.get(part.attributes.get("format", ""), AUTO)
        return self.texts.markdown(part.text("text"), form, partial(self.files.picture, part))

    @property
    def prompt(self) -> str:
        asked = self.markdown(self.node.first("questiontext"))
        return "\n\n".join(filter(None, [asked, self.files.old_picture()]))

    @property
    def tags(self) -> list[str]:
        return [tag.text("text") for node in self.node.all("tags") for tag in node.all("tag")]

    def is_on(self, name: str) -> bool | None:
        """A switch of it; None where it has none of that name."""
        written = self.node.text(name).lower()
        return {"true": True, "1": True, "false": False, "0": False}.get(written)

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

    def left_behind(self) -> list[str]:
        """What the question has in Moodle and not here."""
        said = {name: self.markdown(self.node.first(name)) for name in COMBINED}
        notes = [
            f"Feedback for {COMBINED[name]} was not imported: {words_of(words)}"
            for name, words in said.items()
            if words and words.strip().lower() not in STANDARD
        ]
        if others := [tag for tag in self.tags if not tag.startswith(TAG)]:
            notes.append(f"Its tags were not imported: {', '.join(others)}.")
        if self.node.text("hidden") == "1":
            notes.append("It is hidden in Moodle. Here it is a draft, as all are.")
        if len(self.node.all("hint")) > MOST_HINTS:
            notes.append(f"It has more than {MOST_HINTS} hints. The others were not imported.")
        if number(self.node.text("penalty")) not in (None, 0, 0.3333333, 1 / 3, 0.1):
            notes.append(
                f"A wrong try costs {self.node.text('penalty')} in Moodle. Here the set decides."
            )
        if number(self.node.text("defaultgrade")) not in (None, 1):
            grade = self.node.text("defaultgrade")
            notes.append(
                f"It is worth {grade} points in Moodle. Here every question counts the same."
            )
        if lost := self.texts.take_lost():
            notes.append(f"Not imported from this question: {', '.join(lost)}.")
        return notes + self.pictures.take_notes()


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
