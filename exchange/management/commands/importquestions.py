import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from exchange.category_names import category_of_set
from exchange.common import Unreadable
from exchange.formats import FORMATS
from exchange.importer import format_of, look_at_questions
from exchange.kept_imports import finish_import, keep_file
from exchange.planning import EXISTING, SKIP
from exchange.report import ImportedQuestion, ImportReport
from exchange.set_names import set_called
from quizzes.models import QuestionSet


class Command(BaseCommand):
    help = (
        "Bring questions of another system into a set, as drafts: all of the file, or none. Says "
        "what came, what did not, and what is to be mended, each with file and line."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "set", metavar="COURSE/LESSON/MODE", help="as django-sessions/configuration/practice"
        )
        parser.add_argument("--dry-run", action="store_true", help="say it, and change nothing")
        parser.add_argument(
            "--format", choices=FORMATS, default="", help="if it is not to be recognised"
        )
        parser.add_argument(
            "--category", default="", help="bring only the questions of this category of the file"
        )
        parser.add_argument(
            "--existing",
            choices=EXISTING,
            default=SKIP,
            help="what to do with a question that is here under the same name with other content",
        )
        parser.add_argument(
            "--strict", action="store_true", help="exit 1 if something of the file was lost"
        )

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        question_set = set_called(options["set"])
        try:
            data = file.read_bytes()
        except OSError as error:
            raise CommandError(f"{file} can't be read ({error.strerror}).") from error
        try:
            report = self.bring(data, file, question_set, options)
        except Unreadable as reason:
            place = f"{file}:{reason.note.line}" if reason.note.line else str(file)
            message = f"{place}: {reason.note.message} Nothing was changed."
            raise CommandError(message) from reason
        self.tell(file, report)
        done = "Nothing was changed." if options["dry_run"] else "The new ones are drafts."
        self.stdout.write(f"{question_set}: {report.summary}. {done}")
        if report.lost and options["strict"]:
            self.stderr.write(f"{report.lost} remarks on what did not come.")
            sys.exit(1)

    def bring(
        self, data: bytes, file: Path, question_set: QuestionSet, options: dict[str, Any]
    ) -> ImportReport:
        """Raises Unreadable."""
        name, existing, category = (options[name] for name in ("format", "existing", "category"))
        reading = (FORMATS[name] if name else format_of(data)).read(data)
        if category and not reading.categories.get(category):
            there = ", ".join(filter(reading.categories.get, reading.categories)) or "none"
            raise CommandError(f"No question is in a category {category}; there are: {there}.")
        if options["dry_run"]:
            category = category or category_of_set(reading, question_set)
            return look_at_questions(reading.only(category), question_set, existing)
        kept = keep_file(data, file.name, question_set, None, name, category)
        return finish_import(kept, existing, None).report

    def tell(self, file: Path, report: ImportReport) -> None:
        """All that there is to tell, a line each, in the order of the file."""
        for category in report.left_categories:
            self.stdout.write(f"{file}: {category.name}: {category.count} not asked for.")
        lines = [(note.line, note.message) for note in report.notes]
        for question in report.questions:
            lines += [(question.line, words) for words in words_about(question)]
        for line, words in sorted(lines, key=lambda pair: pair[0]):
            self.stdout.write(f"{file}:{line}: {words}")


def words_about(question: ImportedQuestion) -> list[str]:
    return [
        f"{question.slug}: {question.outcome_words}",
        *question.notes,
        *(f"To mend before it is published: {mistake}" for mistake in question.to_mend),
    ]
