"""A file's question in the place of one that is here: what the file has no word for stays.

So a question that was mended here, or that went out to a file and came back, is the same as the one
in the file, and only what the file says otherwise counts as a difference.
"""

import re
from functools import partial

from msgspec.structs import fields, replace

from exchange.common import unused_slug
from exchange.export_notes import explanation_of, naming_choices
from learn.markdown import render
from quizzes.kinds import kind_of
from quizzes.kinds.typed_number import number_text, parse_number
from quizzes.schema import Choice, Item


def says_the_same(old: Item, new: Item) -> bool:
    """Whether nothing would change if the file's question took the place of the one here."""
    return not differing_parts(old, merged_item(old, new))


def differing_parts(old: Item, merged: Item) -> list[str]:
    """The names of the fields that differ, `choices` also where only their order does."""
    names = [
        field.name
        for field in fields(Item)
        if getattr(old, field.name) != getattr(merged, field.name)
    ]
    if "choices" not in names and list(old.choices) != list(merged.choices):
        names.append("choices")
    return names


def merged_item(old: Item, new: Item) -> Item:
    """The file's question under the name of the one here, with what only that one has: its title,
    level, order, reasons of choices, hints, steps, common mistakes, what to read again."""
    choices, merged_text = merged_choices(old, new), partial(text_of_both, old)
    # Elsewhere steps and check are one text.
    untold = not new.steps or says(old, explanation_of(old), explanation_of(new))
    return replace(
        new,
        id=old.id,
        title=new.title or old.title,
        level=old.level if new.level == "easy" else new.level,
        prompt=merged_text(old.prompt, new.prompt),
        code=merged_text(old.code, new.code),
        text=merged_text(old.text, new.text),
        capitals=old.capitals or new.capitals,
        order=old.order if new.order == "shuffled" else new.order,
        choices=choices,
        hints=old.hints if untouched(old, new) else new.hints,
        steps=old.steps if untold else new.steps,
        check=old.check if untold else new.check,
        mistakes=new.mistakes or old.mistakes,
        read=new.read or old.read,
        proof=new.proof or (old.proof if list(choices) == list(old.choices) else None),
    )


def untouched(old: Item, new: Item) -> bool:
    if len(new.hints) != len(old.hints):
        return not new.hints
    return all(says(old, text, other) for text, other in zip(old.hints, new.hints, strict=True))


def text_of_both(item: Item, here: str, there: str) -> str:
    """The text here where the file has none, or one that looks the same."""
    return here if not there.strip() or says(item, here, there) else there


def says(item: Item, text: str, other: str) -> bool:
    """Whether a text of a question here and one of a file look the same, where the file has the
    words of the choices that the text names."""
    return as_seen(other) in (as_seen(text), as_seen(naming_choices(item, text)))


def as_seen(text: str) -> str:
    """What learners see of a text, in which each run of white space outside of code is one blank:
    HTML that became Markdown shows the same, and is rarely written the same."""
    html = str(render(text.strip()))
    return "".join(
        part if part.startswith("<pre") else " ".join(part.split())
        for part in re.split(r"(<pre\b.*?</pre>)", html, flags=re.DOTALL)
    )


def merged_choices(old: Item, new: Item) -> dict[str, Choice]:
    """The choices of the file. One with the text of a choice here has its key and its reason.

    Of what is typed, no other system keeps the marks around it, nor every wrong answer that is
    expected here. Those stay.
    """
    typed = kind_of(new).free_text
    marks = "`" if typed else ""
    near = old.tolerance
    known = {bare(choice, marks, near): key for key, choice in old.choices.items()}
    found = {key: known.pop(bare(choice, marks, near), "") for key, choice in new.choices.items()}
    merged: dict[str, Choice] = {}
    for key, choice in new.choices.items():
        if same := found[key]:
            merged[same] = merged_choice(old, old.choices[same], choice)
        else:
            merged[unused_slug(key, {*merged, *found.values()})] = choice
    return with_expected(old, merged) if typed else merged


def with_expected(old: Item, choices: dict[str, Choice]) -> dict[str, Choice]:
    """With the wrong answers that are expected here, in the order here: no page shows another."""
    wrong = {key: choice for key, choice in old.choices.items() if not choice.right}
    merged = {**wrong, **choices}
    known = {key: merged.pop(key) for key in old.choices if key in merged}
    return {**known, **merged}


def bare(choice: Choice, marks: str, tolerance: float | None) -> tuple[str, str]:
    """What tells a choice from others: its text, or what belongs to nothing; with the gap that it
    is for, where two gaps may have the same. A number may be written in several ways."""
    if marks:
        text = choice.text.strip().strip(marks)
        value = parse_number(text) if tolerance is not None else None
        return choice.gap, text if value is None else number_text(value)
    return ("", as_seen(choice.text)) if choice.text else ("match", as_seen(choice.match))


def merged_choice(item: Item, old: Choice, new: Choice) -> Choice:
    return replace(
        new,
        text=old.text,
        match=text_of_both(item, old.match, new.match),
        why=text_of_both(item, old.why, new.why),
        gap=new.gap or old.gap,
        last=old.last or new.last,
    )
