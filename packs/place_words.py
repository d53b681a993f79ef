"""Words that speak of choices by their place or letter, which differ from learner to learner."""

import re
from collections.abc import Iterator

from quizzes.schema import Item

# "Choice C", "answers (a)", "option **B**"; but "the answer a browser sends" is none.
LETTER = re.compile(
    r"""\b(?i:option|choice|answer)s?\s+(?:[(*_"']+[A-Ea-e][)*_"']|[A-Eb-e](?![\w'-]))
    |\b(?i:antwort|réponse|respuesta|opción)\s+[(*_"']*[A-E](?![\w'-])""",
    re.VERBOSE,
)
# "B is right", "a) would be", "unlike c)".
JUDGED = re.compile(
    r"""(?<![\w(])\(?[A-Ea-e]\)\s+(?:is|are|was|would|does|can|cannot|has|says|ist|est|es)\b
    |\b(?i:not|like|unlike|than|because|see|only)\s+\(?[A-Ea-e]\)
    |\b[A-E]\s+(?:is|was|would\ be|ist|est|es)\s+(?:not\s+|nicht\s+|the\s+)*
     (?:right|wrong|correct|incorrect|true|false|richtig|falsch|juste|vraie?|fausse|correcta)\b""",
    re.VERBOSE,
)
CHOICES = r"(?:answers|options|choices|statements)"
# "All of the above", "none of these".
ALL_OR_NONE = re.compile(
    rf"""\b(?:(?:all|none|any|both|neither|either)\ of|all)\ the\ above\b
    |^\W*(?:all|none|neither|both)\ of\ (?:these|those|the\ previous)(?:\ {CHOICES})?\W*$
    |\b(?:alle|keine?[rs]?)\ (?:der\ |dieser\ )?(?:oben\ ?|vor)?genannten\b
    |^\W*keine[rs]?\ davon\W*$|\b(?:alle|keine)\ (?:der\ )?obigen\b
    |\b(?:toutes|aucune)\ (?:les|des|ces|de\ ces)\ réponses\b
    |\b(?:todas|ninguna)\ (?:las|de\ las)\ (?:respuestas\ )?anteriores\b""",
    re.VERBOSE | re.IGNORECASE,
)
# "a) and b)", anywhere; "both A and C", "only B", "the first two", where the choice says no more.
ONE, AND = r"\(?[A-Ea-e]\)?", r"\s*(?:,|&|\+|\b(?:and|or|nor|und|oder|noch|et|ou|y|o)\b)\s*"
ENDING = r"(?:\ (?:only|both|(?:are|is|sind|ist|sont|est|son|es)\ \w+(?:\ \w+)?))?\W*$"
PAIR = re.compile(rf"(?<!\w)[A-Ea-e]\){AND}\(?[A-Ea-e]\)", re.IGNORECASE)
LETTERS = re.compile(
    rf"""^\W*(?:(?i:both|only|neither|either|just|not|nur|sowohl|weder|ni|solo)\s+)?
    (?P<named>{ONE}(?:{AND}{ONE})+){ENDING}
    |^\W*(?i:only|just|not|nur|solo|seulement)\s+(?P<one>{ONE}){ENDING}
    |^\W*(?P<alone>{ONE})\ only\W*$""",
    re.VERBOSE,
)
PLACES = re.compile(
    rf"""^\W*(?:(?:both|all|only|none|either|neither)(?:\ of)?\s+)?
    the\ (?:first|last|other|previous)\ (?:two|three|four)(?:\ {CHOICES})?{ENDING}
    |\bthe\ (?:first|last|other)\ (?:two|three|four)\ {CHOICES}\b
    |^\W*(?:die\ (?:ersten|letzten)\ (?:beiden|zwei)|les\ deux\ premi\w+|las\ dos\ prim\w+)\W*$""",
    re.VERBOSE | re.IGNORECASE,
)
CODE = re.compile(r"```.*?```|`[^`]*`", re.DOTALL)


def without_code(text: str) -> str:
    """The text with blanks in the place of code, in which an A is a name."""
    return CODE.sub(lambda code: " " * len(code[0]), text)


def judged_letters(text: str) -> Iterator[re.Match[str]]:
    """Where an explanation speaks of a choice by its letter."""
    return JUDGED.finditer(without_code(text))


def names_others(item: Item, key: str) -> bool:
    """Whether a choice speaks of others by their letter or place."""
    text = without_code(item.choices[key].text)
    if PAIR.search(text) or PLACES.search(text):
        return True
    letters = LETTERS.search(text)
    others = [one.text.strip(" .()").casefold() for one in item.choices.values()]
    meant = [text for text in others if not LETTERS.search(text)]
    # With fewer than two others, or where the letters are what is asked about, they are answers.
    return letters is not None and len(meant) >= 2 and not meant_letters(letters) & {*others}


def meant_letters(found: re.Match[str]) -> set[str]:
    named = found["named"] or found["one"] or found["alone"]
    return {letter.casefold() for letter in re.findall(r"\b[A-Ea-e]\b", named)}
