"""YAML parsed by libyaml, ten times as fast, where nothing about the file is out of the ordinary.

libyaml finds where values begin and end; what they mean, ruamel.yaml says as for any other file
(YAML 1.2, where `no` is a word). A file with a mistake, or with anything that a pack may not use,
is left to `packs.refused_yaml`, which names the line and says what to do.
"""

import re
from collections.abc import Callable
from functools import partial
from typing import Any

import ruamel.yaml
import yaml
from ruamel.yaml import events
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import Node

from packs.refused_yaml import MAX_DEPTH, MAX_PARTS, UNSTORABLE, lines_of_complex_keys

# Directives, which could change what values mean, and where the two libraries are not of one mind.
UNUSUAL = re.compile("^%|[\t\ufeff]", re.MULTILINE)


class OutOfTheOrdinary(Exception):
    """The other parser is to read this file."""


def compose_quickly(text: str) -> tuple[Node | None, Any]:
    """The tree of a file and its value. Raises OutOfTheOrdinary for any file but a plain one."""
    if UNUSUAL.search(text):
        raise OutOfTheOrdinary
    loader = ruamel.yaml.YAML(typ="safe", pure=True)
    loader.Parser = partial(QuickParser, text)
    try:
        node = loader.compose(text)
        if any(lines_of_complex_keys(node)):
            raise OutOfTheOrdinary
        return node, loader.constructor.construct_document(node) if node else None
    except (yaml.YAMLError, YAMLError, ValueError, TypeError) as error:
        raise OutOfTheOrdinary from error


class QuickParser:
    """The events of libyaml as those of ruamel.yaml, whose composer asks for one after another."""

    def __init__(self, text: str, loader: Any) -> None:
        self.events = yaml.parse(text, Loader=yaml.CSafeLoader)
        self.parts = self.depth = 0
        self.next: Any = None

    def peek_event(self) -> Any:
        if self.next is None:
            self.next = self.translate(next(self.events))
        return self.next

    def check_event(self, *kinds: type) -> bool:
        return isinstance(self.peek_event(), kinds)

    def get_event(self) -> Any:
        event, self.next = self.peek_event(), None
        return event

    def translate(self, event: Any) -> Any:
        self.parts += 1
        self.depth += isinstance(event, yaml.CollectionStartEvent)
        self.depth -= isinstance(event, yaml.CollectionEndEvent)
        if (
            self.parts > MAX_PARTS
            or self.depth > MAX_DEPTH
            or getattr(event, "anchor", None)
            or getattr(event, "tag", None)
        ):
            raise OutOfTheOrdinary
        return TRANSLATIONS[type(event)](event)

    def dispose(self) -> None:
        """ruamel.yaml calls this at the end; libyaml has nothing to give back."""


def scalar(event: yaml.ScalarEvent) -> events.ScalarEvent:
    if UNSTORABLE.search(event.value):
        raise OutOfTheOrdinary
    place = event.start_mark, event.end_mark
    return events.ScalarEvent(None, None, event.implicit, event.value, *place, event.style or None)


def collection(
    kind: type[events.CollectionStartEvent], event: yaml.CollectionStartEvent
) -> events.CollectionStartEvent:
    place = event.start_mark, event.end_mark
    return kind(None, None, event.implicit, *place, event.flow_style)


def other(kind: type[events.Event], event: yaml.Event) -> events.Event:
    return kind(event.start_mark, event.end_mark)


TRANSLATIONS: dict[type[yaml.Event], Callable[[Any], events.Event]] = {
    yaml.ScalarEvent: scalar,
    yaml.SequenceStartEvent: partial(collection, events.SequenceStartEvent),
    yaml.MappingStartEvent: partial(collection, events.MappingStartEvent),
    **{
        getattr(yaml, name): partial(other, getattr(events, name))
        for name in (
            *("StreamStartEvent", "StreamEndEvent", "DocumentStartEvent", "DocumentEndEvent"),
            *("SequenceEndEvent", "MappingEndEvent"),
        )
    },
}
