"""Imports questions of other systems into a set, as drafts: learners see no change."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction

from exchange import gift, moodle
from exchange.common import Note, Reading, Unreadable, unused_slug
from learn.course_versions import one_new_version
from learn.positions import end_of
from packs.draft import saved_draft
from packs.findings import blocking_findings
from quizzes.models import Question, QuestionSet
from quizzes.question_rows import question_columns, write_parts
from quizzes.schema import Item
from versions.record import record_versions


@dataclass(frozen=True)
class ImportedQuestion:
    """A question of the file. `pk`: 0 if nothing was saved. `to_mend`: what keeps it from being
    published."""

    line: int
    slug: str
    prompt: str
    pk: int
    to_mend: list[str]


@dataclass(frozen=True)
class ImportReport:
    taken: list[ImportedQuestion]
    notes: list[Note]


def import_questions(
    data: bytes, question_set: QuestionSet, *, only_look: bool = False, by: Any = None
) -> ImportReport:
    """Add the questions of a foreign file to a set, as drafts: all of them, or none.

    `only_look`: report what would happen, and change nothing. `by`: the user who imports.
    Raises Unreadable for a file that is neither GIFT nor Moodle XML.
    """
    return add_drafts(read_questions(data), question_set, only_look, by)


def read_questions(data: bytes) -> Reading:
    """GIFT or Moodle XML, whichever it is. Raises Unreadable."""
    start = data.lstrip(b"\xef\xbb\xbf \t\r\n")[:100]
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        text = data.decode("utf-16", "replace")
        return moodle.read_moodle(data) if text.lstrip()[:1] in ("<", "") else gift.read_gift(text)
    if start.startswith((b"<?xml", b"<quiz")):
        return moodle.read_moodle(data)
    if b"\0" in data:
        line = data.count(b"\n", 0, data.index(b"\0")) + 1
        raise Unreadable(line, "This is not text: it holds a NUL. Give a GIFT or an XML file.")
    try:
        return gift.read_gift(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Unreadable(line, "This is not UTF-8. Save the file as UTF-8.") from error


@one_new_version()
def add_drafts(
    reading: Reading, question_set: QuestionSet, only_look: bool, by: Any
) -> ImportReport:
    """Add the questions that were read at the end of the set. With `only_look` all is undone."""
    used = set(question_set.questions.values_list("slug", flat=True))
    first = end_of(question_set.questions.all())
    imported, rows = [], []
    for position, (line, item) in enumerate(reading.questions, start=first):
        slug = unused_slug(item.id, used)
        used.add(slug)
        row = add_draft(question_set, slug, position, item)
        rows.append(row)
        mistakes = blocking_findings(saved_draft(row))
        to_mend = [f"{mistake.label}: {mistake.message}" for mistake in mistakes]
        pk = 0 if only_look else row.pk
        imported.append(ImportedQuestion(line, slug, item.prompt, pk, to_mend))
    record_versions(rows, by, "Imported.")
    transaction.set_rollback(only_look)
    return ImportReport(imported, sorted(reading.notes, key=lambda note: note.line))


def add_draft(question_set: QuestionSet, slug: str, position: int, item: Item) -> Question:
    """Write one question with all its parts, unpublished."""
    row = Question.objects.create(
        question_set=question_set,
        slug=slug,
        position=position,
        published=None,
        **question_columns(item),
    )
    write_parts(row, item)
    return row
