"""The code of a class: short to say, to read from the back of a room, and to type on a phone."""

import secrets
import unicodedata

# Without vowels, which make words, and without what looks like something else: B and 8, S and 5,
# Z and 2, I, L and 1, O, Q and 0, U and V, G and 6.
ALPHABET = "CDFHJKMNPRTVWXY34679"
# The right code is let in however many wrong ones came before it, so only their number protects a
# class: 512 thousand million (docs/decisions/0038-clients-and-limits.md).
LENGTH, GROUP = 9, 3


def new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def normalize_code(typed: str) -> str:
    """The code as it is kept, from however it was typed: `k7m-p3x-4hd`, `K7M P3X 4HD`."""
    return "".join(char for char in unicodedata.normalize("NFKC", typed).upper() if char.isalnum())


def is_complete(code: str) -> bool:
    """Whether it can be the code of a class; not whether it is one."""
    return len(code) == LENGTH and set(code) <= set(ALPHABET)


def grouped_code(code: str) -> str:
    """`K7M P3X 4HD`."""
    return " ".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))
