"""For tests of packs: a folder is changed, loaded, and looked at."""

import io
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Model

from quizzes.models import Question

COURSE, ABOUT = "course.yaml", "configuration/lesson.yaml"
QUIZ, WHY = "configuration/practice.yaml", "configuration/why.md"
PROMPT = "      What is Django's session framework for?\n"
NEW = """  - id: new
    level: easy
    kind: choice
    prompt: Which?
    choices:
      this: {text: This one, right: true}
      that: {text: That one, why: It is not.}
"""


def load(folder: Path) -> str:
    out = io.StringIO()
    call_command("loadcourse", folder, stdout=out)
    return out.getvalue()


def refusal(folder: Path) -> list[str]:
    """What is wrong with the pack, a line for each mistake."""
    with pytest.raises(CommandError) as error:
        load(folder)
    *problems, last = str(error.value).splitlines()
    count = "1 mistake" if len(problems) == 1 else f"{len(problems)} mistakes"
    assert last == f"{count}; nothing was loaded or changed."
    return problems


def edit(folder: Path, file: str, old: str, new: str) -> str:
    """The file's text with the first `old` replaced, as it now stands in the pack."""
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text, f"{file} no longer holds {old!r}; change the test with it"
    changed = text.replace(old, new, 1)
    (folder / file).write_text(changed, encoding="utf-8")
    return changed


def question_block(folder: Path, slug: str) -> str:
    """The lines of one question in the practice set."""
    text = (folder / QUIZ).read_text(encoding="utf-8")
    found = re.search(rf"^  - id: {slug}\n.*?(?=^  - id: |\Z)", text, re.DOTALL | re.MULTILINE)
    assert found, slug
    return found[0]


def rows(model: type[Model], **which: Any) -> list[dict[str, Any]]:
    return list(model._default_manager.filter(**which).order_by("pk").values())


def slugs() -> list[str]:
    asked = Question.objects.filter(question_set__mode="practice", retired=False)
    return list(asked.order_by("position").values_list("slug", flat=True))
