"""A text in one of the formats that Moodle has for texts, as Markdown."""

import re
from dataclasses import dataclass, field
from html import unescape

from django.utils.html import strip_tags

from exchange.texts.code_parts import outside_code
from exchange.texts.html_markdown import html_markdown
from exchange.texts.html_tree import is_html
from exchange.texts.inline_markdown import ToPicture
from exchange.texts.languages import Languages
from exchange.texts.literal import plain_markdown
from exchange.texts.markdown_pictures import with_pictures
from learn.markdown import render
from learn.safe_html import TAG

HTML, AUTO, PLAIN, MARKDOWN = "html", "moodle", "plain", "markdown"
ENTITY = re.compile(r"&(?:#\d+|#x[0-9a-f]+|[a-z]+\d*);", re.IGNORECASE)
REFERENCE = re.compile(r"(?<!\\)\[(?=\[[a-z0-9-]+\]\])")
# Headings of a size that a text here does not have.
LARGEST = re.compile(r"^ {0,3}#(?=[ \t])", re.MULTILINE)
LARGEST_LINE = re.compile(r"(?<=[^\s>]\n)=+(?=[ \t]*$)", re.MULTILINE)
SMALLEST = re.compile(r"^ {0,3}#{6}(?=[ \t])", re.MULTILINE)
# Where MathJax is told of a formula in Markdown, which takes one backslash away; or any other pair.
MATHJAX = re.compile(r"\\\\\((?P<round>.+?)\\\\\)|\\\\\[(?P<square>.+?)\\\\\]|\\.", re.DOTALL)


@dataclass
class ForeignTexts:
    """Turns the texts of one file into Markdown. `lost`: what the last ones could not carry."""

    languages: Languages = field(default_factory=Languages)
    lost: set[str] = field(default_factory=set)

    def markdown(self, words: str, form: str, picture: ToPicture | None = None) -> str:
        """`form`: HTML, AUTO (HTML if there is any in it), PLAIN or MARKDOWN."""
        if form == MARKDOWN and picture:
            return with_pictures(words, picture, self.lost, self.own_markdown)
        if form == MARKDOWN:
            return self.own_markdown(words)
        if form == PLAIN:
            return plain_markdown(words)
        if form == AUTO and not holds_html(words):
            return plain_markdown(self.languages.choose(words), formulas=True)
        text, lost = html_markdown(
            words, lines=form == AUTO, languages=self.languages, picture=picture
        )
        self.lost |= {*lost}
        return text

    def own_markdown(self, words: str) -> str:
        """Markdown as it is; but `[[key]]`, which names a choice only here, is text."""
        return outside_code(self.languages.choose(words), as_here)

    def take_lost(self) -> list[str]:
        """The names of what could not be carried since the last call."""
        lost, self.lost = sorted(self.lost), set()
        return lost


def as_here(words: str) -> str:
    words = LARGEST_LINE.sub(lambda line: "-" * len(line[0]), LARGEST.sub("##", words))
    words = SMALLEST.sub("#####", words)
    return REFERENCE.sub(r"\\[", MATHJAX.sub(formula_here, words))


def formula_here(found: re.Match[str]) -> str:
    tex = " ".join((found["round"] or found["square"] or "").split())
    if not tex or "$" in tex:
        return found[0]
    return f"$${tex}$$" if found["square"] else f"${tex}$"


def holds_html(words: str) -> bool:
    return bool(ENTITY.search(words)) or any(
        is_html(tag["name"].lower()) for tag in TAG.finditer(words)
    )


def words_of(markdown: str) -> str:
    """What a text says, on one line and without marks, to be told of it."""
    return " ".join(unescape(strip_tags(render(markdown))).split())
