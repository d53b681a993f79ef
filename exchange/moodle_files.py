"""The files that stand beside the texts of a question of Moodle's, and the pictures among them."""

import re
from collections.abc import Iterator
from urllib.parse import unquote

from exchange.pictures import ForeignPictures, from_base64, is_data, picture_markdown
from exchange.texts.inline_markdown import FILES
from exchange.xml_tree import Node
from learn.images.refused import ImageRefused

ELSEWHERE = re.compile(r"(?:https?:)?//", re.IGNORECASE)


class QuestionFiles:
    """Finds the file that a text of one question names: its own, or another text's."""

    def __init__(self, question: Node, pictures: ForeignPictures) -> None:
        self.pictures = pictures
        self.files: dict[tuple[int, str], Node] = {}
        for part, file in files_within(question):
            name = full_name(file)
            self.files[id(part), name] = file
            self.files.setdefault((id(question), name), file)
        self.question = question

    def picture(self, part: Node, address: str, alt: str) -> str | None:
        """The picture at an address in a text, as Markdown. None where there is no address."""
        address = address.strip()
        if not address:
            return None
        return picture_markdown(self.taken(part, address), alt)

    def taken(self, part: Node, address: str) -> str:
        if is_data(address):
            return self.pictures.take_data(address)
        name = name_in(address)
        if file := self.file_called(part, name):
            return self.pictures.take(id(file), name, lambda: bytes_of(file))
        if ELSEWHERE.match(address):
            return self.pictures.miss(address, "it lies on another site")
        return self.pictures.miss(name, "the file has no such picture in it")

    def file_called(self, part: Node, name: str) -> Node | None:
        own, others = (id(part), name), (id(self.question), name)
        return self.files.get(own) or self.files.get(others)

    def old_picture(self) -> str:
        """The picture of a question of Moodle 1.9, which had one and no words for it."""
        encoded = self.question.first("image_base64")
        if encoded is None or not encoded.text():
            return ""
        name = self.question.text("image").rpartition("/")[2]
        address = self.pictures.take(id(encoded), name, lambda: from_base64(words_in(encoded)))
        return picture_markdown(address, "")


def files_within(part: Node) -> Iterator[tuple[Node, Node]]:
    """The files in an element, each with the element that it is of."""
    for child in part.children:
        if child.name == "file":
            yield part, child
        else:
            yield from files_within(child)


def full_name(file: Node) -> str:
    """With its folders, as an address names it."""
    path, name = (file.attributes.get(about, "") for about in ("path", "name"))
    return f"{path}/{name}".replace("//", "/").strip("/")


def name_in(address: str) -> str:
    """What an address calls its file."""
    path = re.split(r"[?#]", address.removeprefix(FILES), maxsplit=1)[0]
    return unquote(path).strip("/")


def bytes_of(file: Node) -> bytes:
    """Raises ImageRefused."""
    encoding = file.attributes.get("encoding", "base64").lower()
    if encoding != "base64":
        raise ImageRefused(f"It is encoded as {encoding[:20]!r}. Export the file anew.")
    return from_base64(words_in(file))


def words_in(node: Node) -> bytes:
    return "".join(part for part in node.content if isinstance(part, str)).encode()
