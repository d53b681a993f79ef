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
