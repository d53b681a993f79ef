"""The images that a Markdown text names."""

import re
from collections.abc import Callable, Iterator
from itertools import accumulate

from learn.images.references import FOLDER
from learn.markdown import MARKDOWN

MARK = f"{FOLDER}/"
# Where Markdown and HTML have the address of an image, up to its name.
PLACE = re.compile(
    rf"""((?:\]\(\s*|^ {{0,3}}\[[^\]\n]+\]:\s*)<?|\bsrc=["']){MARK}([^\s()<>"']+)""", re.M
)
CODE_IN_LINE = re.compile(r"(?<![`\\])(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.DOTALL)


def text_images(text: str) -> Iterator[tuple[int, str, str]]:
    """The images of a text: where each stands in it, its address and the words for it."""
    if "![" not in text:
        return
    starts = [0, *accumulate(len(line) + 1 for line in text.split("\n"))]
    for token in MARKDOWN.parse(text):
        at = starts[token.map[0]] if token.map else 0
        for part in token.children or []:
            if part.type == "image":
                at = max(text.find("![", at), at)
                yield at, str(part.attrs["src"]), part.content
                at += 1


def rename_images(text: str, rename: Callable[[str], str]) -> str:
    """The text with another name for each image below `images/`. What stands in code stays.

    `rename` gets what stands behind `images/`, and returns what shall stand there.
    """
    return readdress_images(text, lambda name: f"{MARK}{rename(name)}")


def readdress_images(text: str, address: Callable[[str], str]) -> str:
    """As `rename_images`; but `address` returns all that shall stand in place of `images/` and what
    is behind it."""
    if MARK not in text:
        return text
    code = code_ranges(text)

    def readdressed(place: re.Match[str]) -> str:
        if any(start <= place.start() < end for start, end in code):
            return place[0]
        return f"{place[1]}{address(place[2])}"

    return PLACE.sub(readdressed, text)


def code_ranges(text: str) -> list[tuple[int, int]]:
    starts = [0, *accumulate(len(line) + 1 for line in text.split("\n"))]
    ranges = [
        (starts[token.map[0]], starts[token.map[1]])
        for token in MARKDOWN.parse(text)
        if token.type in ("fence", "code_block") and token.map
    ]
    return ranges + [(code.start(), code.end()) for code in CODE_IN_LINE.finditer(text)]
