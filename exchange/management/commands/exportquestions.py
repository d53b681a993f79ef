from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from exchange.exporter import export_questions
from exchange.formats import FORMATS, format_of_name
from exchange.set_names import set_called


class Command(BaseCommand):
    help = "Write the questions of a set as a file of another system, and say what it can't carry."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "set", metavar="COURSE/LESSON/MODE", help="as django-sessions/configuration/practice"
        )
        parser.add_argument("file", type=Path, help="its ending says in which format")
        parser.add_argument("--format", choices=FORMATS, default="", help="whatever the ending")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        question_set = set_called(options["set"])
        name = options["format"]
        file_format = FORMATS[name] if name else format_of_name(file.name)
        if file_format is None:
            endings = ", ".join(
                f".{ending}" for entry in FORMATS.values() for ending in entry.endings
            )
            message = (
                f"The ending of {file.name} says no format. Use one of {endings}, or --format."
            )
            raise CommandError(message)
        data, notes = export_questions(question_set, file_format)
        try:
            with file.open("xb") as out:
                out.write(data)
        except FileExistsError as error:
            message = f"{file} is there already. Nothing was written; move it away."
            raise CommandError(message) from error
        except OSError as error:
            raise CommandError(f"{file} can't be written ({error.strerror}).") from error
        for note in notes:
            self.stdout.write(f"{file}: {note.message}")
        self.stdout.write(f"{question_set}: {file_format.label} in {file}.")
