"""Which parts of a Markdown text are code, where no mark means anything."""

import re
from collections.abc import Callable

CODE = re.compile(
    r"""^[ ]{0,3} (?P<fence>`{3,}|~{3,}) [^\n`]*$ .*? (?: ^[ ]{0,3} (?P=fence) [`~]* [ \t]*$ | \Z )
      | (?<![`\\]) (?P<ticks>`+) (?!`) (?: (?!\n[ \t]*\n) . )+? (?<!`) (?P=ticks) (?!`)""",
    re.VERBOSE | re.MULTILINE | re.DOTALL,
)
LONGEST_SEARCHED = 20_000  # characters; a longer text is left out anyway


def outside_code(text: str, change: Callable[[str], str]) -> str:
    """The text with `change` made in all of it that is not code."""
    if len(text) > LONGEST_SEARCHED:
        return text
    parts, position = [], 0
    for code in CODE.finditer(text):
        parts += [change(text[position : code.start()]), code[0]]
        position = code.end()
    return "".join([*parts, change(text[position:])])
