"""The code of a class: short to say, to read from the back of a room, and to type on a phone."""

import secrets
import unicodedata

# Without vowels, which make words, and without what looks like something else: B and 8, S and 5,
# Z and 2, I, L and 1, O, Q and 0, U and V, G and 6. There are 64 million codes of six.
ALPHABET = "CDFHJKMNPRTVWXY34679"
LENGTH = 6


def new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def normalize_code(typed: str) -> str:
    """The code as it is kept, from however it was typed: `k7m-p3x`, `K7M P3X`."""
    return "".join(char for char in unicodedata.normalize("NFKC", typed).upper() if char.isalnum())


def is_complete(code: str) -> bool:
    """Whether it can be the code of a class; not whether it is one."""
    return len(code) == LENGTH and set(code) <= set(ALPHABET)


def grouped_code(code: str) -> str:
    """`K7M P3X`."""
    half = LENGTH // 2
    return f"{code[:half]} {code[half:]}"
