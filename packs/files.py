"""Reading a pack's YAML with line numbers, and pointing at the line of a mistake."""

import io
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.constructor import DuplicateKeyError
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.reader import ReaderError

from packs.quick_yaml import OutOfTheOrdinary, compose_quickly
from packs.refused_yaml import RefusingParser, lines_of_complex_keys

MAX_BYTES = 1_000_000
NO_WORD = "A key is a word. Here it is a list, or has keys itself."


@dataclass(frozen=True, order=True)
class Problem:
    """A mistake in a pack: where it is, what it is, what to do."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


class PackError(Exception):
    """The pack has mistakes, so nothing of it was loaded."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = sorted(set(problems))
        super().__init__("\n".join(map(str, self.problems)))


@dataclass(frozen=True)
class Source:
    """A YAML file as plain values, with its text and the node of each value for its line."""

    file: str
    value: Any
    node: Any
    text: str

    def find(self, *path: str | int) -> tuple[int, Any]:
        """The line (from 1) and node of the value at `path`, or of the nearest thing above it."""
        node, line = self.node, 1
        for step in path:
            child = child_node(node, step)
            if child is None:
                break
            name, node = child
            line = name.start_mark.line + 1
        return line, node

    def problem(self, message: str, *path: str | int, at: int | None = None) -> Problem:
        """`at`: the position, in the text at `path`, of what the message is about."""
        line, node = self.find(*path)
        if at is not None and isinstance(node, ScalarNode):
            line = self.line_in(node, at)
        return Problem(self.file, line, message)

    def line_in(self, node: ScalarNode, at: int) -> int:
        """The line (from 1) of a character of a text, however the YAML breaks the text.

        YAML may fold lines and take out indents, but it leaves the words and their order.
        """
        start, words = node.start_mark, len(node.value[: at + 1].split())
        lines = self.text.split("\n")[start.line : node.end_mark.line + 1]
        lines[0] = "" if node.style in ("|", ">") else lines[0][start.column :]
        for number, line in enumerate(lines, start.line + 1):
            words -= len(line.split())
            if words <= 0 and line.strip():
                return number
        return int(start.line) + 1


def child_node(node: Any, step: str | int) -> tuple[Any, Any] | None:
    """The node that names `step` in `node` (its key, or itself in a list), and its value's."""
    if isinstance(node, MappingNode):
        return next(((key, value) for key, value in node.value if key.value == str(step)), None)
    if isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step], node.value[step]
    return None


def read_text(root: Path, path: Path) -> str:
    """Raises PackError for a file that is missing, too large, or not plain UTF-8 text."""
    name = path.relative_to(root).as_posix()
    try:
        if path.stat().st_size > MAX_BYTES:
            raise PackError([Problem(name, 1, "The file is over 1 MB. Split it.")])
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise PackError([Problem(name, 1, "The file is missing. Create it.")]) from None
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise PackError([Problem(name, line, "This is not UTF-8. Save it as UTF-8.")]) from error
    except OSError as error:
        message = f"The file can't be read ({error.strerror}). Put a text file here."
        raise PackError([Problem(name, 1, message)]) from error
    if "\0" in text:
        message = "There is a NUL character here. Delete it."
        raise PackError([Problem(name, line_at(text, text.index("\0")), message)])
    return text


def line_at(text: str, position: int) -> int:
    """The line (from 1) that holds the character at `position`."""
    return text.count("\n", 0, position) + 1


def start_of(text: str, line: int) -> int:
    """The position of the first character of a line (from 1)."""
    return line_starts(text)[line - 1]


def line_starts(text: str) -> list[int]:
    """The position of the first character of each line."""
    return [0, *accumulate(len(line) + 1 for line in text.split("\n"))]


def read_yaml(root: Path, path: Path) -> Source:
    """Raises PackError for broken YAML, doubled keys, and what is `refused`."""
    name, text = path.relative_to(root).as_posix(), read_text(root, path)
    try:
        node, value = compose_quickly(text)
    except OutOfTheOrdinary:
        node, value = compose_carefully(name, text)
    return Source(name, value, node, text)


def compose_carefully(name: str, text: str) -> tuple[Node | None, Any]:
    """The tree of a file and its value. Raises PackError, which tells what is wrong with it."""
    yaml = YAML(typ="safe", pure=True)
    yaml.Parser = RefusingParser
    try:
        node = yaml.compose(io.StringIO(text))
        refused = yaml.parser.refused or [(line, NO_WORD) for line in lines_of_complex_keys(node)]
        value = yaml.constructor.construct_document(node) if node and not refused else None
    except (YAMLError, ValueError) as error:
        refused = yaml.parser.refused or [yaml_problem(text, error)]
    if refused:
        raise PackError([Problem(name, line, message) for line, message in refused])
    return node, value


def yaml_problem(text: str, error: Exception) -> tuple[int, str]:
    """The line of an error in YAML, and what to do about it."""
    if isinstance(error, ReaderError):
        message = f"The character {chr(error.character)!a} has no place in YAML. Delete it."
        return line_at(text, error.position), message
    if not isinstance(error, MarkedYAMLError):
        return 1, f"This can't be read as YAML ({error}). Write it more simply."
    mark = error.problem_mark or error.context_mark
    line = mark.line + 1 if mark else 1
    if mark and isinstance(error, DuplicateKeyError):
        key = text.split("\n")[mark.line][mark.column :].partition(":")[0].strip()
        return line, f"{key!r} stands here a second time. Keep one of the two."
    what = " ".join(filter(None, (error.context, error.problem)))
    return line, f"YAML: {what}. Mend this line or the one above; quote a text that holds a colon."
