"""Markdown as the XHTML that QTI takes: code with its language, formulas with their TeX, and
addresses of images in the package."""

import re
from collections.abc import Callable, Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from exchange.qti.markup import TEX
from exchange.texts.html_tree import VOID, Element, parse_html
from exchange.xml_tree import xml_plain, xml_text
from learn.formulas import NotAFormula, formula_html
from learn.markdown import MARKDOWN
from learn.safe_html import ATTRIBUTES, WRITTEN_TAGS

MATH = "http://www.w3.org/1998/Math/MathML"
# What HTML has and QTI has not, as a class of a `span`. The first is of QTI's own vocabulary.
STYLED = {
    "u": "qti-underline",
    "ins": "qti-underline",
    "s": "line-through",
    "del": "line-through",
    "mark": "mark",
}
UNUSED = {"id", "tabindex", "rel", "loading", "decoding", "title", "start", "type"}
MATH_TEX = "data-tex"  # where a formula keeps its TeX until it is written

# Gives the address in the package of an image, by what stands for it in Markdown; None where there
# is none.
type ToAddress = Callable[[str], str | None]


class XhtmlRenderer(RendererHTML):
    def __init__(self, address: ToAddress) -> None:
        super().__init__(MARKDOWN)
        self.address = address
        standard: Any = MARKDOWN.renderer
        rules: dict[str, Any] = {
            **standard.rules,
            "fence": self.code_of_text,
            "code_block": self.code_of_text,
            "formula": self.formula,
            "image": self.picture,
            "table_open": lambda *_: "<table>",
            "table_close": lambda *_: "</table>",
        }
        self.rules = rules

    def code_of_text(self, tokens: Sequence[Token], index: int, *_: Any) -> str:
        token = tokens[index]
        language = re.sub(r"[^a-z0-9+#]", "", (token.info.split() or [""])[0].lower())
        named = f' class="language-{language}"' if language else ""
        return f"<pre><code{named}>{escape(token.content)}</code></pre>"

    def formula(self, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
        token = tokens[index]
        tex, large = token.content.strip(), token.markup == "$$"
        try:
            shown = formula_html(tex, large)
        except NotAFormula:
            return f"<code>{escape(token.markup + token.content + token.markup)}</code>"
        return shown.replace("<math", f"<math {MATH_TEX}={quoteattr(tex)}", 1)

    def picture(self, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
        token = tokens[index]
        words = self.renderInlineAsText(token.children or [], options, env)
        address = self.address(str(token.attrs["src"]))
        if address is None:
            return escape(words)
        return f"<img src={quoteattr(address)} alt={quoteattr(words)}>"


def xhtml(text: str, address: ToAddress) -> str:
    """Blocks; one paragraph alone has no `<p>` around it."""
    env: dict[str, Any] = {}
    tokens = MARKDOWN.parse(text.strip(), env)
    alone = [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    html = XhtmlRenderer(address).render(tokens[1:2] if alone else tokens, MARKDOWN.options, env)
    return content(parse_html(html))


def xhtml_inline(text: str, address: ToAddress) -> str:
    """A line, for where no blocks may stand."""
    env: dict[str, Any] = {}
    tokens = MARKDOWN.parseInline(" ".join(text.split()), env)
    return content(parse_html(XhtmlRenderer(address).render(tokens, MARKDOWN.options, env)))


def content(element: Element) -> str:
    return "".join(
        xml_text(child) if isinstance(child, str) else written(child) for child in element.children
    )


def written(element: Element) -> str:
    inner, name = content(element), element.name
    if name not in WRITTEN_TAGS | {"img"}:
        return inner
    attributes = {
        key: xml_plain(value)
        for key, value in element.attributes.items()
        if key in allowed(element)
    }
    if name in STYLED:
        name, attributes = "span", {"class": STYLED[name]}
    if name == "math":
        attributes = {"xmlns": MATH, **attributes}
        inner = with_tex(inner, element.attributes.get(MATH_TEX, ""))
    if "lang" in attributes:
        attributes["xml:lang"] = attributes.pop("lang")
    start = "".join([name, *(f" {key}={quoteattr(value)}" for key, value in attributes.items())])
    return f"<{start}/>" if name in VOID else f"<{start}>{inner}</{name}>"


def allowed(element: Element) -> set[str]:
    own = ATTRIBUTES.get(element.name, set()) | ATTRIBUTES["*"]
    return (own | {"class"}) - UNUSED


def with_tex(inner: str, tex: str) -> str:
    """The formula with its TeX beside it, which is where MathML has a place for that."""
    if not tex:
        return inner
    note = f'<annotation encoding="{TEX}">{xml_text(tex)}</annotation>'
    return f"<semantics><mrow>{inner}</mrow>{note}</semantics>"
