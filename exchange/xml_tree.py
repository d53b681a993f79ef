"""XML as a tree of nodes that know their lines. Nothing harmful in the file is followed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler
from xml.sax.saxutils import escape, quoteattr

import defusedxml.sax
from defusedxml import DefusedXmlException

from exchange.common import Unreadable
from exchange.encodings import start_of
from exchange.texts.html_tree import VOID

DEEPEST = 50
# What XML has no way to write.
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
# The name of the first element, behind comments and what XML says of itself.
ROOT = re.compile(
    r"(?:<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*>|\s)*<(?:[\w.-]+:)?([\w.-]+)", re.DOTALL
)


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
        if self.name in VOID and not inner:  # in HTML `</br>` would be another one
            return f"<{self.name}{attributes}>"
        return f"<{self.name}{attributes}>{inner}</{self.name}>"

    def descendants(self) -> Iterator["Node"]:
        for child in self.children:
            yield child
            yield from child.descendants()

    def words(self) -> str:
        """All words in it, without the elements around them."""
        return "".join(part if isinstance(part, str) else part.words() for part in self.content)


class Builder(ContentHandler):
    """The file as nodes. Raises Unreadable where it is nested too deeply.

    `any_case`: names are read as if they were in small letters.
    """

    def __init__(self, any_case: bool) -> None:
        super().__init__()
        self.named = str.lower if any_case else str
        self.root: Node | None = None
        self.open: list[Node] = []

    def startElement(self, name: str, attrs: Any) -> None:  # noqa: N802
        line = self._locator.getLineNumber() or 1  # type: ignore[attr-defined]
        if len(self.open) == DEEPEST:
            raise Unreadable(line, "The elements are nested too deeply.")
        attributes = {self.named(about): value for about, value in attrs.items()}
        node = Node(self.named(name), line, attributes)
        if self.open:
            self.open[-1].content.append(node)
        self.root = self.root or node
        self.open.append(node)

    def endElement(self, name: str) -> None:  # noqa: N802
        self.open.pop()

    def characters(self, content: str) -> None:
        if self.open:
            self.open[-1].content.append(content)


def root_name(data: bytes) -> str:
    """The name that the file's first element seems to have, without its prefix; else empty."""
    found = ROOT.match(start_of(data))
    return found[1] if found else ""


def parse_xml(data: bytes, *, any_case: bool = False) -> Node:
    """The file's first element. Raises Unreadable."""
    builder = Builder(any_case)
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
    if builder.root is None:
        raise Unreadable(1, "This is not XML: it holds no element.")
    return builder.root


def xml_plain(text: str) -> str:
    """The text with a sign in place of each character that XML has no way to write."""
    return CONTROLS.sub("\ufffd", text)


def xml_text(text: str) -> str:
    return escape(xml_plain(text))
