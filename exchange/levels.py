"""The level of a question as a tag, which is where other systems have room for it."""

import re
from collections.abc import Collection, Iterable

from quizzes.schema import LEVELS, Level

TAG = "level:"


def level_in_tags(tags: Collection[str]) -> Level:
    """The level that one of the tags names; `easy` where none does."""
    return next((level for level in LEVELS if f"{TAG}{level}" in {*tags}), "easy")


def level_in_remarks(remarks: Iterable[str]) -> Level:
    """`[tag:level:hard]` in a comment, as Moodle writes tags into GIFT."""
    return level_in_tags(
        [tag for remark in remarks for tag in re.findall(r"\[tag:([^\]]+)\]", remark)]
    )
