"""Texts as elements of Moodle's XML, with the files that they show."""

from base64 import b64encode
from pathlib import PurePosixPath
from xml.sax.saxutils import quoteattr

from exchange.texts.inline_markdown import FILES
from exchange.xml_tree import xml_text
from learn.image_texts import readdress_images
from learn.images.keeping import ImageFile, image_file
from learn.images.references import FOLDER


class TextWriter:
    """Writes the texts of one question. `written`: the addresses here of the images that went out;
    `missing`: of those that are not here."""

    def __init__(self) -> None:
        self.written: list[str] = []
        self.missing: list[str] = []

    def element(
        self, name: str, text: str, more: str = "", about: dict[str, str] | None = None
    ) -> str:
        """A text in Markdown as an element, with its images and then `more` in it."""
        files: dict[str, ImageFile] = {}
        words = readdress_images(text, lambda image: self.address(image, files))
        attributes = "".join(
            f" {key}={quoteattr(value)}"
            for key, value in {**(about or {}), "format": "markdown"}.items()
        )
        inner = "".join(file_element(*named) for named in files.items())
        return f"<{name}{attributes}><text>{xml_text(words)}</text>{inner}{more}</{name}>"

    def address(self, image: str, files: dict[str, ImageFile]) -> str:
        """What stands for an image in Moodle's text. Adds its file to those of the text."""
        source = f"{FOLDER}/{image}"
        file = image_file(source)
        if file is None:
            self.missing.append(source)
            return source
        self.written.append(source)
        name = free_name(file, files)
        files[name] = file
        return f"{FILES}/{name}"


def free_name(file: ImageFile, files: dict[str, ImageFile]) -> str:
    """The name of the file; with a number where another one of the text has it."""
    path, name, number = PurePosixPath(file.name), file.name, 1
    while files.get(name, file).data != file.data:
        number += 1
        name = f"{path.stem}-{number}{path.suffix}"
    return name


def file_element(name: str, file: ImageFile) -> str:
    content = b64encode(file.data).decode()
    return f'<file name={quoteattr(name)} path="/" encoding="base64">{content}</file>'
