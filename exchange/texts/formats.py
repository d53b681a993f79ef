"""A text in one of the formats that Moodle has for texts, as Markdown."""

import re
from dataclasses import dataclass, field

from exchange.texts.html_markdown import html_markdown
from exchange.texts.html_tree import is_html
from exchange.texts.inline_markdown import ToPicture
from exchange.texts.languages import Languages
from exchange.texts.literal import LONGEST_SEARCHED, plain_markdown
from exchange.texts.markdown_pictures import with_pictures
from learn.safe_html import TAG

HTML, AUTO, PLAIN, MARKDOWN = "html", "moodle", "plain", "markdown"
ENTITY = re.compile(r"&(?:#\d+|#x[0-9a-f]+|[a-z]+\d*);", re.IGNORECASE)
REFERENCE = re.compile(r"(?<!\\)\[(?=\[[a-z0-9-]+\]\])")
# Where MathJax is told of a formula in Markdown, which takes one backslash away.
MATHJAX = re.compile(r"\\\\\((.+?)\\\\\)", re.DOTALL)
MATHJAX_LARGE = re.compile(r"\\\\\[(.+?)\\\\\]", re.DOTALL)


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
        words = self.languages.choose(words)
        if len(words) <= LONGEST_SEARCHED:
            words = MATHJAX_LARGE.sub(r"$$\1$$", MATHJAX.sub(r"$\1$", words))
        return REFERENCE.sub(r"\\[", words)

    def take_lost(self) -> list[str]:
        """The names of what could not be carried since the last call."""
        lost, self.lost = sorted(self.lost), set()
        return lost


def holds_html(words: str) -> bool:
    return bool(ENTITY.search(words)) or any(
        is_html(tag["name"].lower()) for tag in TAG.finditer(words)
    )
