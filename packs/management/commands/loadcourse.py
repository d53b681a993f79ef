from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from packs.changes import pack_changes
from packs.files import PackError
from packs.load import load_pack
from packs.pack import Pack
from packs.sources import read_source


class Command(BaseCommand):
    help = "Check a course pack and load it: all of it or, with a mistake in it, nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "pack", type=Path, help="a folder, as fixtures/django-sessions, or the zip of one"
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="only say what would change, file by file"
        )

    def handle(self, *args: Any, pack: Path, **options: Any) -> None:
        if not (pack.is_dir() or pack.is_file()):
            message = f"{pack} is not a folder. Give the folder that holds course.yaml, or its zip."
            raise CommandError(message)
        try:
            checked = read_source(pack).pack()
        except PackError as error:
            count = len(error.problems)
            mistakes = "1 mistake" if count == 1 else f"{count} mistakes"
            raise CommandError(f"{error}\n{mistakes}; nothing was loaded or changed.") from error
        if options["dry_run"]:
            self.report_changes(checked)
            return
        loaded = load_pack(checked)
        self.stdout.write(
            f"{checked.about.title}: {loaded.lessons} lessons, {loaded.questions} questions "
            f"({loaded.changed} new or changed, {loaded.retired} retired)."
        )

    def report_changes(self, pack: Pack) -> None:
        changes = pack_changes(pack)
        for change in changes:
            self.stdout.write("\n".join([f"{change.file}: {change.what}", *change.lines]))
            if change.more:
                self.stdout.write(f"... and {change.more} lines more")
        self.stdout.write(
            f"Files that would change: {len(changes)}. Nothing was loaded or changed."
        )
