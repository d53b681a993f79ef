"""Questions of every kind that other systems know, with all that texts may hold, for Hypothesis."""

import re
from typing import Any

from hypothesis import strategies as st

from quizzes.schema import LEVELS, Choice, Item, Step

# What some format, or Markdown, takes for a mark.
SIGNS = [
    *"\\{}~=#:*_`$&<>[]()|!-+.\"'^%@/",
    *["[[", "]]", "]]>", "<![CDATA[", "--", "-->", "::", "####", "//", "->", "\\\\", "&amp;"],
    *["&#39;", "{1:SA:=x}", "{T}", "[html]", "%50%", "1.", "# ", "> ", "\\n", "@@PLUGINFILE@@"],
    *["ש", "ﷺ", "😀", "👩‍👧", "ß", "\xa0", "\u2028", "\x85", "\u200f", "\ufdd0", "i̇", "あ"],
]
WORDS = st.lists(
    st.one_of(
        st.sampled_from(SIGNS), st.sampled_from(["a", "word", "Two words", "x1"]), st.just(" ")
    ),
    min_size=1,
    max_size=8,
).map("".join)
BLOCKS = [
    "`a_b` and ``x`y`` and `[[a]] $x$ \\\\(y\\\\)`",
    "```python\nif x:\n    y = '# {}~=:'\n\n    z\n```",
    "~~~\n```\n</text>\n~~~",
    "$x_1 = \\frac{1}{2}$ costs 5$",
    "$$\\int_0^1 x\\,dx$$",
    "- one\n- two\n  - three\n\n    more",
    "1. one\n2. two",
    "> quoted\n> on",
    "| a | b |\n| - | - |\n| `x` | 1 \\| 2 |",
    "H<sub>2</sub>O and <kbd>x</kbd> and <u>**y**</u>",
    "<table><tr><td colspan=\"2\">a\\n</td></tr></table>",
    '<span dir="rtl">שלום</span> there',
    "## A heading",
    "Two\\\nlines",
    "*a* **b** ***c*** [l](https://a.test/?q=1&r=2)",
    "\\# \\* \\[[a]] \\\\(x\\\\) &lt;b&gt;",
    "---",
]  # fmt: skip
# Headings of sizes that a page does not have come back in one that it has. HTML that does not end
# hides what follows from Markdown.
NOT_PORTABLE = re.compile(
    r"^ {0,3}(?:#|#{6})(?=[ \t\n]|\Z)|^[ ]{0,3}=+[ \t]*$|^ {0,3}<!\[", re.MULTILINE
)
NAMES = st.text(
    st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=20
)


def is_portable(text: str) -> bool:
    return bool(text.strip()) and not NOT_PORTABLE.search(text)


LINES = WORDS.map(str.strip).filter(is_portable)
TEXTS = (
    st.lists(st.one_of(LINES, st.sampled_from(BLOCKS)), min_size=1, max_size=3)
    .map("\n\n".join)
    .filter(is_portable)
)
REASONS = st.one_of(st.just(""), TEXTS)


def choices_of(draw: Any, texts: list[str], right: int) -> dict[str, Choice]:
    return {
        f"c{number}": Choice(text=text, right=number < right, why=draw(REASONS))
        for number, text in enumerate(texts)
    }


@st.composite
def chosen_items(draw: Any) -> Item:
    kind = draw(st.sampled_from(["choice", "choices"]))
    texts = draw(st.lists(TEXTS, min_size=3, max_size=4, unique=True))
    order = draw(st.sampled_from(["shuffled", "kept"]))
    choices = choices_of(draw, texts, 1 if kind == "choice" else 2)
    return with_more(draw, kind=kind, prompt=draw(TEXTS), choices=choices, order=order)


@st.composite
def typed_items(draw: Any) -> Item:
    texts = draw(
        st.lists(st.from_regex(r"[a-zA-Z0-9 _$.<>&{}=~#:%\\/-]{1,12}", fullmatch=True), min_size=1)
    )
    texts = [text.strip() for text in texts if re.search("[a-z]", text)] or ["a"]
    choices = choices_of(draw, [f"`{text}`" for text in dict.fromkeys(texts)][:4], 1)
    capitals = draw(st.booleans())
    return with_more(draw, kind="typed", prompt=draw(TEXTS), choices=choices, capitals=capitals)


@st.composite
def number_items(draw: Any) -> Item:
    numbers = draw(st.lists(st.decimals(-999, 999, places=2), min_size=1, max_size=3, unique=True))
    choices = choices_of(draw, [f"{number.normalize():f}" for number in numbers], 1)
    choices = {
        key: one if one.right or one.why else Choice(text=one.text, why="No.")
        for key, one in choices.items()
    }
    near = draw(st.sampled_from([0.0, 0.5, 0.01]))
    return with_more(draw, kind="typed", prompt=draw(TEXTS), choices=choices, tolerance=near)


@st.composite
def matched_items(draw: Any) -> Item:
    texts = draw(st.lists(TEXTS, min_size=2, max_size=3, unique=True))
    choices = {
        f"c{number}": Choice(text=text, match=draw(LINES)) for number, text in enumerate(texts)
    }
    return with_more(draw, kind="match", prompt=draw(TEXTS), choices=choices)


@st.composite
def cloze_items(draw: Any) -> Item:
    options = draw(st.lists(LINES, min_size=2, max_size=3, unique=True))
    choices = {
        key: Choice(text=one.text, right=one.right, why=one.why, gap="gap-1")
        for key, one in choices_of(draw, options, 1).items()
    }
    choices["typed"] = Choice(text="`a_b: {}~#/\\`", right=True, gap="gap-2")
    others = [block for block in BLOCKS if "[[" not in block]
    blocks = draw(st.lists(st.sampled_from(others), max_size=2))
    text = "\n\n".join([*blocks, "One [[gap-1]] and [[gap-2]]."])
    item = with_more(draw, kind="cloze", prompt="Fill the gaps.", choices=choices)
    return Item(**{**fields_of(item), "text": text, "typed": ["gap-2"]})


def fields_of(item: Item) -> dict[str, Any]:
    return {name: getattr(item, name) for name in item.__struct_fields__}


def with_more(draw: Any, **parts: Any) -> Item:
    explained = draw(REASONS)
    return Item(
        id="q",
        title=draw(NAMES.map(str.strip).filter(bool)),
        level=draw(st.sampled_from(LEVELS)),
        hints=draw(st.lists(TEXTS, max_size=2)),
        steps=[Step(title="Solution", text=explained)] if explained.strip() else [],
        **parts,
    )


portable_items = st.one_of(
    chosen_items(), typed_items(), number_items(), matched_items(), cloze_items()
)
