import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from packs.files import Problem
from packs.lint import lint_pack
from packs.sources import read_source


class Command(BaseCommand):
    help = (
        "Say what is wrong with a course pack, and what could be better, with file and line. "
        "The database is not asked and not changed. Exits 1 if there is anything to mend."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, help="for example fixtures/django-sessions")
        parser.add_argument(
            "--format",
            choices=FORMATS,
            default="text",
            help="github: as annotations of a workflow run",
        )

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        if not folder.is_dir():
            raise CommandError(f"{folder} is not a folder. Give the folder that holds course.yaml.")
        problems = lint_pack(read_source(folder))
        for problem in problems:
            self.stdout.write(FORMATS[options["format"]](folder, problem))
        if problems:
            self.stderr.write(f"{len(problems)} to mend.")
            sys.exit(1)
        self.stdout.write(f"{folder}: nothing to mend.")


def plain_line(folder: Path, problem: Problem) -> str:
    return f"{(folder / problem.file).as_posix()}:{problem.line}: {problem.message}"


def annotation(folder: Path, problem: Problem) -> str:
    """GitHub's workflow command. https://docs.github.com/actions/reference/workflow-commands"""
    file = (
        escape_annotation((folder / problem.file).as_posix())
        .replace(":", "%3A")
        .replace(",", "%2C")
    )
    return f"::error file={file},line={problem.line}::{escape_annotation(problem.message)}"


def escape_annotation(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


FORMATS = {"text": plain_line, "github": annotation}
