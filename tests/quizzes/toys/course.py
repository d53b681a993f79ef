"""A small course with one question set, for toys."""

from io import StringIO
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db.models import Model
from django.test import Client

TEMPLATES = Path(__file__).parent / "templates"
PRACTICE = "/learn/toys/first/practice/"
HTMX = {"HX-Request": "true", "HX-Target": "quiz"}
FILES = {
    "course.yaml": "title: Toys\nlessons: [first]\n",
    "first/lesson.yaml": "title: First\nmodes: [why, practice]\n",
    "first/why.md": "## Why\n\nTo see it work.\n",
}


def with_toy_templates(engines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The setting `TEMPLATES` with the folder of the toys' templates in it."""
    return [{**engine, "DIRS": [*engine["DIRS"], TEMPLATES]} for engine in engines]


def write_course(folder: Path, practice: str) -> Path:
    """The pack `toys` in a folder, with this text as its practice set."""
    pack = folder / "toys"
    for name, text in {**FILES, "first/practice.yaml": practice}.items():
        (pack / name).parent.mkdir(parents=True, exist_ok=True)
        (pack / name).write_text(text)
    return pack


def run(command: str, *arguments: Any) -> str:
    """What a management command writes."""
    out = StringIO()
    call_command(command, *arguments, stdout=out, stderr=out)
    return out.getvalue()


def texts_in(folder: Path) -> dict[str, str]:
    """The text of each file, by its path in the folder."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {str(path.relative_to(folder)): path.read_text() for path in files}


def quiz_of(client: Client, question: str) -> str:
    """The quiz on the lesson's page, at this question."""
    page = client.get(f"{PRACTICE}?q={question}").content.decode()
    return page[page.index('id="quiz"') :]


def page_of(row: Model, name: str) -> str:
    """The address of a page of a row in the panel."""
    return f"/admin/{row._meta.label_lower.replace('.', '/')}/{row.pk}/{name}/"
