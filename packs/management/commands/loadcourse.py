from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from packs.changes import changes
from packs.files import PackError
from packs.load import load_pack
from packs.pack import Pack
from packs.read import read_pack
from packs.zips import unzipped


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
        try:
            with folder_of(pack) as folder:
                read = read_pack(folder)
        except PackError as error:
            count = len(error.problems)
            mistakes = "1 mistake" if count == 1 else f"{count} mistakes"
            raise CommandError(f"{error}\n{mistakes}; nothing was loaded or changed.") from error
        if options["dry_run"]:
            self.tell(read)
            return
        loaded = load_pack(read)
        self.stdout.write(
            f"{read.about.title}: {loaded.lessons} lessons, {loaded.questions} questions "
            f"({loaded.changed} new or changed, {loaded.retired} retired)."
        )

    def tell(self, pack: Pack) -> None:
        for change in (found := changes(pack)):
            self.stdout.write("\n".join([f"{change.file}: {change.what}", *change.lines]))
            if change.more:
                self.stdout.write(f"... and {change.more} lines more")
        self.stdout.write(f"Files that would change: {len(found)}. Nothing was loaded or changed.")


@contextmanager
def folder_of(pack: Path) -> Iterator[Path]:
    """The folder itself, or what is in the zip, as long as the block runs."""
    if pack.is_dir():
        yield pack
    elif pack.is_file():
        with unzipped(pack.read_bytes()) as folder:
            yield folder
    else:
        message = f"{pack} is not a folder. Give the folder that holds course.yaml, or its zip."
        raise CommandError(message)
