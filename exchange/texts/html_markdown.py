"""HTML of other systems as Markdown that means the same.

What Markdown has no mark for stays HTML (`<sub>`, a table without a head). What a text here can't
hold is told of, and its words stay.
"""

import re
from collections.abc import Iterator
from itertools import groupby

from exchange.texts.html_tree import LETTERED_LIST, Element, parse_html
from exchange.texts.inline_markdown import (
    MARKS,
    TOLD,
    UNSEEN,
    InlineWriter,
    ToPicture,
    with_marks,
)
from exchange.texts.languages import Languages
from exchange.texts.literal import escape_line_start, fenced
from exchange.texts.raw_html import raw_html

BLOCKS = set(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr legend li main menu nav ol p "
    "pre section summary table tbody td tfoot th thead tr ul".split()
)
# A page has its h1 already, and a text here no h6.
HEADINGS = {"h1": "##", "h2": "##", "h3": "###", "h4": "####", "h5": "#####", "h6": "#####"}


def html_markdown(
    html: str,
    *,
    lines: bool = False,
    languages: Languages | None = None,
    picture: ToPicture | None = None,
) -> tuple[str, list[str]]:
    """HTML as Markdown, and the names of what could not be carried.

    `lines`: a line end is one in the page too, as in Moodle's automatic format. `languages`: which
    one to take of a text in several. `picture`: takes pictures in.
    """
    languages = languages or Languages()
    writer = BlockWriter(lines, languages, picture)
    blocks = writer.blocks(parse_html(languages.choose(html), prose=lines))
    return "\n\n".join(blocks), sorted(writer.lost)


class BlockWriter(InlineWriter):
    def blocks(self, parent: Element) -> list[str]:
        """The Markdown of each block within an element, in order."""
        found: list[str] = []
        children = self.languages.chosen(parent.children)
        for is_block, group in groupby(children, holds_blocks):
            if is_block:
                for element in group:
                    assert isinstance(element, Element)  # noqa: S101  (words hold no blocks)
                    found += self.block(element, found[-1] if found else "")
            else:
                found += self.paragraphs([*group])
        return found

    def block(self, element: Element, before: str) -> list[str]:
        """The blocks of one element. `before`: the block that stands before it."""
        self.tell(element)
        match element.name:
            case name if name in UNSEEN:
                return []
            case "pre":
                code = code_of(element)
                block = [fenced(code, language_of(element))] if code.strip() else []
                return [*block, *self.pictures_in(element)]
            case "hr":
                return ["---"]
            case "blockquote":
                return [prefixed("> ", "> ", "\n\n".join(self.blocks(element)))]
            case "ul" | "ol" | "menu" | "dir" | "table" | "dl":
                return self.structure(element, before)
        return self.with_words(element)

    def structure(self, element: Element, before: str) -> list[str]:
        """A list or a table: as HTML where Markdown can't write it."""
        if element.name in ("ul", "ol", "menu", "dir") and LETTERED_LIST not in element.names:
            return [self.list_of(element, before)]
        rows = simple_rows(element)
        return [self.table(rows)] if rows else [*self.as_html(element)]

    def as_html(self, element: Element) -> Iterator[str]:
        """With its pictures below it: in HTML a text here shows none."""
        lost: set[str] = set()
        yield raw_html(element, lost)
        self.lost |= lost - {TOLD["img"]} if self.picture else lost
        yield from self.pictures_in(element)

    def with_words(self, element: Element) -> list[str]:
        """What is made of paragraphs: a heading, a mark around all of them, or nothing more."""
        if re.fullmatch("h[1-6]", element.name):
            mark = HEADINGS[element.name]
            return [f"{mark} {text}" for text in [self.line(element.children)] if text]
        blocks = self.blocks(element)
        if element.name in MARKS:
            return [with_marks(element.name, block) for block in blocks]
        return blocks

    def paragraphs(self, nodes: list[Element | str]) -> Iterator[str]:
        """What stands in lines: a paragraph, or several where empty lines part it.

        Lines that are moved in with hard blanks stay so.
        """
        for filled, group in groupby(self.inline(nodes).split("\n"), is_filled):
            if filled:
                lines = [line.rstrip().lstrip(" \t") for line in group]
                lines = lines if len(lines) > 1 else [lines[0].strip()]
                yield "\\\n".join(map(escape_line_start, lines))

    def list_of(self, element: Element, before: str) -> str:
        """Another mark than the list right before it has, so that they stay two."""
        numbered = element.name == "ol"
        items = [child for child in element.elements() if child.name == "li"] or [element]
        number = start_of_list(element)
        bullet = "*" if re.match(r"- ", before) else "-"
        point = ")" if re.match(r"\d+\. ", before) else "."
        entries = []
        for item in items:
            mark = f"{number}{point} " if numbered else f"{bullet} "
            number += 1
            text = "\n\n".join(self.blocks(item))
            entries.append(prefixed(mark, " " * len(mark), tight(text)).rstrip())
        return "\n".join(entries)

    def table(self, rows: list[list[Element]]) -> str:
        lines = [" | ".join(self.cell(cell) for cell in row) for row in rows]
        rule = " | ".join("---" for _ in rows[0])
        return "\n".join(f"| {line} |" for line in [lines[0], rule, *lines[1:]])

    def cell(self, cell: Element) -> str:
        return re.sub(r"(?<!\\)\|", r"\\|", self.line(cell.children))


def is_filled(line: str) -> bool:
    return bool(line.strip())


def holds_blocks(node: Element | str) -> bool:
    return isinstance(node, Element) and not BLOCKS.isdisjoint(node.names)


def prefixed(first: str, rest: str, text: str) -> str:
    """The text with one mark before its first line, and another before the others."""
    lines = text.split("\n")
    return "\n".join(
        f"{first if number == 0 else rest if line or rest.strip() else ''}{line}"
        for number, line in enumerate(lines)
    )


def tight(text: str) -> str:
    """An entry of a list that is a line and perhaps a list under it, without an empty line, which
    HTML needs to end."""
    return re.sub(r"\A([^\n<][^\n]*)\n\n(?=(?:[-*]|\d+[.)]) )", r"\1\n", text)


def start_of_list(element: Element) -> int:
    written = element.attributes.get("start", "")
    return int(written) if re.fullmatch(r"\d{1,9}", written, re.ASCII) else 1


def simple_rows(table: Element) -> list[list[Element]]:
    """The rows of a table that Markdown can write: a head, and lines in its cells. Or none."""
    rows = [
        [cell for cell in row.elements() if cell.name in ("td", "th")]
        for row in table.descendants()
        if row.name == "tr"
    ]
    cells = [cell for row in rows for cell in row]
    is_simple = (
        rows
        and rows[0]
        and all(cell.name == "th" for cell in rows[0])
        and all(cell.name == "td" for row in rows[1:] for cell in row)
        and all(len(row) == len(rows[0]) for row in rows)
        and "caption" not in table.names
        and not any("table" in child.names for child in table.elements())
        and not any({"colspan", "rowspan"} & cell.attributes.keys() for cell in cells)
        and not any(
            holds_blocks(part) or "br" in part.names for cell in cells for part in cell.elements()
        )
    )
    return rows if is_simple else []


def code_of(element: Element) -> str:
    return element.words().replace("\r", "").removeprefix("\n").rstrip("\n")


def language_of(element: Element) -> str:
    classes = " ".join(
        part.attributes.get("class", "") for part in [element, *element.descendants()]
    )
    named = re.search(r"\b(?:language|lang)-([a-z0-9+#]{1,20})\b", classes.lower())
    return named[1] if named else ""
