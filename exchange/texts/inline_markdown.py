"""What stands within a line of HTML, as Markdown."""

import re
from collections.abc import Callable, Iterator
from itertools import groupby
from urllib.parse import unquote

from exchange.texts.html_tree import Element
from exchange.texts.languages import Languages
from exchange.texts.literal import code_span, formulas_on_one_line, literal
from exchange.texts.raw_html import allowed_attributes, raw_html

MARKS = {"b": "**", "strong": "**", "i": "*", "em": "*", "dfn": "*"}
# Kept as they are: Markdown has no mark for them.
KEPT = set("abbr bdi bdo cite del ins kbd mark q rp rt ruby s samp small sub sup u var".split())
RENAMED = {"strike": "s", "acronym": "abbr", "big": "span", "nobr": "span", "tt": "code"}
UNSEEN = set("base head link meta param script source style template title track".split())
# What is told, by element: it says something to a learner, and is not here.
TOLD = {
    "audio": "a sound",
    "button": "a button",
    "canvas": "a drawing",
    "embed": "something embedded",
    "form": "a form",
    "iframe": "an embedded page",
    "img": "a picture",
    "input": "a field",
    "object": "something embedded",
    "script": "a script",
    "select": "a field",
    "svg": "a drawing",
    "textarea": "a field",
    "video": "a film",
}
# What a style means that HTML has a tag for.
STYLES = {
    "u": r"text-decoration[a-z-]*:[^;]*underline",
    "s": r"text-decoration[a-z-]*:[^;]*line-through",
    "b": r"font-weight:(?:bold|[6-9]00)",
    "i": r"font-style:(?:italic|oblique)",
}
PLACE_LOST = "the place of pictures within a table or code, which stand below it"
FILES = "@@PLUGINFILE@@"  # begins the address of a file that stands beside the text
# A picture as it stands in Markdown by now.
IMAGE = re.compile(r"!\[(?P<alt>(?:\\.|[^\[\]\\]++)*+)\]\((?P<address>[^()\s]*)\)")
BRACKET = re.compile(rf"{IMAGE.pattern}|(?<!\\)[\[\]]")
COLOUR = re.compile(r"(?:^|[;\s])(?:color|background[a-z-]*)\s*:\s*([^;]+)")
UNCOLOURED = {"", "black", "#000", "#000000", "inherit", "transparent", "initial"}
BLANKS = re.compile(r"[ \t\r\n\f]+")
BLANKS_IN_LINE = re.compile(r"[ \t\r\f]+")

# Takes the address and the description of a picture; gives Markdown for it, or None.
type ToPicture = Callable[[str, str], str | None]


