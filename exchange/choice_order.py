"""Choices that speak of others, as "all of the above", keep the place that they have in a file."""

from msgspec.structs import replace

from packs.place_words import ALL_OR_NONE, names_others, without_code
from quizzes.kinds import kind_of
from quizzes.schema import Item


def keep_places(item: Item) -> tuple[Item, str]:
    """The question with its choices where they must stand, and a sentence on what was done."""
    can = kind_of(item).extra_fields
    if item.order == "kept" or "order" not in can:
        return item, ""
    others = [key for key in item.choices if names_others(item, key)]
    if others:
        words = item.choices[others[0]].text[:60]
        return replace(item, order="kept"), f"Its choices keep their order, as one says “{words}”."
    *_, (key, last) = item.choices.items()
    if "last" in can and ALL_OR_NONE.search(without_code(last.text)):
        choices = {**item.choices, key: replace(last, last=True)}
        return replace(item, choices=choices), f"“{last.text[:60]}” always stands last."
    return item, ""
