"""HTML and plain text of other systems as Markdown that means the same."""

import re
from html import escape, unescape
from html.parser import HTMLParser


def markdown_of(html: str) -> tuple[str, list[str]]:
    """HTML as Markdown, and the names of what could not be carried, as pictures."""
    parser = ToMarkdown()
    # Behind the last > no tag ends. Python's parser would look for the end of each anew.
    tags, end, words = html.rpartition(">")
    parser.feed(tags + end + escape(unescape(words), quote=False))
    parser.close()
    return parser.text(), sorted(parser.lost)


# What Markdown would take for a mark, where the writer meant the character.
MARKS = re.compile(
    r"""
    \\(?=[!-/:-@\[-`{-~]) | `
    | (?<!\s)\* | \*(?!\s)
    | (?<![^\W_])_ | _(?![^\W_])
    | &(?=\#?\w+;)
    """,
    re.VERBOSE,
)


def literal_markdown(text: str) -> str:
    """Plain text as Markdown that shows it as it is: `__init__` is not bold."""
    return MARKS.sub(lambda mark: f"\\{mark[0]}", text)


class ToMarkdown(HTMLParser):
    """Few tags mean something; what others hold is kept as text."""

    AROUND = {"b": "**", "strong": "**", "i": "*", "em": "*", "code": "`", "tt": "`"}
    BLOCKS = set("p div ul ol table tr h1 h2 h3 h4 h5 h6 pre blockquote hr".split())
    UNSEEN = {"script", "style", "head", "title"}
    # What is carried, and what stands for nothing by itself. The rest is told of.
    CARRIED = {*AROUND, *BLOCKS, *UNSEEN, "br", "li", "a"} - {"table", "tr"}
    PLAIN = set("html body span font small u tr td th thead tbody tfoot colgroup col".split())
    SMALL = {"sup": "^", "sub": "_"}
    DEEPEST = 20  # marks within marks
    # Behind each line of fixed text, so that an empty one parts no paragraphs.
    HELD = "\0"

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.lost: set[str] = set()
        self.hidden = 0
        self.fixed = False
        self.around: list[tuple[str, int]] = []
        self.numbered: list[int] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.hidden += tag in self.UNSEEN
        self.lost |= {tag} - self.CARRIED - self.PLAIN
        if tag in self.AROUND and not self.fixed and len(self.around) < self.DEEPEST:
            self.around.append((tag, len(self.parts)))
        if tag in self.BLOCKS:
            self.parts.append("\n\n")
        self.parts.append(self.SMALL.get(tag, ""))
        if tag == "br":
            self.parts.append(f"\n{self.HELD}" if self.fixed else "  \n")
        if tag in ("ul", "ol"):
            self.numbered.append(0 if tag == "ol" else -1)
        if tag == "li":
            self.parts.append(f"\n{self.bullet()} ")
        if tag == "pre":
            self.fixed = True
            self.parts.append("```\n")
        if tag == "a":
            self.links.append(dict(attrs).get("href") or "")
            self.parts.append("[")

    def handle_endtag(self, tag: str) -> None:
        self.hidden = max(0, self.hidden - (tag in self.UNSEEN))
        if tag in {name for name, _ in self.around} and not self.fixed:
            self.put_around(tag)
        if tag == "pre" and self.fixed:
            self.fixed = False
            self.parts[-1] = self.parts[-1].removesuffix(f"\n{self.HELD}")
            self.parts.append("\n```")
        if tag in self.BLOCKS:
            self.parts.append("\n\n")
        if tag in ("td", "th"):
            self.parts.append(" ")
        if tag in ("ul", "ol") and self.numbered:
            self.numbered.pop()
        if tag == "a" and self.links:
            self.parts.append(f"]({self.links.pop()})")

    def put_around(self, tag: str) -> None:
        """Marks close to the words, as Markdown wants them; none around nothing, or paragraphs."""
        name, start = self.around.pop()
        while name != tag:  # one that was never closed
            name, start = self.around.pop()
        inner = "".join(self.parts[start:])
        words, mark = inner.strip(), self.AROUND[tag]
        if mark == "`" and "`" in words:
            words, mark = f" {words} ", "``"
        if words and "\n\n" not in words and not self.in_code():
            before, _, after = inner.partition(inner.strip())
            inner = f"{before}{mark}{words}{mark}{after}"
        self.parts[start:] = [inner]

    def in_code(self) -> bool:
        return any(self.AROUND[name] == "`" for name, _ in self.around)

    def handle_data(self, data: str) -> None:
        if self.hidden:
            return
        if self.fixed:
            self.parts.append(data.replace("\n", f"\n{self.HELD}"))
            return
        words = " ".join(f"|{data}|".split())[1:-1]
        self.parts.append(words if self.in_code() else literal_markdown(words))

    def bullet(self) -> str:
        if not self.numbered or self.numbered[-1] < 0:
            return "-"
        self.numbered[-1] += 1
        return f"{self.numbered[-1]}."

    def text(self) -> str:
        blocks = "".join(self.parts).split("\n\n")
        text = "\n\n".join(stripped for block in blocks if (stripped := block.strip("\n ")))
        return text.replace(self.HELD, "")
