"""Choices that look the same on the screen: whoever knows the answer still can't give it."""

import re
import unicodedata
from collections.abc import Iterator
from html.parser import HTMLParser

from msgspec.structs import replace

from packs.prose import PLAIN
from quizzes.kinds import item_version, kind_of
from quizzes.kinds.presenting import choice_text
from quizzes.schema import Item

# What only begins a new line, and what two tags look alike.
BREAKS = {"p", "div", "br"}
SAME_TAGS = {"b": "strong", "i": "em"}
# Nobody sees these of a tag.
UNSEEN_ATTRIBUTES = {"dir", "href", "id", "rel", "tabindex", "title"}
UNSEEN_CHARACTERS = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))
# Stand around a tag, and for a blank and the end of a line of code. No text has them.
MARK, BLANK, END = "\x1e", "\x1f", "\x1d"


class LookParser(HTMLParser):
    """Collects what is seen of some HTML: its words, and the tags that change how they look."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []
        self.in_code = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.in_code |= tag == "pre"
        shown = [f"{name}={value}" for name, value in attrs if name not in UNSEEN_ATTRIBUTES]
        self.put(tag, SAME_TAGS.get(tag, tag), *shown)

    def handle_endtag(self, tag: str) -> None:
        self.put(tag, "/", SAME_TAGS.get(tag, tag))
        self.in_code &= tag != "pre"

    def put(self, tag: str, *words: str) -> None:
        """A tag. In a block of code, spans only colour it."""
        if tag in BREAKS:
            self.seen.append("\n")
        elif not (self.in_code and tag == "span"):
            self.seen.append(f"{MARK}{' '.join(words)}{MARK}")

    def handle_data(self, data: str) -> None:
        if self.in_code:
            self.seen.append(data.replace(" ", BLANK).replace("\n", END))
        else:
            self.seen.append(re.sub(r"\s+", " ", data))


def look_of(html: str) -> str:
    """What is seen of some HTML: two with the same look can't be told apart."""
    parser = LookParser()
    parser.feed(html)
    parser.close()
    seen = "".join(parser.seen).translate(UNSEEN_CHARACTERS)
    seen = re.sub(f"{BLANK}+(?={END})|[{BLANK}{END}]+(?={MARK})", "", seen)
    seen = re.sub(r" *\n[ \n]*", "\n", re.sub(" +", " ", seen))
    return unicodedata.normalize("NFC", seen.strip())


def choice_look(item: Item, key: str) -> str:
    text = item.choices[key].text
    return " ".join(text.split()) if PLAIN.fullmatch(text) else look_of(choice_text(item, key))


def look_alikes(item: Item) -> Iterator[tuple[str, str]]:
    """Two keys for each choice that a learner can't tell from an earlier one: that one's first."""
    on_screen = set(kind_of(item).display_order(item, seed=""))
    seen: dict[tuple[str, str], str] = {}
    for key, choice in item.choices.items():
        if key in on_screen:
            earlier = seen.setdefault((choice.gap, choice_look(item, key)), key)
            if earlier != key:
                yield earlier, key


def is_one_right(item: Item, key: str, other: str) -> bool:
    """Whether it matters which of the two is chosen: exchanged, they make another question."""
    exchanged = {key: other, other: key}
    choices = {exchanged.get(name, name): choice for name, choice in item.choices.items()}
    return item_version(replace(item, choices=choices)) != item_version(item)
