"""Samples marked ```python run give what their comments say they give."""

import ast
import re
from pathlib import Path
from typing import Any

import pytest

from tests.course import PACK

SAMPLE = re.compile(r"^```python run\n(.*?)^```", re.M | re.S)
GIVES = "  # -> "
SAMPLES = {
    f"{page.parent.name}/{page.stem}-{number}": sample
    for page in sorted(PACK.glob("*/*.md"))
    for number, sample in enumerate(SAMPLE.findall(Path(page).read_text()), start=1)
}


def run(sample: str) -> list[tuple[str, str, str]]:
    """Run a sample; each line that says what it gives, with that and with what it gave."""
    names: dict[str, Any] = {}
    found = []
    for statement in ast.parse(sample).body:
        lines = sample.splitlines()[statement.lineno - 1 : statement.end_lineno]
        code, said, value = "\n".join(lines).partition(GIVES)
        if said:
            found.append((code, value, repr(eval(code, names))))  # noqa: S307  (our own text)
        else:
            exec(code, names)  # noqa: S102  (our own text)
    return found


@pytest.mark.parametrize("sample", SAMPLES.values(), ids=SAMPLES)
def test_a_runnable_sample_gives_what_it_says(sample: str) -> None:
    found = run(sample)
    assert found
    for line, said, given in found:
        assert said == given, line


def test_a_sample_that_says_something_else_is_found_out() -> None:
    assert run("one = 1\none + 1  # -> 3\n") == [("one + 1", "3", "2")]
