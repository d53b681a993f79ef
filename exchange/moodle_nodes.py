"""Moodle XML as a tree of nodes that know their lines. Nothing harmful in the file is followed."""

from dataclasses import dataclass, field
from typing import Any
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler
from xml.sax.saxutils import escape, quoteattr

import defusedxml.sax
from defusedxml import DefusedXmlException

from exchange.common import Unreadable

DEEPEST = 50


@dataclass
class Node:
    """An element of the file, with the line that it begins on."""

    name: str
    line: int
    attributes: dict[str, str]
    content: list["Node | str"] = field(default_factory=list)

    @property
    def children(self) -> list["Node"]:
        return [part for part in self.content if isinstance(part, Node)]

    def all(self, name: str) -> list["Node"]:
        return [child for child in self.children if child.name == name]

    def first(self, name: str) -> "Node | None":
        return next(iter(self.all(name)), None)

    def text(self, *path: str) -> str:
        """The words of the first element at a path under this one.

        Elements in it are HTML that somebody did not wrap: they come as they stand.
        """
        node: Node | None = self
        for name in path:
            node = node.first(name) if node else None
        return node.inner().strip() if node else ""

    def inner(self) -> str:
        return "".join(
            part if isinstance(part, str) else part.as_written() for part in self.content
        )

    def as_written(self) -> str:
        attributes = "".join(
            f" {name}={quoteattr(value)}" for name, value in self.attributes.items()
        )
        inner = "".join(
            escape(part) if isinstance(part, str) else part.as_written() for part in self.content
        )
        return f"<{self.name}{attributes}>{inner}</{self.name}>"


class Builder(ContentHandler):
    """The file as nodes. Raises Unreadable where it is nested too deeply."""

    def __init__(self) -> None:
        super().__init__()
        self.root: Node | None = None
        self.open: list[Node] = []

    def startElement(self, name: str, attrs: Any) -> None:  # noqa: N802
        line = self._locator.getLineNumber() or 1  # type: ignore[attr-defined]
        if len(self.open) == DEEPEST:
            raise Unreadable(line, "The elements are nested too deeply.")
        node = Node(name.lower(), line, {about.lower(): value for about, value in attrs.items()})
        if self.open:
            self.open[-1].content.append(node)
        self.root = self.root or node
        self.open.append(node)

    def endElement(self, name: str) -> None:  # noqa: N802
        self.open.pop()

    def characters(self, content: str) -> None:
        if self.open:
            self.open[-1].content.append(content)


def parse_xml(data: bytes) -> Node:
    builder = Builder()
    try:
        defusedxml.sax.parseString(data, builder, forbid_dtd=True)
    except DefusedXmlException as error:
        message = "It declares entities or a document type, which could do harm. Take that out."
        raise Unreadable(1, message) from error
    except SAXParseException as error:
        line = error.getLineNumber() or 1
        raise Unreadable(line, f"This is not XML: {error.getMessage()}.") from error
    except (ValueError, LookupError) as error:
        raise Unreadable(1, f"This can't be read as XML ({error}).") from error
    if builder.root is None or builder.root.name != "quiz":
        name = builder.root.name if builder.root else "nothing"
        raise Unreadable(1, f"This is no quiz of Moodle's: it begins with <{name}>, not <quiz>.")
    return builder.root
