"""Pictures and files in a text that is Markdown elsewhere already."""

import re
from collections.abc import Callable

from exchange.texts.html_tree import parse_html
from exchange.texts.inline_markdown import FILES, TOLD, ToPicture, file_told
from learn.image_texts import code_ranges

# Addresses may be megabytes; so what was matched is not tried otherwise (`++`).
ADDRESS = rf"(?:{FILES}|data:image/)(?:[^\s<>()]++|\([^\s<>()]*+\))++"
# `![a flag](…/flag.png "title")`, `<img src="…" alt="a flag">`, `[a paper](…/paper.pdf)`.
NAMED = re.compile(
    rf"""(?<!\\)(?P<mark>!?)\[(?P<words>(?:\\.|[^\[\]\\]++)*+)\]
         \(\s*<?(?P<address>{ADDRESS})>?(?:\s+(?:"[^"]*"|'[^']*'))?\s*\)
       | (?P<tag><img(?:\s[^<>]*)?/?>)""",
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
# Stands for one of them while the rest of the text is looked at.
HELD = re.compile("\ue205([0-9]+)\ue206")


def with_pictures(
    words: str, picture: ToPicture, lost: set[str], change: Callable[[str], str]
) -> str:
    """The text with its pictures taken in. Code stays as it is. `change`: of all else.

    Adds to `lost` what can't come.
    """
    found: list[re.Match[str]] = []

    def hold(named: re.Match[str]) -> str:
        found.append(named)
        return f"\ue205{len(found) - 1}\ue206"

    text = change(NAMED.sub(hold, words))
    code = code_ranges(text)

    def put_back(held: re.Match[str]) -> str:
        if int(held[1]) >= len(found):
            return held[0]
        named = found[int(held[1])]
        if any(start <= held.start() < end for start, end in code):
            return named[0]
        return show(named, picture, lost)

    return HELD.sub(put_back, text)


def show(named: re.Match[str], picture: ToPicture, lost: set[str]) -> str:
    words = named["words"] or ""
    if named["tag"]:
        about = attributes_of(named["tag"])
        words = about.get("alt", "")
        taken = picture(about.get("src", ""), words)
    elif named["mark"]:
        taken = picture(named["address"], "")
        # The words are Markdown already.
        taken = f"![{words}]{taken.removeprefix('![]')}" if taken else None
    else:
        lost.add(file_told(named["address"]))
        return words
    if taken is None:
        lost.add(TOLD["img"])
        return words
    return taken


def attributes_of(tag: str) -> dict[str, str]:
    return next((element.attributes for element in parse_html(tag).elements()), {})
