"""A package of QTI: a zip with a manifest that names items. Nothing in it is trusted."""

import posixpath
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import unquote, urlsplit

from exchange.common import Unreadable
from exchange.qti.names import ITEM, ROOTS, name_in_3
from exchange.xml_tree import Node, parse_xml, root_name
from packs.files import PackError
from packs.zips import OpenZip, open_zip
from quizzes.schema import Level

MANIFEST = "imsmanifest.xml"
LONGEST_FILE = 5_000_000  # bytes
LEVELS: dict[str, Level] = {
    "very easy": "easy",
    "easy": "easy",
    "medium": "medium",
    "difficult": "hard",
    "very difficult": "hard",
}


@dataclass
class Package:
    """`unpacked`: what was read of it."""

    archive: OpenZip
    unpacked: dict[str, bytes] = field(default_factory=dict)

    @cached_property
    def manifest(self) -> tuple[str, Node] | None:
        """The folder of the manifest and what it says. Raises Unreadable."""
        found = [name for name in self.archive.names if posixpath.basename(name) == MANIFEST]
        if not found:
            return None
        name = min(found, key=lambda name: name.count("/"))
        try:
            return posixpath.dirname(name), local(parse_xml(self.data_of(name)))
        except Unreadable as error:
            message = f"{name}: {error.note.message}"
            raise Unreadable(error.note.line, message) from error

    def resources(self) -> list[Node]:
        if self.manifest is None:
            return []
        return [
            resource for part in self.manifest[1].all("resources") for resource in part.children
        ]

    def items(self) -> list[tuple[str, Level]]:
        """The names of the files that the manifest names as items, else of all XML files, with
        their levels."""
        if self.manifest is None:
            return [(name, "easy") for name in self.archive.names if name.endswith(".xml")]
        folder, found = self.manifest[0], {}
        for resource in self.resources():
            kind = resource.attributes.get("type", "").lower()
            if "imsqti_item" in kind or "imsqti_apipitem" in kind:
                name = inside(folder, resource.attributes.get("href", ""))
                found[name or resource.attributes.get("href", "")] = level_of(resource)
        return list(found.items())

    def has(self, name: str) -> bool:
        return name in self.archive.names

    def data_of(self, name: str) -> bytes:
        """Raises Unreadable."""
        try:
            if name not in self.unpacked:  # items may share a picture
                self.unpacked[name] = self.archive.data_of(name, LONGEST_FILE)
            return self.unpacked[name]
        except PackError as error:
            raise Unreadable(0, problems_in_words(error)) from error


@contextmanager
def open_package(data: bytes) -> Iterator[Package]:
    """Raises Unreadable."""
    try:
        with open_zip(data) as archive:
            yield Package(archive)
    except PackError as error:
        raise Unreadable(0, problems_in_words(error)) from error


def problems_in_words(error: PackError) -> str:
    problem, *more = error.problems
    where = "" if problem.file == "zip" else f"{problem.file}: "
    return f"{where}{problem.message}" + (f" And {len(more)} more." if more else "")


def inside(folder: str, address: str) -> str:
    """The name in the zip that an address in a file of a folder means; empty for one that leads
    elsewhere."""
    parts = urlsplit(address.strip().replace("\\", "/"))
    if parts.scheme or parts.netloc or not parts.path:
        return ""
    name = posixpath.normpath(posixpath.join(folder, unquote(parts.path)))
    return "" if name.startswith(("../", "/")) or name == ".." else name


def local(node: Node) -> Node:
    """With names without prefixes."""
    for part in [node, *node.descendants()]:
        part.name = part.name.rpartition(":")[2]
    return node


def level_of(resource: Node) -> Level:
    """What LOM says of how difficult it is."""
    for part in resource.descendants():
        if part.name == "difficulty":
            words = part.text("value") or part.text("value", "langstring")
            return LEVELS.get(words.lower(), "easy")
    return "easy"


def what_it_is(data: bytes) -> str:
    """`an item` of any version of QTI, and the like; empty for another file."""
    return ROOTS.get(name_in_3(root_name(data)), "")


def is_item(data: bytes) -> bool:
    return what_it_is(data) == ROOTS[ITEM]