class InlineWriter:
    """`lost`: the names of what could not be carried."""

    def __init__(self, lines: bool, languages: Languages, picture: ToPicture | None) -> None:
        self.blanks = BLANKS_IN_LINE if lines else BLANKS
        self.languages = languages
        self.picture = picture
        self.lost: set[str] = set()
        self.writers: dict[str, Callable[[Element], str]] = {
            **dict.fromkeys(UNSEEN, lambda _: ""),
            **dict.fromkeys(MARKS, self.marked),
            **dict.fromkeys([*KEPT, *RENAMED], self.html_tag),
            **dict.fromkeys(["code", "tt"], self.code),
            "img": self.image,
            "math": lambda element: raw_html(element, self.lost, in_line=True),
            "a": self.link,
        }

    def inline(self, nodes: list[Element | str]) -> str:
        """Markdown with a line end for each `br`."""
        text = ""
        runs = groupby(self.without_plain_spans(nodes), is_words)
        for are_words, run in runs:
            if are_words:
                text += self.words([*run])
                continue
            for node in run:
                assert isinstance(node, Element)  # noqa: S101  (it is not of words)
                part = self.element(node)
                if part[:1] in ("*", "`") and text.endswith(part[:1]):  # they would be one mark
                    part = self.html_tag(node)
                if part.startswith("[") and text.endswith("!"):  # together they would be a picture
                    text = f"{text[:-1]}\\!"
                text += part
        return text

    def without_plain_spans(self, nodes: list[Element | str]) -> Iterator[Element | str]:
        """The nodes, with what is in a `span` that means nothing in its place."""
        for node in self.languages.chosen(nodes):
            if isinstance(node, str) or node.name not in ("span", "font") or means_something(node):
                yield node
            else:
                self.tell(node)
                yield from self.without_plain_spans(node.children)

    def words(self, nodes: list[Element | str]) -> str:
        """Words and the line ends between them. A formula may go on over them."""
        lines = [
            "\n" if isinstance(node, Element) else self.blanks.sub(" ", node) for node in nodes
        ]
        text = formulas_on_one_line("".join(lines))
        return "\n".join(literal(line) for line in text.split("\n"))

    def line(self, nodes: list[Element | str]) -> str:
        """Markdown on one line."""
        return " ".join(self.inline(nodes).split("\n")).strip()

    def element(self, element: Element) -> str:
        self.tell(element)
        write = self.html_tag if allowed_attributes(element) else self.styled
        return self.writers.get(element.name, write)(element)

    def marked(self, element: Element) -> str:
        return with_marks(element.name, self.inline(element.children))

    def code(self, element: Element) -> str:
        words = element.words().strip("\n")
        code = code_span(words) if words.strip() else words
        return code + "".join(self.pictures_in(element))

    def html_tag(self, element: Element) -> str:
        name = RENAMED.get(element.name, element.name)
        return in_tags(name, self.inline(element.children), allowed_attributes(element))

    def styled(self, element: Element) -> str:
        """A `span` or `font`, whose style may mean something."""
        text = self.inline(element.children)
        for name in meanings(element):
            text = with_marks(name, text) if name in MARKS else in_tags(name, text)
        return text

    def link(self, element: Element) -> str:
        address = element.attributes.get("href", "").strip()
        if not address or FILES in address:
            self.lost |= {file_told(address)} if address else set()
            return self.inline(element.children)
        address = re.sub(r"[\s<>\\]", lambda found: f"%{ord(found[0]):02X}", address)
        text = " ".join(self.inline(element.children).split("\n"))
        before, after = blanks_around(text)
        words = words_of_link(text.strip()) or literal(address)
        return f"{before}[{words}](<{address}>){after}"

    def image(self, element: Element) -> str:
        address, described = (element.attributes.get(name, "") for name in ("src", "alt"))
        taken = self.picture(address, described) if self.picture else None
        if taken is None:
            self.lost.add(TOLD["img"])
            return literal(described)
        return taken

    def pictures_in(self, element: Element) -> Iterator[str]:
        """The pictures of an element that has no place for them here, to stand below it."""
        pictures = [part for part in element.descendants() if part.name == "img"]
        if self.picture and pictures:
            self.lost.add(PLACE_LOST)
            yield from map(self.image, pictures)

    def tell(self, element: Element) -> None:
        """Note what says something to a learner and does not come along."""
        if element.name in TOLD and element.name != "img":
            self.lost.add(TOLD[element.name])
        colour = COLOUR.search(element.attributes.get("style", "").lower())
        named = colour[1].strip() if colour else element.attributes.get("color", "")
        if named not in UNCOLOURED:
            self.lost.add("colours")


def file_told(address: str) -> str:
    name = unquote(re.split(r"[?#]", address)[0].rpartition("/")[2])
    return f"the file {name[:80]}"


def words_of_link(text: str) -> str:
    """The brackets of pictures stay, and no other ends the words."""
    return BRACKET.sub(lambda found: found[0] if found["address"] else f"\\{found[0]}", text)


def meanings(element: Element) -> list[str]:
    """The names of the tags that an element's style stands for."""
    style = element.attributes.get("style", "").lower().replace(" ", "")
    return [name for name, meaning in STYLES.items() if re.search(meaning, style)]


def means_something(element: Element) -> bool:
    return bool(allowed_attributes(element) or meanings(element))


def is_words(node: Element | str) -> bool:
    return isinstance(node, str) or node.name == "br"


def with_marks(name: str, text: str) -> str:
    """Each line between marks, or between tags where Markdown would not take the marks."""
    return "\n".join(put_around(line, name) for line in text.split("\n"))


def in_tags(name: str, text: str, attributes: str = "") -> str:
    return "\n".join(
        f"<{name}{attributes}>{line}</{name}>" if line.strip() else line
        for line in text.split("\n")
    )


def put_around(line: str, name: str) -> str:
    words = line.strip()
    if not words:
        return line
    before, after = blanks_around(line)
    if words[0].isalnum() and words[-1].isalnum():
        return f"{before}{MARKS[name]}{words}{MARKS[name]}{after}"
    return f"{before}<{name}>{words}</{name}>{after}"


def blanks_around(line: str) -> tuple[str, str]:
    return line[: len(line) - len(line.lstrip())], line[len(line.rstrip()) :]
