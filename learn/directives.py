"""Block directives of Markdown: `::: name rest`, up to a line of as many colons.

Each is an object with one entry in `DIRECTIVES`. Apps enter theirs with their `Extension`.
"""

import re
import secrets
from collections.abc import Collection
from dataclasses import dataclass

from django.utils.html import escape

# Random for each process, so that no text that a person writes can be a placeholder.
_SECRET = secrets.token_hex(8)
PLACEHOLDER = re.compile(rf"\{{{_SECRET}:(\w+):([a-z0-9-]+)\}}")


@dataclass(frozen=True)
class Directive:
    """`::: name rest` as HTML: a `div` with the class `name`, unless a subclass has it otherwise.

    `classes` are those of the HTML that it opens: the sanitizer removes any other.
    """

    name: str

    @property
    def classes(self) -> Collection[str]:
        return (self.name,)

    def open(self, rest: str) -> str:
        """Return the HTML before the block's text. `rest` is what the author wrote, unescaped."""
        return f'<div class="{self.name}">\n'

    def close(self) -> str:
        """Return the HTML after the block's text."""
        return "</div>\n"

    def find_problem(self, rest: str) -> str:
        """Return what is wrong with `rest`, in a sentence; an empty string where nothing is."""
        return ""


@dataclass(frozen=True)
class Figure(Directive):
    """A `figure`, with the rest of the line as its caption."""

    def open(self, rest: str) -> str:
        return f'<figure class="{self.name}"><figcaption>{escape(rest)}</figcaption>\n'

    def close(self) -> str:
        return "</figure>\n"


@dataclass(frozen=True)
class Callout(Directive):
    """A note. Its title is the rest of the line, or else `title`, which a reader hears first."""

    title: str

    @property
    def classes(self) -> Collection[str]:
        return ("note", self.name, "title")

    def open(self, rest: str) -> str:
        title = escape(rest or self.title)
        return f'<div class="note {self.name}"><p class="title">{title}</p>\n'


@dataclass(frozen=True)
class Pipeline(Directive):
    """A list of stages. The rest of the line is the number of the bottleneck, from 1 to 9."""

    @property
    def classes(self) -> Collection[str]:
        return (self.name, *(f"hot-{number}" for number in range(1, 10)))

    def open(self, rest: str) -> str:
        bottleneck = f" hot-{rest}" if re.fullmatch("[1-9]", rest) else ""
        return f'<div class="{self.name}{bottleneck}">\n'


@dataclass(frozen=True)
class Placeholder:
    """A place in a text for what is known only when a page is made.

    `name` is its directive, and `argument` what the author wrote after it.
    """

    name: str
    argument: str


def placeholder_mark(name: str, argument: str) -> str:
    """What stands for a placeholder in HTML, until it is split there (see `PLACEHOLDER`)."""
    return f"{{{_SECRET}:{name}:{argument}}}"


@dataclass(frozen=True)
class PlaceholderDirective(Directive):
    """A `div` with a placeholder in it. The rest of the line is the placeholder's argument."""

    def open(self, rest: str) -> str:
        mark = placeholder_mark(self.name, rest) if re.fullmatch("[a-z0-9-]+", rest) else ""
        return f'<div class="{self.name}">{mark}\n'


DIRECTIVES: dict[str, Directive] = {
    directive.name: directive
    for directive in (
        Directive("versus"),
        Figure("better"),
        Figure("worse"),
        Pipeline("pipeline"),
        Directive("steps"),
        Callout("note", "Note"),
        Callout("tip", "Tip"),
        Callout("mistake", "Common mistake"),
    )
}
