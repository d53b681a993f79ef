"""The rooms of the house: none is too large, and a name says what it is."""

import ast
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from statistics import median

import pytest

ROOT = Path(__file__).resolve().parent.parent
APPS = (
    *("config", "studio", "exchange", "packs", "analysis", "classrooms"),
    *("versions", "quizzes", "learn", "lab", "engines"),
)
LARGEST_SHARE = 0.26  # of all lines: about a quarter
LONGEST_FILE, LONGEST_USUAL_FILE = 250, 80  # lines; the second is for the median
LONGEST_TEMPLATE_LINE = 160
# Names that say nothing to whoever searches for them.
EMPTY_NAMES = {"told", "read", "plain", "shown", "one"}
# The views of the site that experiments run. A learner sees their names in the address: `/read/`.
SEEN_BY_LEARNERS = ROOT / "lab" / "experiments" / "sandbox" / "pages.py"


def files_of(app: str) -> list[Path]:
    return [file for file in (ROOT / app).rglob("*.py") if "migrations" not in file.parts]


def lines_of(file: Path) -> int:
    return len(file.read_text().splitlines())


FILES = list(chain.from_iterable(files_of(app) for app in APPS))


def public_functions(file: Path) -> Iterator[str]:
    """The names of a module's functions and methods, without those inside functions."""
    tree = ast.parse(file.read_text())
    classes = [node for node in tree.body if isinstance(node, ast.ClassDef)]
    for node in [*tree.body, *chain.from_iterable(kind.body for kind in classes)]:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name


@pytest.mark.parametrize("app", APPS)
def test_no_app_holds_more_than_about_a_quarter_of_the_lines(app: str) -> None:
    here = sum(map(lines_of, files_of(app)))
    assert 0 < here <= LARGEST_SHARE * sum(map(lines_of, FILES))


def test_files_are_short_and_no_file_is_long() -> None:
    lengths = {file: lines_of(file) for file in FILES if lines_of(file)}
    assert median(lengths.values()) <= LONGEST_USUAL_FILE
    assert {file.name for file, lines in lengths.items() if lines > LONGEST_FILE} == set()


def test_no_public_function_has_a_name_that_says_nothing() -> None:
    named = [(file, name) for file in FILES for name in public_functions(file)]
    assert named
    assert [
        f"{file.relative_to(ROOT)}:{name}"
        for file, name in named
        if name in EMPTY_NAMES and file != SEEN_BY_LEARNERS
    ] == []


def test_a_line_of_a_template_holds_one_thing() -> None:
    long = [
        f"{template.relative_to(ROOT)}:{number}"
        for template in sorted((ROOT / "templates").rglob("*.html"))
        for number, line in enumerate(template.read_text().splitlines(), start=1)
        if len(line) > LONGEST_TEMPLATE_LINE
    ]
    assert long == []
