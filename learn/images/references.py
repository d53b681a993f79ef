"""How a text names an image: `images/3f2a9c0d1e4b5a67-640x480-flag.png`.

In a pack it is `images/flag.png`. In the database its name also holds what it is known by and its
size. So a text is rendered without asking the database, and what was rendered once stays true.
"""

import re
from dataclasses import dataclass

FOLDER = "images"
ENDINGS = ("png", "jpg", "jpeg", "gif", "webp", "svg")
LONGEST_NAME = 80
KEY_LENGTH = 16

NAME = re.compile(
    rf"(?=.{{1,{LONGEST_NAME}}}\Z)[A-Za-z0-9][\w.-]*\.(?:{'|'.join(ENDINGS)})", re.A | re.I
)
REFERENCE = re.compile(
    rf"{FOLDER}/(?P<key>[0-9a-f]{{{KEY_LENGTH}}})-(?P<width>\d{{1,5}})x(?P<height>\d{{1,5}})"
    rf"-(?P<name>{NAME.pattern})",
    re.A | re.I,
)
# Wherever a text names one, to see which of them are in use.
KEY_IN_TEXT = re.compile(rf"{FOLDER}/([0-9a-f]{{{KEY_LENGTH}}})-\d")


@dataclass(frozen=True, order=True)
class Reference:
    """`key`: the first digits of the image's digest. `name`: the file's name in a pack."""

    name: str
    key: str
    width: int
    height: int

    def __str__(self) -> str:
        """As it stands in Markdown."""
        return f"{FOLDER}/{self.key}-{self.width}x{self.height}-{self.name}"

    @property
    def address(self) -> str:
        """Where the site serves it."""
        return f"/{self}"


def parse_reference(source: str) -> Reference | None:
    """What Markdown has between its parentheses, as a reference. None if it is none."""
    found = REFERENCE.fullmatch(source)
    if not found:
        return None
    return Reference(found["name"], found["key"], int(found["width"]), int(found["height"]))
