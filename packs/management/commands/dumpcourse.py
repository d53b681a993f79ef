from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from learn.models import Course
from packs.dump import dump_pack, write_pack
from packs.files import PackError
from packs.read import read_pack


class Command(BaseCommand):
    help = "Write a course as a pack, for loadcourse here or elsewhere. Comments are not kept."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("course", help="its address, for example django-sessions")
        parser.add_argument("folder", type=Path, help="where the pack's own folder will be made")

    def handle(self, *args: Any, course: str, folder: Path, **options: Any) -> None:
        row = Course.objects.filter(slug=course).first()
        if row is None:
            known = ", ".join(Course.objects.values_list("slug", flat=True)) or "none"
            raise CommandError(f"There is no course {course!r}. Courses here: {known}.")
        target = folder / row.slug
        if target.exists() and not (target.is_dir() and not any(target.iterdir())):
            raise CommandError(f"{target} is there already. Nothing was written; move it away.")
        try:
            count = write_pack(dump_pack(row), target)
        except OSError as error:
            raise CommandError(f"{target} can't be written ({error.strerror}).") from error
        self.stdout.write(f"{row.title}: {count} files in {target}")
        try:
            read_pack(target)
        except PackError as error:
            self.stderr.write(f"{error}\nloadcourse will refuse this pack until it is mended.")
