"""Formulas in Markdown: `$x^2$` in a line, `$$x^2$$` on a line of its own, shown as MathML.

MathML is part of HTML, so a page needs neither a script nor a font for it.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any
from xml.etree.ElementTree import Element, tostring

from django.utils.html import escape
from latex2mathml.converter import convert_to_element
from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

LONGEST_FORMULA = 1_000  # characters of TeX
# Prices are no formulas: a dollar before a blank opens none, and one before a digit closes none.
FORMULA = re.compile(
    r"""\$\$ (?P<display> (?:[^$\\]|\\.)+ ) \$\$
      | \$ (?![\s$]) (?P<inline> (?:[^$\\\n]|\\.)+ ) (?<!\s) \$ (?!\d)""",
    re.VERBOSE | re.DOTALL,
)
# The converter has escaped some characters already.
ESCAPED_TWICE = re.compile(r"&amp;(#x?[0-9A-Fa-f]+;)")


class NotAFormula(Exception):
    """The TeX can't be shown as a formula, for the reason that it says."""


def formulas_plugin(parser: MarkdownIt) -> None:
    parser.inline.ruler.before("escape", "formula", parse_formula)
    parser.add_render_rule("formula", render_formula)


def parse_formula(state: StateInline, silent: bool) -> bool:
    """Take the formula at this position; whether there is one (a rule of markdown-it's)."""
    if state.src[state.pos] != "$" or (state.pos and state.src[state.pos - 1].isdigit()):
        return False
    found = FORMULA.match(state.src, state.pos, state.posMax)
    if not found:
        return False
    if not silent:
        token = state.push("formula", "math", 0)
        token.content = found["display"] or found["inline"]
        token.markup = "$$" if found["display"] else "$"
    state.pos = found.end()
    return True


def render_formula(self: Any, tokens: Sequence[Any], index: int, options: Any, env: Any) -> str:
    """A formula that can't be shown stands as it was written."""
    token = tokens[index]
    try:
        return formula_html(token.content, token.markup == "$$")
    except NotAFormula:
        return f"<code>{escape(token.markup + token.content + token.markup)}</code>"


@lru_cache(maxsize=1024)
def formula_html(tex: str, display: bool = False) -> str:
    """TeX as MathML. `display`: large, on a line of its own. Raises NotAFormula."""
    if len(tex) > LONGEST_FORMULA:
        raise NotAFormula(f"it has more than {LONGEST_FORMULA:,} characters")
    if not braces_match(tex):
        raise NotAFormula("a brace is open, or closes nothing")
    try:
        element = convert_to_element(tex.strip(), display="block" if display else "inline")
    except RecursionError as error:
        raise NotAFormula("it is nested too deeply") from error
    except Exception as error:  # its own classes have no base in common
        raise NotAFormula("TeX would not understand it") from error
    if unknown := unknown_command(element):
        raise NotAFormula(f"{unknown} is not known")
    element.attrib.pop("xmlns", None)  # HTML needs none
    return ESCAPED_TWICE.sub(r"&\1", tostring(element, encoding="unicode"))


def braces_match(tex: str) -> bool:
    depth = 0
    for brace in re.findall(r"\\.|[{}]", tex):
        depth += {"{": 1, "}": -1}.get(brace, 0)
        if depth < 0:
            return False
    return depth == 0


def unknown_command(element: Element) -> str:
    """A command of TeX that the converter left as it was; empty where it knew all of them."""
    texts = (part.text or "" for part in element.iter() if part.tag in ("mi", "mo"))
    return next((text for text in texts if re.match(r"\\[A-Za-z]", text)), "")
