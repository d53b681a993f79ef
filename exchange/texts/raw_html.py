"""HTML that stays HTML in a Markdown text: with what a text may hold, and nothing else."""

import re

from django.utils.html import escape

from exchange.texts.code_parts import LONGEST_SEARCHED
from exchange.texts.html_tree import VOID, Element
from exchange.texts.literal import FORMULA, literal, tex_of
from learn.formulas import NotAFormula, formula_html
from learn.safe_html import ATTRIBUTES, WRITTEN_TAGS


def raw_html(element: Element, lost: set[str], *, in_line: bool = False) -> str:
    """An element with all that is in it, on one line: an empty line would end it in Markdown.

    Adds the names of what it leaves out to `lost`. `in_line`: it stands in a paragraph, where its
    words are Markdown.
    """
    parts = []
    for child in element.children:
        if isinstance(child, str):
            parts.append(raw_words(child, in_pre=element.name == "pre", in_line=in_line))
        else:
            parts.append(raw_html(child, lost, in_line=in_line))
    inner = "".join(parts)
    if element.name == "img":
        lost.add("a picture")
        return str(escape(element.attributes.get("alt", "")))
    if element.name == "script":
        lost.add("a script")
    if element.name in ("script", "style"):
        return ""
    if element.name not in WRITTEN_TAGS:
        return inner
    tag = f"<{element.name}{allowed_attributes(element)}>"
    return tag if element.name in VOID else f"{tag}{inner}</{element.name}>"


def raw_words(words: str, *, in_pre: bool, in_line: bool) -> str:
    if in_line:
        return literal(" ".join(words.split()), formulas=False)
    if in_pre:
        return str(escape(words)).replace("\n", "&#10;")
    return raw_formulas(re.sub(r"\s*\n\s*", " ", words))


def raw_formulas(words: str) -> str:
    """Words with MathML for each formula in them: inside HTML nobody reads Markdown."""
    if len(words) > LONGEST_SEARCHED:
        return str(escape(words))
    parts, position = [], 0
    for found in FORMULA.finditer(words):
        try:
            shown = formula_html(*tex_of(found))
        except NotAFormula:
            continue
        parts += [escape(words[position : found.start()]), shown]
        position = found.end()
    return "".join([*parts, escape(words[position:])])


def allowed_attributes(element: Element) -> str:
    """The attributes that a text may hold, as they stand in a tag."""
    allowed = ATTRIBUTES["*"] | ATTRIBUTES.get(element.name, set()) - {"id", "tabindex"}
    return "".join(
        f' {name}="{escape(value)}"'
        for name, value in element.attributes.items()
        if name in allowed
    )
