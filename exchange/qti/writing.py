"""Writes questions as a package of QTI 3.0: a manifest, an item for each, and their images."""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.sax.saxutils import quoteattr

from exchange.common import Note
from exchange.export_notes import Room, export_notes
from exchange.qti.package import MANIFEST
from exchange.qti.written_forms import choices, number, order, typed
from exchange.qti.written_item import ItemWriter, xml_name
from exchange.qti.written_parts import cloze, match
from exchange.texts.literal import FORMULA
from learn.images.keeping import ImageFile, image_file
from learn.markdown import MARKDOWN, plain_words
from packs.rules import item_texts
from packs.zips import LONG_AGO
from quizzes.kinds import kind_of
from quizzes.kinds.portable import PortableForm
from quizzes.schema import Item, Level

FORMS = {
    PortableForm.CHOOSE_ONE: choices,
    PortableForm.CHOOSE_SEVERAL: choices,
    PortableForm.TYPE_TEXT: typed,
    PortableForm.TYPE_NUMBER: number,
    PortableForm.ORDER: order,
    PortableForm.MATCH: match,
    PortableForm.CLOZE: cloze,
}
QTI = Room("QTI", frozenset(FORMS), hints=True, order=True, capitals=True, last=True, reasons=True)
PACKAGE = "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1"
PACKAGE_SCHEMA = "https://purl.imsglobal.org/spec/qti/v3p0/schema/xsd/imsqtiv3p0_imscpv1p2_v1p0.xsd"
LOM = "http://ltsc.ieee.org/xsd/LOM"
MARKED = re.compile(r"<(?:s|del|mark)>")
DIFFICULTY: dict[Level, str] = {"easy": "easy", "medium": "medium", "hard": "difficult"}


@dataclass
class Images:
    """The images that items show. `files`: by their names in the package. `missing`: what stands
    for those that are nowhere."""

    files: dict[str, ImageFile] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    missing: set[str] = field(default_factory=set)
    used: set[str] = field(default_factory=set)

    def address(self, source: str) -> str | None:
        """As an item in its folder names the image."""
        if source not in self.names:
            found = image_file(source)
            if found is None:
                self.missing.add(source)
                return None
            self.names[source] = self.unused_name(found.name)
            self.files[self.names[source]] = found
        self.used.add(self.names[source])
        return f"../{self.names[source]}"

    def unused_name(self, name: str) -> str:
        taken, number = {*self.files}, 1
        stem, _, ending = name.rpartition(".")
        while f"images/{name}" in taken:
            number += 1
            name = f"{stem}-{number}.{ending}"
        return f"images/{name}"

    def take_used(self) -> list[str]:
        used, self.used = sorted(self.used), set()
        return used


def write_qti(items: list[Item]) -> tuple[bytes, list[Note]]:
    """The questions that QTI can carry, and notes on what it can't."""
    images, files, resources = Images(), {}, []
    for item in items:
        question = kind_of(item).portable(item)
        if question is None or question.form not in QTI.forms:
            continue
        writer = ItemWriter(item, question, images.address)
        FORMS[question.form](writer)
        name = f"items/{item.id}.xml"
        files[name] = writer.written().encode()
        resources.append(resource(item, name, images.take_used()))
    for name, image in images.files.items():
        files[name] = image.data
    notes = [*export_notes(items, QTI), *text_notes(items), *missing_notes(images)]
    return zipped({MANIFEST: manifest(resources).encode(), **files}), notes


def resource(item: Item, name: str, images: list[str]) -> str:
    """An item in the manifest, with its level as LOM says how difficult something is."""
    files = "".join(f'<file href="{file}"/>' for file in [name, *images])
    return (
        f'<resource identifier="{xml_name(item.id)}" type="imsqti_item_xmlv3p0" '
        f'href={quoteattr(name)}><metadata><lom xmlns="{LOM}"><educational><difficulty>'
        f"<source>LOMv1.0</source><value>{DIFFICULTY[item.level]}</value></difficulty>"
        f"</educational></lom></metadata>{files}</resource>"
    )


def manifest(resources: list[str]) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<manifest xmlns="{PACKAGE}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
        f'xsi:schemaLocation="{PACKAGE} {PACKAGE_SCHEMA}" identifier="questions">\n'
        "<metadata><schema>QTI Package</schema><schemaversion>3.0.0</schemaversion></metadata>\n"
        f"<organizations/>\n<resources>\n{'\n'.join(resources)}\n</resources>\n</manifest>\n"
    )


def zipped(files: dict[str, bytes]) -> bytes:
    """The same bytes for the same files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, LONG_AGO), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def text_notes(items: list[Item]) -> Iterator[Note]:
    """What of its texts no other system shows in the same way."""
    for item in items:
        found = dict.fromkeys(name for _, text in item_texts(item) for name in unlike(text))
        if found:
            words = "; ".join(found)
            yield Note(0, f"{item.id}: QTI has no marks for {words}. The words are carried.")


def unlike(text: str) -> Iterator[str]:
    """What a text has that QTI writes in another way."""
    if MARKED.search(text):
        yield "what is struck out or marked"
    for token in MARKDOWN.parse(text):
        if token.type.startswith("container_"):
            yield "boxes and figures as here"
        if token.type == "ordered_list_open" and "start" in token.attrs:
            yield "lists that begin with another number than 1"
        if FORMULA.search(plain_words(token.children or [])):
            yield "what looks like a formula and is none"


def missing_notes(images: Images) -> Iterator[Note]:
    for source in sorted(images.missing):
        yield Note(0, f"The image {source} is missing here. Its words are carried.")
