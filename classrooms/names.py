"""The names that learners give themselves: text, and never used as anything else."""

import unicodedata
from collections.abc import Collection

from django.core.exceptions import ValidationError

LONGEST = 40
# What turns the direction of the text around it. The joiners stay: emoji and Persian need them.
TURNING = {*map(chr, range(0x202A, 0x202F)), *map(chr, range(0x2066, 0x206A))}
# Control characters, halves of characters, characters that are none, ends of lines.
UNFIT = {"Cc", "Cs", "Cn", "Co", "Zl", "Zp"}
# Letters, numbers, punctuation, symbols: what one can see. A mark alone is no name.
SEEN = "LNPS"


def clean_name(typed: str) -> str:
    """The name with single blanks. Raises ValidationError."""
    name = unicodedata.normalize("NFC", typed).strip()
    if any(char in TURNING or unicodedata.category(char) in UNFIT for char in name):
        raise ValidationError("Use letters, digits and signs that can be seen.")
    name = " ".join(name.split())
    if not any(unicodedata.category(char)[0] in SEEN for char in name):
        raise ValidationError("Type a name that your instructor can read.")
    if len(name) > LONGEST:
        raise ValidationError(f"Use at most {LONGEST} characters.")
    return name


def distinct_name(name: str, taken: Collection[str]) -> str:
    """The name, or `Mia 2` where there is a Mia already, however she writes herself."""
    folded = {taken_name.casefold() for taken_name in taken}
    free_name, number = name, 1
    while free_name.casefold() in folded:
        number += 1
        free_name = f"{name} {number}"
    return free_name
