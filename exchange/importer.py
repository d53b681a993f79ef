"""Imports questions of other systems into a set, as drafts: all of a file, or none of it."""

from typing import Any

from exchange.common import Unreadable
from exchange.encodings import start_of
from exchange.formats import (
    FORMATS,
    Format,
    format_labels,
    has_lettered_choices,
    recognised_format,
)
from exchange.look_alikes import describe_file
from exchange.pictures import shown_pictures
from exchange.planning import SKIP, Planned, plan_import
from exchange.reading import Reading
from exchange.report import NEW, FileCategory, ImportedQuestion, ImportReport, notes_by_question
from learn.course_versions import one_new_version
from learn.images.keeping import keep_image
from learn.markdown import opening
from learn.positions import end_of
from quizzes.models import Question, QuestionSet
from quizzes.question_rows import question_columns, write_parts
from quizzes.schema import Item
from versions.record import keep_current, record_versions
from versions.snapshot import lock_course

LONGEST_OPENING = 120  # characters of a prompt that a report keeps


def read_questions(data: bytes) -> Reading:
    """The questions of a file in whichever format it is. Raises Unreadable."""
    return format_of(data).read(data)


def format_of(data: bytes) -> Format:
    """The format of a file. Raises Unreadable for what is plainly something else, with what it
    looks like and what to do. Text that nothing is known of counts as GIFT, or as Aiken where
    choices have letters, and XML as Moodle's: their readers say line by line what they can't
    take."""
    if known := recognised_format(data):
        return known
    if words := describe_file(data, format_labels()):
        raise Unreadable(0, words)
    if start_of(data).startswith("<"):
        return FORMATS["moodle"]
    return FORMATS["aiken" if has_lettered_choices(data) else "gift"]


def look_at_questions(
    reading: Reading, question_set: QuestionSet, existing: str = ""
) -> ImportReport:
    """What an import would bring. Nothing is changed.

    `existing`: what to do with questions that are here with other content (`planning.EXISTING`).
    """
    return make_report(reading, plan_import(reading, question_set, existing), {})


@one_new_version()
def import_questions(
    data: bytes | Reading,
    question_set: QuestionSet,
    *,
    existing: str = SKIP,
    by: Any = None,
    words: str = "Imported.",
) -> ImportReport:
    """Write the questions of a file into a set: new ones as drafts at its end.

    `by`: the user who imports. `words`: for the history. Raises Unreadable.
    """
    reading = read_questions(data) if isinstance(data, bytes) else data
    lock_course(question_set)
    plans = plan_import(reading, question_set, existing)
    keep_current([plan.row for plan in plans if plan.is_written and plan.row])
    position = end_of(question_set.questions.all())
    rows: dict[str, Question] = {}
    for plan in plans:
        if plan.is_written:
            keep_pictures(plan.item, reading)
            rows[plan.item.id] = write_question(question_set, plan, position)
            position += plan.outcome == NEW
    record_versions(rows.values(), by, words)
    return make_report(reading, plans, {slug: row.pk for slug, row in rows.items()})


def keep_pictures(item: Item, reading: Reading) -> None:
    """Keep the pictures that came with the file and that the question shows."""
    for source in shown_pictures(item):
        if picture := reading.images.get(source):
            keep_image(picture.data, picture.name)


def write_question(question_set: QuestionSet, plan: Planned, position: int) -> Question:
    """Write one question with all its parts: a new one unpublished, one that is here in its place
    and as published as it is."""
    columns = question_columns(plan.item)
    if plan.row is None:
        row = Question.objects.create(
            question_set=question_set,
            slug=plan.item.id,
            position=position,
            published=None,
            **columns,
        )
    else:
        # Read anew, without the parts that are about to be replaced.
        row = Question.objects.get(pk=plan.row.pk)
        for name, value in columns.items():
            setattr(row, name, value)
        row.save()
    write_parts(row, plan.item, is_new=plan.row is None)
    return row


def make_report(reading: Reading, plans: list[Planned], written: dict[str, int]) -> ImportReport:
    """`written`: the primary keys of the rows that were written, by name."""
    notes = notes_by_question([plan.line for plan in plans], reading.notes)
    return ImportReport(
        place=reading.place,
        images=len(reading.images),
        categories=[
            FileCategory(name, count, reading.taken in ("", name))
            for name, count in reading.categories.items()
            if count
        ],
        questions=[
            ImportedQuestion(
                line=plan.line,
                slug=plan.item.id,
                prompt=opening(plan.item.prompt)[:LONGEST_OPENING],
                outcome=plan.outcome,
                pk=written.get(plan.item.id) or (plan.row and plan.row.pk) or 0,
                other=plan.other,
                to_mend=plan.to_mend,
                notes=notes.of.get(number, []),
            )
            for number, plan in enumerate(plans)
        ],
        notes=notes.rest,
    )
