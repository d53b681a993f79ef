"""A text with gaps, `[[name]]`: which gaps it has, what goes into them, and what is wrong.

A gap that is typed is a small question of kind `typed`, with the choices for it. So what counts as
the same text is decided in one place.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from django.utils.safestring import SafeString, mark_safe
from msgspec.structs import replace

from learn.markdown import render
from quizzes.kinds.checking import missing_reasons
from quizzes.kinds.gaps import GAP, gap_options, option_problems
from quizzes.kinds.kind import LONGEST_RESPONSE, ItemProblem
from quizzes.kinds.typed import TypedKind
from quizzes.schema import Item

TYPED = TypedKind()
# Behind a backslash double brackets are text.
TEXT_GAP = re.compile(rf"(?<!\\){GAP.pattern}")
BRACKETS = re.compile(r"(?<!\\)\[\[(.*?)\]\]")
STAND_IN = re.compile(r"gap_[0-9]+_gap")  # no author writes it, and Markdown leaves it as it is
# Where the text can be cut. In a link, or in a tag, there is no room for a field.
CUT = re.compile(r'<a\b.*?</a>|<(?:"[^"]*"|[^">])*>|gap_[0-9]+_gap', re.DOTALL)


def text_gaps(item: Item) -> list[str]:
    """The names of the gaps in the order of the text."""
    return TEXT_GAP.findall(item.text)


def typed_gaps(item: Item) -> list[str]:
    """The names of those that one writes into."""
    return [gap for gap in text_gaps(item) if gap in item.typed]


def typed_question(item: Item, gap: str) -> Item:
    """The question that a typed gap is. With a tolerance it asks for a number, where every right
    answer is one."""
    choices = {key: item.choices[key] for key in gap_options(item, gap)}
    question = replace(item, kind=TYPED.name, text="", typed=[], choices=choices)
    right = [key for key, choice in choices.items() if choice.right]
    if right and all(TYPED.expected_response(question, key) for key in right):
        return question
    return replace(question, tolerance=None)


def takes_number(item: Item, gap: str) -> bool:
    return typed_question(item, gap).tolerance is not None


def chosen_length(item: Item) -> int:
    """How many characters the gaps that are chosen, and all names, take in a response."""
    names = sum(len(gap) + 2 for gap in text_gaps(item))
    chosen = [gap for gap in text_gaps(item) if gap not in item.typed]
    return names + sum(max(map(len, gap_options(item, gap)), default=0) for gap in chosen)


def typed_limit(item: Item) -> int:
    """How many characters each typed gap takes: the same for all, whatever belongs into it."""
    room = LONGEST_RESPONSE - chosen_length(item)
    return max(1, min(TYPED.limit, room // max(1, len(typed_gaps(item)))))


@lru_cache(maxsize=256)
def text_pieces(text: str) -> list[tuple[SafeString, str]]:
    """The text as HTML, cut at its gaps: each piece with the name of the gap after it, or empty."""
    stand_ins = {f"gap_{number}_gap": name for number, name in enumerate(TEXT_GAP.findall(text))}
    standing_in = iter(stand_ins)
    html = render(TEXT_GAP.sub(lambda _: next(standing_in), text))
    pieces, so_far, position = [], "", 0
    for cut in CUT.finditer(html):
        so_far += html[position : cut.start()]
        position = cut.end()
        if name := stand_ins.get(cut[0]):
            pieces.append((mark_safe(so_far), name))  # noqa: S308  (`render` is safe)
            so_far = ""
        else:
            so_far += STAND_IN.sub(lambda found: "" if found[0] in stand_ins else found[0], cut[0])
    return [*pieces, (mark_safe(so_far + html[position:]), "")]  # noqa: S308


def text_gap_problems(item: Item) -> Iterator[ItemProblem]:
    names = text_gaps(item)
    if not names:
        yield ("text",), "There is no gap. Write `text` with gaps such as [[name]]."
    for bracketed in BRACKETS.findall(item.text):
        if not GAP.fullmatch(f"[[{bracketed}]]"):
            yield ("text",), f"[[{bracketed}]] is no gap. Name it with a-z, 0-9 and hyphens."
    for name in dict.fromkeys(names):
        yield from place_problems(item, name)
        yield from (typed_problems if name in item.typed else chosen_problems)(item, name)
    yield from stray_problems(item, names)


def place_problems(item: Item, gap: str) -> Iterator[ItemProblem]:
    count = text_gaps(item).count(gap)
    if count > 1:
        yield ("text",), f"[[{gap}]] stands here twice. Give each gap its own name."
    if count > [name for _, name in text_pieces(item.text)].count(gap):
        yield ("text",), f"[[{gap}]] stands in a link, where no field can be. Move it."


def stray_problems(item: Item, names: list[str]) -> Iterator[ItemProblem]:
    """What is for no gap."""
    known = ", ".join(names)
    for key, choice in item.choices.items():
        if choice.gap not in names:
            yield ("choices", key), f"{key!r} is for no gap of the text. Its gaps: {known}."
    for number, name in enumerate(item.typed):
        if name not in names:
            yield ("typed", number), f"{name!r} is no gap of the text. Its gaps: {known}."
    if item.tolerance is not None and not any(takes_number(item, gap) for gap in typed_gaps(item)):
        yield ("tolerance",), "No gap takes a number. Take the tolerance out."


def chosen_problems(item: Item, gap: str) -> Iterator[ItemProblem]:
    yield from option_problems(item, gap)
    yield from missing_reasons(typed_question(item, gap))


def typed_problems(item: Item, gap: str) -> Iterator[ItemProblem]:
    question, limit = typed_question(item, gap), typed_limit(item)
    for path, message in TYPED.own_problems(question):
        yield path, f"Gap {gap!r}: {message}"
    for key in question.choices:
        if limit < len(TYPED.expected_response(question, key)) <= TYPED.limit:
            message = f"This is too long for a gap. All gaps together leave {limit} characters."
            yield ("choices", key, "text"), message
