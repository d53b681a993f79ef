"""Texts in several languages at once, as Moodle's filters have them: one of them is taken."""

import re
from itertools import groupby

from exchange.texts.html_tree import Element

# `{mlang en}…{mlang}{mlang de,fr}…{mlang}` of the filter multilang2.
MARK = re.compile(r"\{\s*mlang\b([^{}]*)\}", re.IGNORECASE)


class Languages:
    """Takes `preferred` where a text has it, else the first. `left_out`: languages so far."""

    def __init__(self, preferred: str = "en") -> None:
        self.preferred = preferred
        self.left_out: set[str] = set()
        self.taken: set[str] = set()

    def choose(self, text: str) -> str:
        """The text with one language of each group that is marked with `{mlang}`."""
        parts = MARK.split(text)
        if len(parts) < 3:
            return text
        kept: list[str] = [parts[0]]
        group: list[tuple[str, str]] = []
        for mark, words in zip(parts[1::2], parts[2::2], strict=True):
            named = mark.strip().lower()
            if named:
                group.append((named, words))
            elif words.strip():
                kept += [self.one_of(group), words]
                group = []
        return "".join([*kept, self.one_of(group)])

    def one_of(self, group: list[tuple[str, str]]) -> str:
        if not group:
            return ""
        position = self.position([name for name, _ in group])
        return group[position][1]

    def position(self, names: list[str]) -> int:
        """Which of the languages to take; the others are noted."""
        wanted = [self.preferred, *sorted(self.taken), "other"]
        codes = [[code.strip()[:2] for code in name.split(",")] for name in names]
        position = next(
            (at for want in wanted for at, code in enumerate(codes) if want[:2] in code), 0
        )
        self.taken |= {names[position]}
        self.left_out |= {*names} - {names[position]}
        return position

    def chosen(self, nodes: list[Element | str]) -> list[Element | str]:
        """The nodes with one of neighbours that are the same in several languages.

        `<span lang="en" class="multilang">`, one right after the other (Moodle's own filter).
        """
        kept: list[Element | str] = []
        for several, group in groupby(without_gaps(nodes), is_multilang):
            members = [*group]
            elements = [node for node in members if isinstance(node, Element)]
            if several and len(elements) > 1:
                taken = elements[self.position([language_of(node) for node in elements])]
                kept += taken.children
            else:
                kept += members
        return kept


def without_gaps(nodes: list[Element | str]) -> list[Element | str]:
    """Without the blanks between neighbours in several languages."""
    return [
        node
        for at, node in enumerate(nodes)
        if not (
            isinstance(node, str)
            and not node.strip()
            and 0 < at < len(nodes) - 1
            and is_multilang(nodes[at - 1])
            and is_multilang(nodes[at + 1])
        )
    ]


def is_multilang(node: Element | str) -> bool:
    return isinstance(node, Element) and (
        (node.name == "span" and "multilang" in node.attributes.get("class", "").split())
        or (node.name == "lang" and "lang" in node.attributes)
    )


def language_of(element: Element) -> str:
    return element.attributes.get("lang", "").lower()
