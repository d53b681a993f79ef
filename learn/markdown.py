"""Markdown made for teaching, rendered on the server to HTML that is safe to show.

CommonMark with tables, highlighted code, and block directives: `versus` with `better` and
`worse`, `pipeline N` (N: the bottleneck), `note`, `tip`, `mistake`, `steps`, and `proof` (see
`learn.proof_cards`). In the text of a mode also `measured NAME` and `question ID`, which are
holes (see `Hole`).
"""

import re
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from itertools import pairwise
from typing import Any

import nh3
from django.utils.html import escape, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.anchors import anchors_plugin
from mdit_py_plugins.container import container_plugin
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

from learn import proof_cards

CODE = HtmlFormatter(nowrap=True)
# The heading that a reader hears before the block's own words.
CALLOUTS = {"note": "Note", "tip": "Tip", "mistake": "Common mistake"}
FIGURES = ("better", "worse")
WRAPPERS = ("versus", "steps")
# Directives whose words are not in the text: a figure measured here, a question of the lesson.
HOLES = ("measured", "question")
# Random for each process, so that no text a person writes can be a hole.
_SECRET = secrets.token_hex(8)
_HOLE = re.compile(rf"\{{{_SECRET}:(\w+):([a-z0-9-]+)\}}")

TAGS = set(
    "a b blockquote br code del div em figcaption figure h2 h3 h4 h5 hr i kbd li ol p pre q "
    "small span strong sub sup table tbody td th thead tr ul".split()
)
CLASSES = (
    {"versus", "steps", "pipeline", "note", "tip", "mistake", "better", "worse"}
    | {"title", "code", "scroll", "choice-text", *HOLES}
    | {f"hot-{number}" for number in range(1, 10)}
)


@dataclass(frozen=True)
class Hole:
    """A place in a text for what is known only when the page is made; `kind` is of HOLES."""

    kind: str
    name: str


def directive(name: str) -> Any:
    """How `::: name title` opens and closes."""

    def render_directive(
        self: Any, tokens: Sequence[Token], index: int, options: Any, env: Any
    ) -> str:
        opening = tokens[index].nesting == 1
        rest = tokens[index].info.strip().removeprefix(name).strip()
        return open_block(name, rest) if opening else close_block(name)

    return render_directive


def open_block(name: str, rest: str) -> str:
    if name in FIGURES:
        return f'<figure class="{name}"><figcaption>{escape(rest)}</figcaption>\n'
    if name in CALLOUTS:
        title = escape(rest or CALLOUTS[name])
        return f'<div class="note {name}"><p class="title">{title}</p>\n'
    if name == "proof":
        return proof_cards.opened(rest)
    if name == "pipeline":
        hot = f" hot-{rest}" if re.fullmatch("[1-9]", rest) else ""
        return f'<div class="pipeline{hot}">\n'
    if name in HOLES:
        hole = f"{{{_SECRET}:{name}:{rest}}}" if re.fullmatch("[a-z0-9-]+", rest) else ""
        return f'<div class="{name}">{hole}\n'
    return f'<div class="{name}">\n'


def close_block(name: str) -> str:
    return "</figure>\n" if name in FIGURES else "</div>\n"


def highlighted(code: str, language: str, attributes: str) -> str:
    try:
        lexer = get_lexer_by_name(language, stripnl=False) if language else None
    except ClassNotFound:
        lexer = None
    return highlight(code, lexer, CODE) if lexer else str(escape(code))


def heading_id(anchor: str) -> str:
    """A heading's id in the page; the prefix keeps it apart from the page's own ids."""
    return f"text-{anchor}"


def id_of(title: str) -> str:
    return heading_id(slugify(title))


def parser() -> MarkdownIt:
    md = MarkdownIt("commonmark", {"html": False, "highlight": highlighted}).enable("table")
    md.use(anchors_plugin, min_level=2, max_level=3, slug_func=id_of)
    for name in (*WRAPPERS, *FIGURES, *CALLOUTS, *HOLES, "pipeline", "proof"):
        container_plugin(md, name, render=directive(name))
    md.add_render_rule("fence", fence)
    md.add_render_rule("code_block", fence)
    md.add_render_rule("table_open", lambda *_: '<div class="scroll" tabindex="0"><table>\n')
    md.add_render_rule("table_close", lambda *_: "</table></div>\n")
    return md


def fence(self: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    """Code may scroll sideways, so the keyboard reaches it."""
    token = tokens[index]
    language = token.info.split()[0] if token.info.split() else ""
    code = highlighted(token.content, language, "")
    return f'<pre class="code" tabindex="0"><code>{code}</code></pre>\n'


MARKDOWN = parser()


@lru_cache(maxsize=64)
def headings(text: str) -> dict[str, str]:
    """The headings of a text that can be linked to, by anchor."""
    tokens = MARKDOWN.parse(text)
    return {
        str(token.attrs["id"]).removeprefix(heading_id("")): heading.content.replace("`", "")
        for token, heading in pairwise(tokens)
        if token.type == "heading_open" and "id" in token.attrs
    }


def clean(html: str) -> SafeString:
    """Only what is allowed: no `style`, `data-`, `hx-`, scripts or foreign addresses' windows."""
    return mark_safe(  # noqa: S308  (this is the place that makes it safe)
        nh3.clean(
            html,
            tags=TAGS,
            attributes={
                "a": {"href"},  # no title: what [[key]] becomes must not land in an attribute
                "pre": {"tabindex"},
                "div": {"tabindex"},
                "h2": {"id"},
                "h3": {"id"},
            },
            attribute_filter=own_id,
            allowed_classes={
                "div": CLASSES,
                "figure": CLASSES,
                "p": CLASSES,
                "pre": CLASSES,
                "q": CLASSES,
                "span": token_classes(),
            },
            url_schemes={"http", "https", "mailto"},
            link_rel="noopener noreferrer",
        )
    )


def own_id(tag: str, attribute: str, value: str) -> str | None:
    """An id only as headings get it: no text may take one of the page's own."""
    return value if attribute != "id" or value.startswith(heading_id("")) else None


@lru_cache(maxsize=1)
def token_classes() -> set[str]:
    """The class names that Pygments gives to the parts of code."""
    from pygments.token import STANDARD_TYPES

    return {name for name in STANDARD_TYPES.values() if name}


@lru_cache(maxsize=1024)
def parts(text: str) -> tuple[SafeString | Hole, ...]:
    """The text of a mode as HTML, split at its holes."""
    return tuple(split(clean(MARKDOWN.render(text))))


def split(html: SafeString) -> Iterator[SafeString | Hole]:
    position = 0
    for found in _HOLE.finditer(html):
        yield mark_safe(html[position : found.start()])  # noqa: S308  (it was cleaned as a whole)
        yield Hole(found[1], found[2])
        position = found.end()
    yield mark_safe(html[position:])  # noqa: S308


@lru_cache(maxsize=1024)
def render(text: str) -> SafeString:
    """Blocks: paragraphs, code, tables, directives. Holes stay empty."""
    return SafeString("".join(part for part in parts(text) if not isinstance(part, Hole)))


@lru_cache(maxsize=4096)
def render_inline(text: str) -> SafeString:
    """One line or paragraph without a `<p>` around it."""
    return clean(MARKDOWN.renderInline(text.strip()))


def opening(text: str) -> str:
    """The first paragraph in plain words, for lists: no marks, and no block of code."""
    words = re.sub(r"^```.*?^```", "\n", text, flags=re.MULTILINE | re.DOTALL)
    first = re.split(r"\n\s*\n", words.strip())[0]
    return unescape(strip_tags(render_inline(" ".join(first.split()))))
