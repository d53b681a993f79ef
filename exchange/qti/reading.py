"""Reads a file of QTI: one item, or a package of them."""

import io
import posixpath
import zipfile

from exchange.common import LeftOut, Unreadable
from exchange.encodings import start_of
from exchange.pictures import ForeignPictures, is_data, picture_markdown
from exchange.qti.item import ItemReader
from exchange.qti.markup import markup
from exchange.qti.names import ITEM, ROOTS, to_version_3
from exchange.qti.package import MANIFEST, Package, inside, is_item, open_package, what_it_is
from exchange.reading import Reading
from exchange.texts.formats import HTML, ForeignTexts
from exchange.texts.inline_markdown import ToPicture
from exchange.xml_tree import Node, parse_xml
from learn.images.refused import ImageRefused
from quizzes.schema import Level

ZIP = b"PK\x03\x04"
MOST_PASSAGES = 9  # of one item
LONGEST_PASSAGE = 200_000  # bytes; no text here has as much
MOST_LOOKED_AT = 50  # XML files of a zip without a manifest


def is_qti(data: bytes) -> bool:
    """Whether this is an item, a test, or a zip of items. Nothing is unpacked whole."""
    if not data.startswith(ZIP):
        return start_of(data).startswith("<") and bool(what_it_is(data))
    try:
        with open_package(data) as package:
            names = package.archive.names
            if any(posixpath.basename(name) == MANIFEST for name in names):
                return True
            xml = [name for name in names if name.endswith(".xml")][:MOST_LOOKED_AT]
            return any(is_item(package.data_of(name)) for name in xml)
    except Unreadable:
        return names_manifest(data)


def names_manifest(data: bytes) -> bool:
    """Whether a zip that can't be unpacked seems to be a package. Its reader says what is wrong."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return any(name.endswith(MANIFEST) for name in archive.namelist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
        return False


def read_qti(data: bytes) -> Reading:
    """Every item that has a kind here; the rest with the reason. Raises Unreadable."""
    if data.startswith(ZIP):
        with open_package(data) as package:
            return PackageReader(package).read_items()
    root = to_version_3(parse_xml(data))
    if root.name != ITEM:
        what = ROOTS.get(root.name, f"<{root.name}>, which is nothing of QTI's")
        raise Unreadable(
            1, f"This is {what}: its items are elsewhere. Give the package, a zip with all of them."
        )
    reading, texts = Reading(), ForeignTexts()
    add_item(reading, ItemReader(root, texts), root.line, "")
    return reading


def add_item(reading: Reading, reader: ItemReader, line: int, where: str) -> None:
    try:
        foreign = reader.question()
    except LeftOut as reason:
        reader.texts.take_lost()
        title = reader.node.attributes.get("title") or reader.node.attributes.get("identifier", "")
        called = f"{where}, “{title[:100]}”" if where else f"“{title[:100]}”"
        reading.note(line, f"Left out. {reason} ({called})")
    else:
        reading.add(line, foreign)


class PackageReader:
    """Reads the items of a package. Their numbers in it stand for lines."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.pictures = ForeignPictures()
        self.reading = Reading(place="Item", images=self.pictures.taken)
        self.texts = ForeignTexts()
        self.known_passages: dict[str, str] = {}

    def read_items(self) -> Reading:
        items = self.package.items()
        for number, (name, level) in enumerate(items, start=1):
            self.read_item(number, name, level)
        self.note_others()
        if not items:
            self.reading.note(0, "The package names no item of QTI 2.1, 2.2 or 3.0.")
        return self.reading

    def read_item(self, number: int, name: str, level: Level) -> None:
        if not self.package.has(name):
            self.reading.note(number, f"Left out. There is no file {name[:200]!r} in the package.")
            return
        try:
            root = to_version_3(parse_xml(self.package.data_of(name)))
        except Unreadable as error:
            where = f"{name}, line {error.note.line}" if error.note.line else name
            self.reading.note(number, f"Left out. {where}: {error.note.message}")
            return
        if root.name == ITEM:
            reader = ItemReader(root, self.texts, self.picture_of(number, name))
            reader.passages, reader.level = self.passages(root, number, name), level
            add_item(self.reading, reader, number, name)
        elif self.package.manifest:
            self.reading.note(number, f"Left out. {name} is no item: it begins with <{root.name}>.")

    def passages(self, item: Node, number: int, name: str) -> dict[str, str]:
        """The passages that an item belongs to, in Markdown, by the addresses that it has."""
        folder, found = posixpath.dirname(name), {}
        for ref in item.all("qti-assessment-stimulus-ref")[:MOST_PASSAGES]:
            href = ref.attributes.get("href", "")
            file = inside(folder, href)
            if self.package.has(file):
                if file not in self.known_passages:
                    self.known_passages[file] = self.passage(number, file)
                found[href] = self.known_passages[file]
        return {href: text for href, text in found.items() if text}

    def passage(self, number: int, file: str) -> str:
        """A passage in Markdown; empty where it can't be read."""
        try:
            data = self.package.data_of(file)
            if len(data) > LONGEST_PASSAGE:
                raise Unreadable(0, f"It is over {LONGEST_PASSAGE // 1_000} kB.")
            root = to_version_3(parse_xml(data))
        except Unreadable as error:
            self.reading.note(number, f"The passage {file} was not imported. {error.note.message}")
            return ""
        html = "".join(f"<div>{markup(part)}</div>" for part in root.all("qti-stimulus-body"))
        return self.texts.markdown(html, HTML, self.picture_of(number, file)).strip()

    def picture_of(self, number: int, name: str) -> ToPicture:
        """Takes the pictures of one item along."""
        folder = posixpath.dirname(name)

        def take(address: str, words: str) -> str | None:
            file = inside(folder, address)
            if is_data(address):
                taken = self.pictures.take_data(address)
            elif self.package.has(file):
                taken = self.pictures.take(file, file, lambda: self.picture_data(file))
            else:
                taken = self.pictures.miss(file or address, "there is no such file in the package")
            for note in self.pictures.take_notes():
                self.reading.note(number, note)
            return picture_markdown(taken, words)

        return take

    def picture_data(self, file: str) -> bytes:
        """Raises ImageRefused."""
        try:
            return self.package.data_of(file)
        except Unreadable as error:
            raise ImageRefused(error.note.message) from error

    def note_others(self) -> None:
        """What else the manifest names."""
        kinds = [
            resource.attributes.get("type", "").lower() for resource in self.package.resources()
        ]
        if any("imsqti_test" in kind for kind in kinds):
            self.reading.note(
                0, "The test that it belongs to was not imported, nor its sections and rules."
            )
        if old := [kind for kind in kinds if kind.startswith("imsqti_xmlv1")]:
            self.reading.note(
                0, f"{len(old)} of its files are QTI 1.2. Export them as 2.1 or later."
            )
