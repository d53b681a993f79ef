"""What YAML allows and a pack does not, found while the file is parsed."""

import re
from collections.abc import Iterator
from typing import Any

from ruamel.yaml.error import YAMLError
from ruamel.yaml.events import CollectionEndEvent, CollectionStartEvent
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.parser import Parser

MAX_DEPTH = 20
# Values, lists and the like in a file: a set of 200 questions has some 10,000.
MAX_PARTS = 20_000
# What an escape in YAML can write but no database can hold.
UNSTORABLE = re.compile("[\0\ud800-\udfff]")


class TooMuch(YAMLError):
    """No more of the file is parsed."""


class RefusingParser(Parser):
    """Notes in `refused`, with its line, what helps nobody read the file.

    Aliases can make a small file huge; deep nesting takes a time that grows with its square, and
    very many parts a minute.
    """

    def __init__(self, loader: Any) -> None:
        super().__init__(loader)
        self.refused: list[tuple[int, str]] = []
        self.parts = self.depth = 0

    def get_event(self) -> Any:
        event = super().get_event()
        self.parts += 1
        self.depth += isinstance(event, CollectionStartEvent) - isinstance(
            event, CollectionEndEvent
        )
        if self.parts > MAX_PARTS:
            self.refuse(event, f"The file has more than {MAX_PARTS:,} parts. Split it.")
            raise TooMuch
        if self.depth > MAX_DEPTH:
            self.refuse(event, "This is nested too deeply. Write it more simply.")
            raise TooMuch
        if getattr(event, "anchor", None) or getattr(event, "tag", None):
            self.refuse(
                event, "YAML anchors, aliases and tags are not used. Write the value itself."
            )
        if UNSTORABLE.search(getattr(event, "value", None) or ""):
            self.refuse(event, "An escape here stands for no character. Delete it.")
        return event

    def refuse(self, event: Any, why: str) -> None:
        self.refused.append((event.start_mark.line + 1, why))


def lines_of_complex_keys(node: Node | None) -> Iterator[int]:
    """The lines where a key is a list or has keys itself, which Python's dicts do not take."""
    if isinstance(node, MappingNode):
        for key, value in node.value:
            if not isinstance(key, ScalarNode):
                yield key.start_mark.line + 1
            yield from lines_of_complex_keys(value)
    elif isinstance(node, SequenceNode):
        for part in node.value:
            yield from lines_of_complex_keys(part)
