"""Foreign questions into a set, as drafts: nothing that learners see changes."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction

from exchange import gift, moodle
from exchange.common import Note, Reading, Unreadable, free
from learn.positions import end_of
from packs.draft import saved
from packs.findings import blocking
from quizzes.models import Question, QuestionSet
from quizzes.question_rows import question_columns, write_parts
from versions.record import record


@dataclass(frozen=True)
class Taken:
    """A question that came along. `pk`: 0 as long as one only looks. `to_mend`: what keeps it from
    being published."""

    line: int
    slug: str
    prompt: str
    pk: int
    to_mend: list[str]


@dataclass(frozen=True)
class Report:
    taken: list[Taken]
    notes: list[Note]


def read(data: bytes) -> Reading:
    """GIFT or Moodle XML, whichever it is. Raises Unreadable."""
    start = data.lstrip(b"\xef\xbb\xbf \t\r\n")[:100]
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        text = data.decode("utf-16", "replace")
        return moodle.read(data) if text.lstrip()[:1] in ("<", "") else gift.read(text)
    if start.startswith(b"<"):
        return moodle.read(data)
    if b"\0" in data:
        line = data.count(b"\n", 0, data.index(b"\0")) + 1
        raise Unreadable(line, "This is not text: it holds a NUL. Give a GIFT or an XML file.")
    try:
        return gift.read(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Unreadable(line, "This is not UTF-8. Save the file as UTF-8.") from error


def take(reading: Reading, question_set: QuestionSet, only_look: bool, by: Any = None) -> Report:
    """All questions of the file at the end of the set, or none: one transaction."""
    with transaction.atomic():
        used = set(question_set.questions.values_list("slug", flat=True))
        position = end_of(question_set.questions.all())
        taken, rows = [], []
        for number, (line, item) in enumerate(reading.questions):
            slug = free(item.id, used)
            used.add(slug)
            row = Question.objects.create(
                question_set=question_set,
                slug=slug,
                position=position + number,
                published=None,
                **question_columns(item),
            )
            write_parts(row, item)
            rows.append(row)
            found = [f"{one.label}: {one.message}" for one in blocking(saved(row))]
            taken.append(Taken(line, slug, item.prompt, 0 if only_look else row.pk, found))
        record(rows, by, "Imported.")
        transaction.set_rollback(only_look)
    return Report(taken, sorted(reading.notes, key=lambda note: note.line))
