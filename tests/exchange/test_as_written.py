"""Whatever plain text or HTML is read, its words and signs are shown: none lost, none taken for a
mark."""

import re
from html import escape, unescape

from hypothesis import given, settings
from hypothesis import strategies as st

from exchange.texts.html_markdown import html_markdown
from exchange.texts.literal import plain_markdown
from learn.markdown import render

SIGNS = [
    *"\\{}~=#:*_`$&<>[]()|!-+.\"'^%@/",
    *["[[a]]", "](", "]]>", "--", "===", ":::", "~~~", "```", "&amp;", "<b>", "</p>", "<!--"],
    *["1.", "12)", "# ", "> ", "- ", "* ", "$x$", "\\(x\\)", "http://a.test", "a@b.test", "\\\\"],
    *["ש", "😀", "ß", "\u200f", "あ"],
]
PARTS = st.one_of(st.sampled_from(SIGNS), st.sampled_from(["a", "word", "x1", " ", " "]))
LINES = st.lists(PARTS, min_size=1, max_size=8).map("".join)
INDENTED = st.tuples(st.sampled_from(["", "", "  ", "    ", "        "]), LINES).map("".join)


def seen(html: str) -> str:
    """What a browser shows of HTML that was rendered here, with its lines."""
    text = re.sub(r"<br>\n?", "\n", html.strip())
    text = re.sub(r"</p>\n*|\n?</code></pre>\n*|<hr>\n*", "\n\n", text)
    return unescape(re.sub(r"<[^>]*>", "", text)).strip("\n")


def as_typed(text: str) -> str:
    """A plain text as people see it: blanks at the ends of lines, and more than one empty line,
    are not seen."""
    lines = [line.rstrip() for line in text.split("\n")]
    return re.sub(r"\n{2,}", "\n\n", "\n".join(lines)).strip("\n")


def packed(text: str) -> str:
    """Without indentation and empty lines, for a text that is partly code."""
    return "\n".join(line.strip() for line in text.split("\n") if line.strip())


@settings(max_examples=300, deadline=None)
@given(st.lists(LINES.map(str.strip), min_size=1, max_size=4))
def test_plain_lines_are_shown_as_they_were_written(lines: list[str]) -> None:
    text = "\n".join(lines)
    expected = re.sub(" +", " ", as_typed(text))
    assert re.sub(" +", " ", seen(render(plain_markdown(text)))) == expected


@settings(max_examples=300, deadline=None)
@given(st.lists(st.one_of(INDENTED, st.just("")), min_size=1, max_size=6))
def test_indented_lines_stay_so_to_each_other(lines: list[str]) -> None:
    text = "\n".join(lines)
    shown = seen(render(plain_markdown(text)))
    assert re.sub(" +", " ", packed(shown)) == re.sub(" +", " ", packed(text))
    filled = [line.rstrip() for line in lines if line.strip()]
    if len(filled) > 1 and filled[1].startswith("  ") and "" not in map(str.strip, lines):
        assert "\n".join(filled) in shown


INLINE = ["b", "i", "em", "u", "s", "code", "sub", "kbd", "span", "q", "small", "font"]
BLOCK = ["p", "div", "li", "h3", "blockquote", "td", "pre", "center"]
WRAPS = {"li": "<ul>{}</ul>", "td": "<table><tr>{}</tr></table>"}


def element(name: str, inner: str) -> str:
    return WRAPS.get(name, "{}").format(f"<{name}>{inner}</{name}>")


WRITTEN = LINES.map(lambda text: escape(re.sub(r"\$|\\[(\[]", "", text), quote=False))
INLINES = st.recursive(
    WRITTEN,
    lambda inner: st.tuples(
        st.sampled_from(INLINE), st.lists(inner, min_size=1, max_size=3).map("".join)
    ).map(lambda pair: element(*pair)),
    max_leaves=4,
)
HTML = st.recursive(
    st.lists(INLINES, min_size=1, max_size=3).map("".join),
    lambda inner: st.tuples(
        st.sampled_from(BLOCK), st.lists(inner, min_size=1, max_size=3).map("".join)
    ).map(lambda pair: element(*pair)),
    max_leaves=6,
)


def characters(html: str) -> str:
    return re.sub(r"\s", "", unescape(re.sub(r"<[^>]*>", "", html)))


@settings(max_examples=400, deadline=None)
@given(HTML)
def test_html_keeps_every_character_in_its_order(html: str) -> None:
    markdown, lost = html_markdown(html)
    assert lost == []
    assert characters(render(markdown)) == characters(html)
