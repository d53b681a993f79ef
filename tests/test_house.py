"""The house: who may import whom, and that pages carry no inline style or script."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
# Each may import itself and those after it.
ORDER = ["config", "quizzes", "learn", "engines"]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))


def imports(file: Path) -> set[str]:
    """The first names of all modules that a file imports, also inside functions."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            found.add((node.module or "").split(".")[0])
    return found


@pytest.mark.parametrize("package", ORDER)
def test_imports_run_one_way(package: str) -> None:
    forbidden = set(ORDER[: ORDER.index(package)])
    files = sorted((ROOT / package).rglob("*.py"))
    assert files
    for file in files:
        assert not imports(file) & forbidden, file


def test_engines_know_nothing_of_this_site() -> None:
    for file in (ROOT / "engines").rglob("*.py"):
        assert not imports(file) & {"learn", "quizzes", "config", "markdown_it", "ruamel"}


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_a_template_has_no_inline_style_script_or_handler(template: Path) -> None:
    text = template.read_text()
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=", text)
    for tag in re.findall(r"<script[^>]*>", text):
        assert "src=" in tag
        assert "csp_nonce_attr" in tag


def test_no_file_names_a_package_index() -> None:
    for file in [*(ROOT / "requirements").iterdir(), ROOT / "Makefile", ROOT / "Dockerfile"]:
        text = file.read_text().replace("http://127.0.0.1", "").replace("--no-emit-index-url", "")
        assert not re.search(r"index-url|find-links|https?://", text), file
