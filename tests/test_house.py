"""The house: pages carry no inline style or script, and no file names a package index.

Who may import whom is held by import-linter, in `make check`.
"""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))


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


def imported_modules(file: Path) -> set[str]:
    """Whole names of what a file of the tests imports, also in the code that it holds as text."""
    return set(re.findall(r"^\s*(?:from|import) ([\w.]+)", file.read_text(), re.MULTILINE))


def test_no_test_module_is_imported() -> None:
    """What tests share is in modules of another name, which say what they are for."""
    for file in (ROOT / "tests").rglob("*.py"):
        for module in imported_modules(file):
            last = module.rpartition(".")[2]
            assert not last.startswith("test_") or not module.startswith("tests"), (file, module)
            assert last != "conftest", (file, module)
