"""An import in two steps, with its file kept between them: a look, and the import itself."""

from typing import Any

from django.utils import timezone

from exchange.category_names import category_of_set
from exchange.formats import FORMATS
from exchange.importer import format_of, import_questions, look_at_questions
from exchange.models import LONGEST_NAME, Import
from exchange.planning import ADD, SKIP
from exchange.report import DIFFERS, LEFT, NEW, UPDATED, ImportReport
from learn.course_versions import one_new_version
from quizzes.models import QuestionSet


class ChoiceNeeded(Exception):
    """There are questions here with other content, and nobody has said what to do with them."""


def keep_file(
    data: bytes,
    file_name: str,
    question_set: QuestionSet,
    user: Any,
    format_name: str = "",
    category: str = "",
) -> Import:
    """Look at a file and keep it, for `finish_import`. `user`: None from the shell. `category`: the
    only one of the file's that is to come, or else the one that an export of this set has.

    Raises Unreadable; then nothing is kept.
    """
    file_format = FORMATS[format_name] if format_name else format_of(data)
    reading = file_format.read(data)
    category = category or category_of_set(reading, question_set)
    report = look_at_questions(reading.only(category), question_set)
    Import.objects.forget_waiting(user)
    return Import.objects.create(
        question_set=question_set,
        user=user,
        file_name=clean_name(file_name),
        format=file_format.name,
        data=data,
        category=category,
        report_text=report.to_text(),
        summary=report.summary,
    )


def clean_name(file_name: str) -> str:
    """The name without characters that nobody sees, or that turn what stands around them."""
    return "".join(filter(str.isprintable, file_name))[-LONGEST_NAME:] or "file"


@one_new_version()
def finish_import(kept: Import, existing: str, user: Any) -> Import:
    """Import a file that was kept. One that was imported already stays as it is.

    The set may have been changed since the look, so what becomes of each question is found anew.
    Returns the import with its report. Raises ChoiceNeeded where `existing` is empty and something
    is here with other content; then the look must be made anew.
    """
    row = Import.objects.select_for_update(of=("self",)).get(pk=kept.pk)
    if row.done:
        return row
    question_set, reading = row.question_set, row.read_file()
    words = f"Imported from {row.file_name}."
    report = import_questions(reading, question_set, existing=existing, by=user, words=words)
    if report.differing:
        raise ChoiceNeeded
    changed = count_changed(row.report, report, existing)
    row.report = report.with_changes(changed)
    row.data, row.done = b"", timezone.now()
    row.save()
    return row


def look_again(kept: Import) -> None:
    """Make the look anew: the set was changed since, or another category is to come."""
    kept.report = look_at_questions(kept.read_file(), kept.question_set)
    kept.save(update_fields=["category", "report_text", "summary"])


def count_changed(look: ImportReport, report: ImportReport, existing: str) -> int:
    """How many questions have another outcome than the look had said."""
    chosen = {ADD: {NEW}, SKIP: {LEFT}}.get(existing, {UPDATED, LEFT})
    return sum(
        now.outcome not in (chosen if before.outcome == DIFFERS else {before.outcome})
        for before, now in zip(look.questions, report.questions, strict=True)
    )
