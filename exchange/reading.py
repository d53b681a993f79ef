"""What a file in a foreign format gives: its questions, and what is to be told of it."""

import re
from dataclasses import dataclass, field, replace

from exchange.choice_order import keep_places
from exchange.common import ForeignQuestion, Note, Unreadable, end_of_name, slug_from, unused_slug
from exchange.pictures import ForeignPicture, shown_pictures, words_of
from exchange.texts.languages import Languages
from quizzes.schema import Item

MOST_QUESTIONS = 1_000
MOST_NOTES = 2_000
# How Moodle begins the path of a category: `$course$/top/Sessions`.
PLACE_IN_MOODLE = re.compile(r"^\$\w+\$/(?:top/)?")


@dataclass
class Reading:
    """`questions` with the line that each begins on; `notes` on what did not come along.

    `images`: the pictures of the file, by what stands for each in the texts of the questions.
    `place`: what the numbers of lines count, where the file is more than one text.
    `categories`: how many questions each has, in the order of the file. `in_category`: the category
    of each question. `taken`: the only category that is to come; empty for all.
    """

    questions: list[tuple[int, Item]] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    images: dict[str, ForeignPicture] = field(default_factory=dict)
    place: str = "Line"
    categories: dict[str, int] = field(default_factory=dict)
    in_category: list[str] = field(default_factory=list)
    taken: str = ""
    _category: str = ""

    def begin_category(self, line: int, name: str) -> None:
        """What follows is in this category, up to the next one."""
        self._category = PLACE_IN_MOODLE.sub("", name.strip())
        if not self._category:
            return
        self.categories.setdefault(self._category, 0)
        message = f"The category {name!r} was not imported: a set here has no categories."
        self.note(line, message, names_category=True)

    def only(self, category: str) -> "Reading":
        """With the questions of this category alone, and what is to be told of them."""
        if not category:
            return self
        pairs = zip(self.questions, self.in_category, strict=True)
        questions = [question for question, name in pairs if name == category]
        notes = [
            note
            for note in self.notes
            if note.category in ("", category) and not note.names_category
        ]
        if others := self.in_category.count(""):
            notes.append(Note(1, f"In no category of the file, and not asked for: {others}."))
        sources = {source for _, item in questions for source in shown_pictures(item)}
        return replace(
            self,
            questions=questions,
            notes=notes,
            images={name: image for name, image in self.images.items() if name in sources},
            in_category=[category] * len(questions),
            taken=category,
        )

    def note(self, line: int, message: str, *, names_category: bool = False) -> None:
        """Raises Unreadable if there is too much to tell."""
        if len(self.notes) == MOST_NOTES:
            raise Unreadable(line, f"More than {MOST_NOTES:,} remarks up to here. Split the file.")
        self.notes.append(Note(line, message, self._category, names_category))

    def note_languages(self, languages: Languages) -> None:
        self._category = ""
        if languages.left_out:
            left, taken = ", ".join(sorted(languages.left_out)), ", ".join(sorted(languages.taken))
            self.note(1, f"Texts in several languages: {taken} was imported, {left} was not.")

    def add(self, line: int, foreign: ForeignQuestion) -> None:
        """Raises Unreadable if there are too many questions."""
        if len(self.questions) == MOST_QUESTIONS:
            raise Unreadable(line, f"More than {MOST_QUESTIONS} questions. Split the file.")
        taken = {item.id for _, item in self.questions}
        said = foreign.name or slug_from(foreign.title) or slug_from(words_of(foreign.prompt)[:60])
        slug = unused_slug(said, taken)
        item, kept = keep_places(foreign.item(slug))
        self.questions.append((line, item))
        self.in_category.append(self._category)
        if self._category:
            self.categories[self._category] += 1
        for message in filter(None, [*foreign.notes, kept, end_of_name(foreign.title)]):
            self.note(line, message)
