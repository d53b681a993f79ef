"""What the linter says of choices beside each other: which can't be told apart, and which speak of
others by a place or letter that they have on no screen, because they are shuffled."""

from collections.abc import Iterator

from packs.files import Problem, Source
from packs.look_alikes import is_one_right, look_alikes
from packs.pack import PackDraft
from packs.place_words import ALL_OR_NONE, judged_letters, names_others
from packs.rules import item_texts
from quizzes.kinds import kind_of
from quizzes.schema import Item

QUESTIONS = "questions"


def listed_items(draft: PackDraft) -> Iterator[tuple[Source, int, Item]]:
    """Each question with the file that it is in, and its place there."""
    for lesson in draft.lessons:
        for questions in lesson.sets.values():
            for number, item in questions.items.items():
                yield questions.source, number, item


def shuffled_items(draft: PackDraft) -> Iterator[tuple[Source, int, Item]]:
    """Those whose choices are shuffled and need not be."""
    for source, number, item in listed_items(draft):
        if item.order == "shuffled" and "order" in kind_of(item).extra_fields:
            yield source, number, item


def choices_look_different(draft: PackDraft) -> Iterator[Problem]:
    """Where only one of the two is right, the pack is refused (`packs.rules`)."""
    for source, number, item in listed_items(draft):
        for key, other in look_alikes(item):
            if not is_one_right(item, key, other):
                message = f"This looks the same as {key!r}. Word it differently, or take it out."
                yield source.problem(message, QUESTIONS, number, "choices", other, "text")


def all_of_the_above_stands_last(draft: PackDraft) -> Iterator[Problem]:
    for source, number, item in shuffled_items(draft):
        for key, choice in item.choices.items():
            found = ALL_OR_NONE.search(choice.text)
            if found and not choice.last and "last" in kind_of(item).extra_fields:
                message = f"{found[0].strip()!r} may stand above the others: choices are shuffled. "
                message += how_to_end(item)
                at = QUESTIONS, number, "choices", key, "text"
                yield source.problem(message, *at, at=found.start())


def how_to_end(item: Item) -> str:
    if any(choice.last for choice in item.choices.values()):
        return "Another choice is `last` already, so keep the order: `order: kept`."
    return "Mark it as the last one: `last: true`."


def no_choice_names_another_by_place(draft: PackDraft) -> Iterator[Problem]:
    for source, number, item in shuffled_items(draft):
        for key in item.choices:
            if names_others(item, key):
                message = (
                    "This names other choices by letter or place, but choices are shuffled. Keep "
                    "their order, `order: kept`, or say what they say."
                )
                yield source.problem(message, QUESTIONS, number, "choices", key, "text")


def no_explanation_names_a_letter(draft: PackDraft) -> Iterator[Problem]:
    for source, number, item in shuffled_items(draft):
        for path, text in item_texts(item):
            if path == ("prompt",) or path[::2] == ("choices", "text"):
                continue
            for found in judged_letters(text):
                message = (
                    f"{found[0]!r} names a choice by letter, but choices are shuffled. "
                    "Write [[key]]."
                )
                yield source.problem(message, QUESTIONS, number, *path, at=found.start())
