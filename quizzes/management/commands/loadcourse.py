from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from quizzes.packs.files import PackError
from quizzes.packs.load import load_pack
from quizzes.packs.read import read_pack


class Command(BaseCommand):
    help = "Check a course pack and load it: all of it or, with a mistake in it, nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, help="for example fixtures/django-sessions")

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        if not folder.is_dir():
            raise CommandError(f"{folder} is not a folder. Give the folder that holds course.yaml.")
        try:
            pack = read_pack(folder)
        except PackError as error:
            count = len(error.problems)
            mistakes = "1 mistake" if count == 1 else f"{count} mistakes"
            raise CommandError(f"{error}\n{mistakes}; nothing was loaded or changed.") from error
        loaded = load_pack(pack)
        self.stdout.write(
            f"{pack.about.title}: {loaded.lessons} lessons, {loaded.questions} questions "
            f"({loaded.changed} new or changed, {loaded.retired} retired)."
        )
