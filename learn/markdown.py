"""Markdown made for teaching, rendered on the server to HTML that is safe to show.

CommonMark with tables, highlighted code, and the block directives of `learn.directives`.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from html import unescape
from itertools import pairwise
from typing import Any

from django.utils.html import escape, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.anchors import anchors_plugin
from mdit_py_plugins.container import container_plugin
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

from learn.directives import DIRECTIVES, PLACEHOLDER, Directive, Placeholder, placeholder_mark
from learn.formulas import formulas_plugin
from learn.images.showing import image_html, words_for_images
from learn.safe_html import CLASSES, HEADING, clean, show_other_tags

LONGEST_TEXT = 50_000  # characters; the longest text of the shipped course has 7,500
CODE = HtmlFormatter(nowrap=True)
REFERENCE = re.compile(r"\[\[([^\[\]\n]+)\]\]")


def highlight_code(code: str, language: str) -> str:
    """The code as HTML; without colours where the language is not known."""
    try:
        lexer = get_lexer_by_name(language, stripnl=False) if language else None
    except ClassNotFound:
        lexer = None
    return highlight(code, lexer, CODE) if lexer else str(escape(code))


def heading_id(anchor: str) -> str:
    """A heading's id in the page. The prefix keeps it apart from the page's own ids."""
    return f"{HEADING}{anchor}"


def id_of_title(title: str) -> str:
    return heading_id(slugify(title))


class BoundedMarkdown(MarkdownIt):
    """Leaves a text that is too long to be parsed in a moment as it is written, as code.

    Some texts take the parser a time that grows with the square of their length: 20,000 `[` a
    quarter of a second, 200,000 half a minute, in which a thread serves nobody.
    """

    def parse(self, src: str, env: Any = None) -> list[Token]:
        return super().parse(src, env) if len(src) <= LONGEST_TEXT else [code_token(src)]

    def parseInline(self, src: str, env: Any = None) -> list[Token]:  # noqa: N802
        return super().parseInline(src, env) if len(src) <= LONGEST_TEXT else [code_token(src)]


def code_token(text: str) -> Token:
    return Token("code_block", "code", 0, content=text, block=True, map=[0, text.count("\n") + 1])


def make_parser() -> MarkdownIt:
    parser = BoundedMarkdown("commonmark", {"html": True}).enable("table")
    parser.use(formulas_plugin)
    parser.inline.ruler.before("link", "reference", parse_reference)
    parser.add_render_rule("reference", render_reference)
    parser.use(anchors_plugin, min_level=2, max_level=3, slug_func=id_of_title)
    parser.add_render_rule("fence", render_code)
    parser.add_render_rule("code_block", render_code)
    parser.add_render_rule("html_block", render_html)
    parser.add_render_rule("html_inline", render_html)
    parser.add_render_rule("image", render_image)
    parser.add_render_rule("table_open", lambda *_: '<div class="scroll" tabindex="0"><table>\n')
    parser.add_render_rule("table_close", lambda *_: "</table></div>\n")
    return parser


def render_code(self: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    """A block of code may scroll sideways, so the keyboard must reach it."""
    token = tokens[index]
    language = token.info.split()[0] if token.info.split() else ""
    code = highlight_code(token.content, language)
    return f'<pre class="code" tabindex="0"><code>{code}</code></pre>\n'


def parse_reference(state: StateInline, silent: bool) -> bool:
    """Take a `[[key]]` outside code; whether there is one here (a rule of markdown-it's)."""
    found = REFERENCE.match(state.src, state.pos, state.posMax)
    if not found:
        return False
    if not silent:
        state.push("reference", "", 0).content = found[1]
    state.pos = found.end()
    return True


def render_reference(self: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    """A placeholder where the text may name something by its key, else what was written."""
    key = tokens[index].content
    if env.get("choices_named") and re.fullmatch("[a-z0-9-]+", key):
        return placeholder_mark("reference", key)
    return f"[[{escape(key)}]]"


def render_html(self: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    return show_other_tags(tokens[index].content)


def render_image(self: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    token = tokens[index]
    return image_html(str(token.attrs["src"]), plain_words(token.children or []))


def plain_words(tokens: Sequence[Token]) -> str:
    """The words of a line without its marks, for where no HTML can stand."""
    breaks = {"softbreak": " ", "hardbreak": " "}
    return "".join(
        f"[[{token.content}]]"
        if token.type == "reference"
        else breaks.get(token.type, token.content)
        for token in tokens
    )


MARKDOWN = make_parser()


def add_directive(directive: Directive) -> None:
    """Let texts use a directive. At start-up only: texts that are rendered already do not change.

    A directive of the same name is replaced.
    """

    def render_directive(
        self: Any, tokens: Sequence[Token], index: int, options: Any, env: Any
    ) -> str:
        token = tokens[index]
        if token.nesting != 1:
            return directive.close()
        return directive.open(token.info.strip().removeprefix(directive.name).strip())

    DIRECTIVES[directive.name] = directive
    CLASSES.update(directive.classes)
    container_plugin(MARKDOWN, directive.name, render=render_directive)


for standard in tuple(DIRECTIVES.values()):
    add_directive(standard)


def inline_tokens(text: str, kind: str) -> Iterator[tuple[int, Token]]:
    """The tokens of a kind within lines, such as `formula`, with the line (from 1) of the block."""
    for token in MARKDOWN.parse(text):
        line = token.map[0] + 1 if token.map else 1
        yield from ((line, child) for child in token.children or [] if child.type == kind)


@lru_cache(maxsize=64)
def headings(text: str) -> dict[str, str]:
    """The headings of a text that can be linked to, by anchor."""
    tokens = MARKDOWN.parse(text)
    return {
        str(token.attrs["id"]).removeprefix(heading_id("")): heading.content.replace("`", "")
        for token, heading in pairwise(tokens)
        if token.type == "heading_open" and "id" in token.attrs
    }


@lru_cache(maxsize=1024)
def render_fragments(text: str) -> tuple[SafeString | Placeholder, ...]:
    """The text as HTML, split at its placeholders."""
    return tuple(split_at_placeholders(clean(MARKDOWN.render(text))))


def split_at_placeholders(html: SafeString) -> Iterator[SafeString | Placeholder]:
    position = 0
    for mark in PLACEHOLDER.finditer(html):
        yield mark_safe(html[position : mark.start()])  # noqa: S308  (it was cleaned as a whole)
        yield Placeholder(mark[1], mark[2])
        position = mark.end()
    yield mark_safe(html[position:])  # noqa: S308


@lru_cache(maxsize=1024)
def render(text: str) -> SafeString:
    """The text as HTML blocks: paragraphs, code, tables, directives. Placeholders stay empty."""
    fragments = render_fragments(text)
    return SafeString("".join(part for part in fragments if not isinstance(part, Placeholder)))


@lru_cache(maxsize=4096)
def render_part(text: str) -> tuple[SafeString | Placeholder, ...]:
    """A part of a question as HTML, split at what it names with `[[key]]`.

    Blocks as `render` makes them; one paragraph alone has no `<p>` around it.
    """
    env = {"choices_named": True}
    tokens = MARKDOWN.parse(text.strip(), env)
    alone = [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    html = MARKDOWN.renderer.render(tokens[1:2] if alone else tokens, MARKDOWN.options, env)
    return tuple(split_at_placeholders(clean(html)))


@lru_cache(maxsize=4096)
def render_inline(text: str) -> SafeString:
    """One line or paragraph without a `<p>` around it."""
    return clean(MARKDOWN.renderInline(text.strip()))


def opening(text: str) -> str:
    """The first paragraph as plain words, for lists: without marks and without blocks of code."""
    words = re.sub(r"^```.*?^```", "\n", text, flags=re.MULTILINE | re.DOTALL)
    first = re.split(r"\n\s*\n", words.strip())[0]
    return unescape(strip_tags(words_for_images(render_inline(" ".join(first.split())))))
