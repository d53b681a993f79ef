"""The content of QTI's elements as HTML, as the reader of HTML takes it."""

from collections.abc import Callable
from xml.sax.saxutils import escape, quoteattr

from exchange.texts.html_tree import VOID, is_html
from exchange.xml_tree import Node

# Gives what stands in HTML for an element of QTI's own.
type Held = Callable[[Node], str]

# What is shown to nobody.
UNSEEN = {
    "qti-catalog-info",
    "qti-stylesheet",
    "qti-companion-materials-info",
    "qti-template-processing",
}
FEEDBACK = {"qti-feedback-inline", "qti-feedback-block", "qti-modal-feedback"}
# What the standard's vocabulary and we have for what has a tag in HTML.
CLASSES = {"qti-underline": "u", "line-through": "s", "mark": "mark"}
TEX = "application/x-tex"


def without_feedback(node: Node) -> str:
    """QTI's own elements as what is in them; feedback is read elsewhere."""
    if node.name in UNSEEN | FEEDBACK:
        return ""
    inner = markup(node, without_feedback)
    return f"<div>{inner}</div>" if node.name in ("qti-content-body", "qti-prompt") else inner


def markup(node: Node, held: Held = without_feedback) -> str:
    """What is in an element, as HTML."""
    return "".join(
        escape(part) if isinstance(part, str) else element_markup(part, held)
        for part in node.content
    )


def element_markup(node: Node, held: Held) -> str:
    if node.name.startswith("qti-"):
        return held(node)
    if node.name == "math":
        return math_markup(node)
    if node.name == "object" and node.attributes.get("type", "").startswith("image/"):
        words = " ".join(node.words().split())
        return f"<img src={quoteattr(node.attributes.get('data', ''))} alt={quoteattr(words)}>"
    inner = markup(node, held)
    for named in {*node.attributes.get("class", "").split()} & CLASSES.keys():
        inner = f"<{CLASSES[named]}>{inner}</{CLASSES[named]}>"
    if not is_html(node.name):  # what is to be spoken, as SSML has it, and included files
        return inner
    attributes = "".join(f" {name}={quoteattr(value)}" for name, value in node.attributes.items())
    if node.name in VOID:
        return f"<{node.name}{attributes}>{inner}"
    return f"<{node.name}{attributes}>{inner}</{node.name}>"


def math_markup(node: Node) -> str:
    """A formula as its TeX where it tells that, as ours do; else as MathML without remarks."""
    for part in node.descendants():
        if part.name == "annotation" and part.attributes.get("encoding") == TEX:
            large = node.attributes.get("display") == "block"
            return escape(f"\\[{part.words()}\\]" if large else f"\\({part.words()}\\)")
    return plain_math(node)


def plain_math(node: Node) -> str:
    if node.name in ("annotation", "annotation-xml"):
        return ""
    inner = "".join(
        escape(part) if isinstance(part, str) else plain_math(part) for part in node.content
    )
    if node.name == "semantics":
        return inner
    attributes = "".join(f" {name}={quoteattr(value)}" for name, value in node.attributes.items())
    return f"<{node.name}{attributes}>{inner}</{node.name}>"
