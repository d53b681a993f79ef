"""libyaml reads of a plain file what ruamel.yaml does, and leaves any other file to it."""

import random
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml.nodes import Node

from packs.files import PackError, compose_carefully
from packs.prose import PLAIN, prose_paragraphs
from packs.quick_yaml import OutOfTheOrdinary, compose_quickly

PACK = Path("fixtures/django-sessions")
FILES = sorted(PACK.rglob("*.yaml"))
ODD = (
    *("yes", "no", "on", "0o17", "017", "1:30", "1e3", ".5", "~", "null", "2024-01-01", "<<: "),
    *("- ", "? ", ": ", "#", "'", '"', "|\n", "[", "]", "{", "}", ",", "&a", "*a", "!x", "%", "@"),
    *("`", "é", "\u2028", "\x85", "a:b", "--- ", "...\n", "\\", "  ", "\n\n", "k: [a, b: c]", "\t"),
    *("x: >-\n  a\n  b\n", "\ufeff", "\r\n", "\0", "\ud800"),
)


def mutated(text: str, chance: random.Random) -> str:
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(len(text) + 1)
        lost = chance.choice([0, 0, 1, 3])
        text = text[:at] + chance.choice(("", *ODD)) + text[at + lost :]
    return text


def quick(text: str) -> tuple[Node | None, Any] | None:
    try:
        return compose_quickly(text)
    except OutOfTheOrdinary:
        return None


def careful(text: str) -> tuple[Node | None, Any] | None:
    try:
        return compose_carefully("a.yaml", text)
    except PackError:
        return None


def lines_of(node: Any) -> Any:
    """The line and kind of everything in a tree, but of values that are not written."""
    if node is None or not isinstance(node.value, list):
        return node and (node.start_mark.line if node.value else None, node.tag, node.value)
    parts = [part if isinstance(part, tuple) else (part,) for part in node.value]
    return node.start_mark.line, [[lines_of(one) for one in part] for part in parts]


@pytest.mark.parametrize("file", FILES, ids=str)
def test_every_file_of_the_course_is_read_quickly_and_alike(file: Path) -> None:
    text = file.read_text()
    found, expected = quick(text), careful(text)
    assert found
    assert expected
    assert found[1] == expected[1]
    assert lines_of(found[0]) == lines_of(expected[0])


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(8))
def test_what_both_read_means_the_same(seed: int) -> None:
    chance, read = random.Random(seed), 0  # noqa: S311  (the same files each time)
    for _ in range(60):
        text = mutated(chance.choice(FILES).read_text()[:3_000], chance)
        found, expected = quick(text), careful(text)
        if found and expected:
            read += 1
            assert found[1] == expected[1], text
    assert read > 10


@pytest.mark.parametrize(
    "text",
    [
        *("a: &x 1\nb: *x\n", "a: !!str 1\n", "%YAML 1.1\n---\na: no\n", "a: 1\na: 2\n"),
        *("[a, b]: c\n", "? {a: 1}\n: b\n", "- a\n---\n- b\n", "a:\t1\n", 'a: "\\0"\n', "a: [1\n"),
        *("[" * 21 + "]" * 21, "- a\n" * 20_001),
    ],
)
def test_what_is_out_of_the_ordinary_is_left_to_the_other(text: str) -> None:
    with pytest.raises(OutOfTheOrdinary):
        compose_quickly(text)


def test_a_word_is_a_word() -> None:
    """In YAML 1.1, which libyaml is of, these were true, false, 15, 90 and a date."""
    text = "[yes, off, 017, 1:30, 0o17]\n"
    assert compose_quickly(text)[1] == ["yes", "off", 17, "1:30", 15]


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("The session is lost.", True),
        ("It is (nearly) free, they say", True),
        *((text, False) for text in ("a *b*", "1. One", "- One", "# One", "a\nb", "a: `b`", "")),
    ],
)
def test_a_line_without_markdown_is_its_own_paragraph(text: str, plain: bool) -> None:
    assert bool(PLAIN.fullmatch(text)) is plain
    if plain:
        parsed = list(prose_paragraphs(f"{text}\n"))
        assert list(prose_paragraphs(text)) == parsed == [(1, text)]
