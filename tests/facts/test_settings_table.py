"""The tables on the page "Concept" say what Django says."""

import ast
import pkgutil
import re
from typing import Any

import pytest
from django.conf import global_settings
from django.contrib.sessions import backends

from tests.course import PACK
from tests.facts.site import ENGINES

CONCEPT = (PACK / "configuration" / "concept.md").read_text()


def table(heading: str) -> list[list[str]]:
    """The cells of the first table under a heading, without its head."""
    section = CONCEPT.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]
    lines = [line for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def literal(cell: str) -> Any:
    """The value in a cell's first code span."""
    span = re.search(r"`([^`]+)`", cell)
    assert span, f"no code in {cell!r}"
    return ast.literal_eval(span[1])


DEFAULTS = {row[0].strip("`"): literal(row[1]) for row in table("The settings")}


@pytest.mark.parametrize(("name", "default"), DEFAULTS.items(), ids=str)
def test_the_default_in_the_table_is_djangos(name: str, default: Any) -> None:
    assert getattr(global_settings, name) == default
    assert type(getattr(global_settings, name)) is type(default)


def test_the_table_leaves_out_only_these_settings() -> None:
    all_of_them = {name for name in dir(global_settings) if name.startswith("SESSION_")}
    assert all_of_them - set(DEFAULTS) == {"SESSION_COOKIE_DOMAIN", "SESSION_COOKIE_PATH"}


def test_the_table_of_engines_names_each_that_django_ships() -> None:
    shipped = {module.name for module in pkgutil.iter_modules(backends.__path__)} - {"base"}
    named = [row[0].strip("`") for row in table("The five engines")]
    assert set(named) == shipped == set(ENGINES)
    assert len(named) == len(set(named)) == 5


def test_two_weeks_are_1209600_seconds() -> None:
    assert global_settings.SESSION_COOKIE_AGE == 2 * 7 * 24 * 60 * 60
