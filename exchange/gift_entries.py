"""A GIFT file as its entries: what stands between empty lines, with the line it begins on."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

SPECIAL = "~=#{}:"
# What stands behind a backslash means nothing; meanwhile it is a character that nobody uses.
HIDDEN = {char: chr(0xE000 + number) for number, char in enumerate(SPECIAL + "\\n")}
LINE_END = re.compile(r"\r\n?|\n")  # Python's own `splitlines` knows more, within words
ESCAPED = re.compile(r"\\([~=#{}:n\\])")


@dataclass
class GiftEntry:
    """`text`: without comments, and with `HIDDEN` for what is escaped. `remarks`: its comments."""

    line: int
    text: str
    remarks: list[str] = field(default_factory=list)
    has_inner_remarks: bool = False

    @property
    def is_open(self) -> bool:
        """Whether its answers have begun and not ended."""
        return "}" not in self.text.partition("{")[2] and "{" in self.text

    def takes(self, following: "GiftEntry") -> bool:
        """Whether the next entry is the rest of this one: an empty line stood in the answers."""
        return self.is_open and "}" in following.text.partition("{")[0]

    def add(self, following: "GiftEntry") -> None:
        self.text = f"{self.text}\n\n{following.text}"
        self.remarks += following.remarks
        self.has_inner_remarks |= following.has_inner_remarks


def gift_entries(text: str) -> Iterator[GiftEntry]:
    """Raises nothing: what is no entry is left to whoever reads it."""
    entry: GiftEntry | None = None
    for part in parts_between_empty_lines(text):
        if entry and entry.takes(part):
            entry.add(part)
            continue
        if entry:
            yield entry
        entry = part
    if entry:
        yield entry


def parts_between_empty_lines(text: str) -> Iterator[GiftEntry]:
    entry = GiftEntry(0, "")
    for number, line in enumerate([*LINE_END.split(text), ""], start=1):
        words = line.strip()
        if words.startswith("//"):
            entry.remarks.append(words.strip("/ "))
            entry.has_inner_remarks |= bool(entry.text)
        elif words.upper().startswith("$CATEGORY:"):
            if entry.text:
                yield entry
            yield GiftEntry(number, words)
            entry = GiftEntry(0, "")
        elif words:
            entry.line = entry.line if entry.text else number
            entry.text += ("\n" if entry.text else "") + hide_escaped(line)
        elif entry.text:
            yield entry
            entry = GiftEntry(0, "")


def hide_escaped(line: str) -> str:
    return ESCAPED.sub(lambda escaped: HIDDEN[escaped[1]], line)


def unescape_gift(text: str) -> str:
    """What was escaped, as itself again."""
    for char, hidden in HIDDEN.items():
        text = text.replace(hidden, "\n" if char == "n" else char)
    return text
