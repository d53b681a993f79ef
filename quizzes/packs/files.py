"""Reading a pack's YAML with line numbers, and pointing at the line of a mistake."""

import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, SequenceNode

MAX_BYTES = 1_000_000


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
    """A YAML file as plain values, with the node of each value for its line."""

    file: str
    value: Any
    node: Any

    def line(self, *path: str | int) -> int:
        """The line (from 1) of the value at `path`, or of the nearest thing above it."""
        node, line = self.node, 1
        for step in path:
            found = child(node, step)
            if found is None:
                break
            name, node = found
            line = name.start_mark.line + 1
        return line

    def problem(self, message: str, *path: str | int) -> Problem:
        return Problem(self.file, self.line(*path), message)


def child(node: Any, step: str | int) -> tuple[Any, Any] | None:
    """The node that names `step` in `node` (its key, or itself in a list), and its value's."""
    if isinstance(node, MappingNode):
        return next(((key, value) for key, value in node.value if key.value == str(step)), None)
    if isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step], node.value[step]
    return None


def read_text(root: Path, path: Path) -> str:
    """Raises PackError for a file that is missing, too large, or not UTF-8."""
    name = path.relative_to(root).as_posix()
    try:
        if path.stat().st_size > MAX_BYTES:
            raise PackError([Problem(name, 1, "The file is over 1 MB. Split it.")])
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise PackError([Problem(name, 1, "The file is missing. Create it.")]) from None
    except (OSError, UnicodeDecodeError) as error:
        message = f"The file can't be read ({error}). Save it as UTF-8 text."
        raise PackError([Problem(name, 1, message)]) from error


def read_yaml(root: Path, path: Path) -> Source:
    """Raises PackError for broken YAML, doubled keys, aliases and tags."""
    name, text = path.relative_to(root).as_posix(), read_text(root, path)
    yaml = YAML(typ="safe", pure=True)
    try:
        refuse_references(name, text)
        value = yaml.load(io.StringIO(text))
        node = YAML(typ="safe", pure=True).compose(io.StringIO(text))
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        what = " ".join(filter(None, (error.context, error.problem)))
        raise PackError([Problem(name, mark.line + 1 if mark else 1, f"YAML: {what}.")]) from error
    except (YAMLError, RecursionError, ValueError) as error:
        raise PackError([Problem(name, 1, f"YAML: {error}.")]) from error
    return Source(name, value, node)


def refuse_references(name: str, text: str) -> None:
    """Anchors, aliases and tags can make a small file huge, and help nobody read it."""
    found = [
        Problem(name, event.start_mark.line + 1, "YAML anchors, aliases and tags are not used.")
        for event in YAML(typ="safe", pure=True).parse(io.StringIO(text))
        if getattr(event, "anchor", None) or getattr(event, "tag", None)
    ]
    if found:
        raise PackError(found)
