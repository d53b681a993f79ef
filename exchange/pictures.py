"""The pictures that texts of other systems show: taken in, or told of and marked as missing.

Nothing is kept here. An import keeps those that its questions show (`importer.keep_pictures`).
"""

import re
from base64 import b64decode
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import PurePosixPath
from urllib.parse import unquote_to_bytes

from django.utils.text import slugify

from exchange.texts.inline_markdown import IMAGE
from learn.image_texts import text_images
from learn.images.keeping import foresee_image
from learn.images.references import ENDINGS, FOLDER
from learn.images.refused import ImageRefused
from packs.rules import item_texts
from quizzes.schema import Item

MOST_PICTURES = 500  # of one file
LONGEST_NAME_TOLD = 80  # characters of a name in a note
BROKEN = "It is no base64 that can be read. Export the file anew."
DATA = re.compile(r"data:[\w.+/-]*(?:;(?!base64)[^;,]*)*(?P<base64>;base64)?,", re.IGNORECASE)
# What means something in Markdown, in the words for a picture.
MARKS = re.compile(r"[\\`*_\[\]<&$]")

type Load = Callable[[], bytes]


@dataclass(frozen=True)
class ForeignPicture:
    """`name`: what its file is called."""

    name: str
    data: bytes


@dataclass
class ForeignPictures:
    """The pictures of one file. `taken`: by what stands for each in Markdown. `known`: what became
    of each that was looked at, with what is to be told of it."""

    taken: dict[str, ForeignPicture] = field(default_factory=dict)
    known: dict[Hashable, tuple[str, str]] = field(default_factory=dict)
    notes: dict[str, None] = field(default_factory=dict)  # each once, in order

    def take(self, key: Hashable, name: str, load: Load) -> str:
        """The address of a picture for Markdown, also of one that is refused, which is told.

        `key`: the same for the same picture, which is looked at once. `load` may raise
        ImageRefused.
        """
        if key not in self.known:
            self.known[key] = self.look_at(name, load)
        address, note = self.known[key]
        if note:
            self.notes[note] = None
        return address

    def look_at(self, name: str, load: Load) -> tuple[str, str]:
        try:
            if len(self.taken) == MOST_PICTURES:
                raise ImageRefused(f"The file has more than {MOST_PICTURES} of them. Split it.")
            data = load()
            address = foresee_image(data, name)
        except ImageRefused as reason:
            return missing_address(
                name
            ), f"The picture {shortened_name(name)} did not come. {reason}"
        self.taken[address] = ForeignPicture(name, data)
        return address, ""

    def take_data(self, address: str) -> str:
        """As `take`, of what a text holds itself: `data:image/png;base64,…`."""
        key = sha256(address.encode(errors="replace")).digest()
        return self.take(key, "in the text", lambda: data_of(address))

    def miss(self, name: str, why: str) -> str:
        """As `take`, of a picture that is not there."""
        self.notes[f"The picture {shortened_name(name)} did not come: {why}."] = None
        return missing_address(name)

    def take_notes(self) -> list[str]:
        """What is to be told since the last call."""
        notes, self.notes = [*self.notes], {}
        return notes


def is_data(address: str) -> bool:
    return address[:5].lower() == "data:"


def data_of(address: str) -> bytes:
    """Raises ImageRefused."""
    head = DATA.match(address)
    if not head:
        raise ImageRefused(BROKEN)
    content = unquote_to_bytes(address[head.end() :])
    return from_base64(content) if head["base64"] else content


def from_base64(words: bytes) -> bytes:
    """With white space anywhere in it. Raises ImageRefused."""
    try:
        return b64decode(b"".join(words.split()), validate=True)
    except ValueError as error:
        raise ImageRefused(BROKEN) from error


def missing_address(name: str) -> str:
    """What stands in a text for a picture that did not come: it is shown as missing, and keeps the
    question from being published."""
    path = PurePosixPath(name.replace("\\", "/"))
    ending = path.suffix[1:].lower()
    stem = slugify(path.stem)[:60].strip("-_") or "picture"
    return f"{FOLDER}/missing-{stem}.{ending if ending in ENDINGS else 'png'}"


def shortened_name(name: str) -> str:
    """A file's name for a message: what can be read of it, and not too long."""
    shown = "".join(filter(str.isprintable, name))
    return shown if len(shown) <= LONGEST_NAME_TOLD else f"{shown[:LONGEST_NAME_TOLD]}…"


def picture_markdown(address: str, alt: str) -> str:
    """`alt`: words as they are read."""
    words = MARKS.sub(lambda mark: f"\\{mark[0]}", " ".join(alt.split()))
    return f"![{words}]({address})"


def words_of(text: str) -> str:
    """A Markdown text with the words of its pictures in their place."""
    return IMAGE.sub(r"\g<alt>", text)


def shown_pictures(item: Item) -> Iterable[str]:
    """The addresses of the pictures that a question shows, each once."""
    return {source: None for _, text in item_texts(item) for _, source, _ in text_images(text)}
