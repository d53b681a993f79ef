"""HTML as people and programs write it, as a tree of elements and words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from html import escape, unescape
from html.parser import HTMLParser
from itertools import groupby
from typing import Any

from learn.safe_html import MATH_TAGS

DEEPEST = 60
VOID = set("area base br col embed hr img input link meta param source track wbr".split())
# All that HTML has. Another tag is no HTML: somebody wrote `List<String>`.
ELEMENTS = VOID | set(
    "a abbr acronym address applet article aside audio b bdi bdo big blink blockquote body button "
    "canvas caption center cite code colgroup data datalist dd del details dfn dialog dir div dl "
    "dt em fieldset figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6 head "
    "header hgroup html i iframe ins kbd label lang legend li main map mark marquee math menu "
    "meter nav nobr noembed noframes noscript object ol optgroup option output p picture pre "
    "progress q rp rt ruby s samp script section select slot small span strike strong style sub "
    "summary sup svg table tbody td template textarea tfoot th thead time title tr "
    "tt u ul var video".split()
)
# Parts of a page that no text has. Without an end, somebody wrote about the tag: "What is <head>?"
# In prose that holds for all but those whose end may be left out.
OF_PAGES = set(
    "base body button embed form frame frameset head html iframe img input link meta noscript "
    "object option script select source style template textarea title track".split()
)
# Their end may be left out: which end tag, or which start, closes them.
CLOSED_BY = {
    "p": set("address blockquote div dl h1 h2 h3 h4 h5 h6 hr ol p pre section table ul".split()),
    "li": {"li"},
    "dt": {"dt", "dd"},
    "dd": {"dt", "dd"},
    "td": {"td", "th", "tr", "tbody", "tfoot"},
    "th": {"td", "th", "tr", "tbody", "tfoot"},
    "tr": {"tr", "tbody", "tfoot"},
    "option": {"option", "optgroup"},
}
LETTERED_LIST = "ol type"  # among `names`
BOUNDARY = {"table", "ul", "ol", "dl", "blockquote", "div", "td", "th"}


@dataclass
class Element:
    """`children`: elements and words in their order."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list["Element | str"] = field(default_factory=list)

    def elements(self) -> list["Element"]:
        return [child for child in self.children if isinstance(child, Element)]

    def descendants(self) -> Iterator["Element"]:
        for child in self.elements():
            yield child
            yield from child.descendants()

    @cached_property
    def names(self) -> frozenset[str]:
        """The names of all elements in it, and its own. Ask when nothing is added any more."""
        own = LETTERED_LIST if self.name == "ol" and self.is_lettered else self.name
        return frozenset({own, self.name}).union(*(child.names for child in self.elements()))

    @property
    def is_lettered(self) -> bool:
        return self.attributes.get("type", "1") != "1"

    def join_words(self) -> None:
        """Make one of words that stand side by side."""
        groups = groupby(self.children, lambda child: isinstance(child, str))
        self.children = [
            child
            for are_words, group in groups
            for child in (["".join(map(str, group))] if are_words else group)
        ]

    def words(self) -> str:
        """All words in it, with a line end for each `br`."""
        if self.name == "br":
            return "\n"
        return "".join(
            child if isinstance(child, str) else child.words() for child in self.children
        )


def parse_html(html: str, *, prose: bool = False) -> Element:
    """`prose`: most of it was typed, and perhaps no HTML was meant."""
    unlikely = OF_PAGES | (ELEMENTS - VOID - CLOSED_BY.keys() if prose else set())
    parser = TreeParser(
        unlikely - {name.lower() for name in re.findall(r"</([a-zA-Z][^\s>/]*)", html)}
    )
    # Behind the last > no tag ends. Python's parser would look for the end of each anew.
    tags, end, words = html.rpartition(">")
    parser.feed(tags + end + escape(unescape(words), quote=False))
    parser.close()
    for element in [parser.root, *parser.root.descendants()]:
        element.join_words()
    return parser.root


class TreeParser(HTMLParser):
    """What is no HTML stays words; what is nested too deeply becomes flat.

    `unlikely`: the names of tags that are words where they have no attributes.
    """

    def __init__(self, unlikely: set[str]) -> None:
        super().__init__(convert_charrefs=True)
        self.unlikely = unlikely
        self.root = Element("body")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if not is_html(tag) or (tag in self.unlikely and not attrs):
            self.handle_data(self.get_starttag_text() or f"<{tag}>")
            return
        self.close_implied(tag)
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        if tag not in VOID and len(self.open) < DEEPEST:
            self.open.append(element)

    def set_cdata_mode(self, elem: str, **more: Any) -> None:
        """Where `<script>` has no end, what follows is no program."""
        if elem not in self.unlikely:
            super().set_cdata_mode(elem, **more)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def close_implied(self, tag: str) -> None:
        """End the elements whose end was left out, as a `li` before the next one."""
        for position in range(len(self.open) - 1, 0, -1):
            name = self.open[position].name
            if tag in CLOSED_BY.get(name, ()):
                del self.open[position:]
                if name == tag or name == "p":
                    return
            elif name in BOUNDARY:
                return

    def handle_endtag(self, tag: str) -> None:
        if not is_html(tag):
            self.handle_data(f"</{tag}>")
            return
        for position in range(len(self.open) - 1, 0, -1):
            if self.open[position].name == tag:
                del self.open[position:]
                return

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)

    def handle_comment(self, data: str) -> None:
        """Nobody sees a comment in a page."""


def is_html(tag: str) -> bool:
    return (
        tag in ELEMENTS or tag in MATH_TAGS or bool(re.match(r"(?:o|v|w|m|st1):", tag))
    )  # those of word processors
