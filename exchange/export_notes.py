"""What every export does with a question, and what it can't carry."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from exchange.common import Note
from exchange.pictures import shown_pictures
from exchange.texts.code_parts import outside_code
from learn.markdown import inline_tokens
from quizzes.kinds import kind_of
from quizzes.kinds.portable import PortableForm
from quizzes.schema import Item

SOLUTION = "Solution"
PAIR = re.compile(r"(?P<begins>\\\\(?=[(\[]))|\\.", re.DOTALL)
REFERENCE = re.compile(r"(?<!\\)\[\[([a-z0-9-]+)\]\]")


@dataclass(frozen=True)
class Room:
    """What a format has a place for. `system`: whose format it is, as people call it."""

    system: str
    forms: frozenset[PortableForm]
    hints: bool = False
    order: bool = False
    capitals: bool = False
    pictures: bool = False
    last: bool = False
    reasons: bool = False


def explanation_of(item: Item) -> str:
    """Steps and check as one text: elsewhere they are one."""
    steps = [f"**{step.title}** {step.text}".strip() for step in item.steps]
    if len(item.steps) == 1 and item.steps[0].title == SOLUTION:
        steps = [item.steps[0].text]
    return "\n\n".join(filter(None, [*steps, item.check]))


def outward(item: Item, text: str) -> str:
    """A text as another system understands it: choices by their words, formulas as MathJax has
    them."""
    text = outside_code(naming_choices(item, text), without_mathjax)
    formulas = [token.content for _, token in inline_tokens(text, "formula") if token.markup == "$"]
    for tex in formulas:
        text = outside_code(text, partial(as_mathjax, tex))
    return text


def without_mathjax(text: str) -> str:
    """A backslash that is one here would begin a formula elsewhere."""
    return PAIR.sub(lambda pair: "&#92;" if pair["begins"] else pair[0], text)


def as_mathjax(tex: str, text: str) -> str:
    return text.replace(f"${tex}$", f"\\\\({tex}\\\\)")


def naming_choices(item: Item, text: str) -> str:
    """A text with the words of each choice that it names by its key."""
    return outside_code(text, lambda part: REFERENCE.sub(partial(named_choice, item), part))


def named_choice(item: Item, named: re.Match[str]) -> str:
    choice = item.choices.get(named[1])
    return f"“{choice.text}”" if choice else named[0]


def export_notes(items: list[Item], room: Room) -> Iterator[Note]:
    """What an export can't carry, question by question."""
    for item in items:
        question = kind_of(item).portable(item)
        lost = ", ".join(lost_parts(item, room))
        if question is None or question.form not in room.forms:
            message = f"{item.id}: {room.system} has no question of kind {item.kind}. Left out."
            yield Note(0, message)
        elif lost:
            yield Note(0, f"{item.id}: {room.system} has no place for {lost}.")


def lost_parts(item: Item, room: Room) -> Iterator[str]:
    lost = {
        "its hints": item.hints and not room.hints,
        "the order of its choices": item.order == "kept" and not room.order,
        "a choice that stays last": not room.last
        and any(choice.last for choice in item.choices.values()),
        "capitals that count": item.capitals and not room.capitals,
        "its pictures": not room.pictures and any(shown_pictures(item)),
        "reasons of its pairs": not room.reasons
        and any(choice.match and choice.why for choice in item.choices.values()),
        "the steps of its solution, which become one text": is_more_than_a_text(item),
        "its proof": item.proof,
        "its common mistakes": item.mistakes,
        "what to read again": item.read,
    }
    yield from (name for name, is_lost in lost.items() if is_lost)


def is_more_than_a_text(item: Item) -> bool:
    titles = [step.title for step in item.steps]
    return bool(item.check) or titles not in ([], [SOLUTION])
