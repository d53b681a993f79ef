"""The README can't drift: its commands, variables, files and links are those of the project."""

import io
import re
import subprocess
from pathlib import Path

import pytest
from django.core.management import call_command

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text()
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text()
APPS = "config|studio|exchange|packs|analysis|classrooms|versions|quizzes|learn|lab|engines"
SHELL = re.compile(r"```shell\n(.*?)```", re.DOTALL)


def commands(text: str) -> list[str]:
    lines = "\n".join(SHELL.findall(text)).splitlines()
    return [line.split("#")[0].strip() for line in lines if line.strip()]


def test_the_readme_opens_with_what_this_is_the_commands_and_a_picture() -> None:
    start = README.split("## What is in it")[0]
    assert start.startswith("# Stateful\n**Learn Django's sessions")
    assert commands(start) == ["make run", "make test"]
    assert "](docs/pictures/practice-light.png)" in start


@pytest.mark.parametrize("text", [README, CONTRIBUTING], ids=["README", "CONTRIBUTING"])
def test_every_make_target_exists(text: str) -> None:
    targets = {command.split()[1] for command in commands(text) if command.startswith("make ")}
    assert targets
    for target in targets:
        done = subprocess.run(
            ["make", "--dry-run", target], cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("text", [README, CONTRIBUTING], ids=["README", "CONTRIBUTING"])
def test_every_file_that_is_named_is_there(text: str) -> None:
    links = re.findall(r"\]\(([^)#]+)\)", text)
    named = re.findall(rf"`((?:{APPS}|tests|static|fixtures)/[\w./-]*)`", text)
    for path in [*links, *named]:
        assert path.startswith("https://") or (ROOT / path).exists(), path


def test_every_variable_of_the_readme_is_read_by_the_settings() -> None:
    table = README.split("| variable |")[1].split("\n\n")[0]
    variables = re.findall(r"`([A-Z_]+)`", table.replace("var/", ""))
    files = ("settings.py", "env.py", "gunicorn.py")
    read = "".join((ROOT / "config" / name).read_text() for name in files)
    assert len(variables) > 8
    for variable in variables:
        assert f'"{variable}"' in read, variable


def test_the_versions_are_those_of_the_project() -> None:
    needed = re.search(r'requires-python = ">=([\d.]+)"', (ROOT / "pyproject.toml").read_text())
    assert needed
    assert f"Python {needed[1]} or newer" in README


@pytest.mark.slow
def test_the_command_that_loads_the_course_is_the_real_one(db: None) -> None:
    command = next(line for line in commands(README) if "loadcourse" in line)
    words = command.split("manage.py ")[1].split()
    call_command(words[0], str(ROOT / words[1]), stdout=io.StringIO())
