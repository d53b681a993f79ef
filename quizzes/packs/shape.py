"""From YAML values to typed ones, with every mistake at its own line."""

import re
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

from quizzes.items import Choice, Item, ItemSet, SetRules, Slug, Text
from quizzes.packs.files import Problem, Source

type Path = tuple[str | int, ...]

WHERE = re.compile(r" - at `\$(?P<path>.*)`$")
STEP = re.compile(r"\.([\w-]+)|\[(\d+)\]")
UNKNOWN = re.compile(r"unknown field `(.+?)`")
MISSING = re.compile(r"missing required field `(.+?)`")


class CourseFile(Struct, forbid_unknown_fields=True, kw_only=True):
    """`course.yaml`. `lessons` are folder names, in order."""

    title: Text
    summary: str = ""
    lessons: list[Slug]


class LessonFile(Struct, forbid_unknown_fields=True, kw_only=True):
    """`lesson.yaml`. `minutes`: how long the lesson takes to read."""

    title: Text
    summary: str = ""
    minutes: int = 10


class SetFile(SetRules, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """An `ItemSet` whose questions are not looked at yet."""

    questions: Annotated[list[Any], Meta(min_length=1, max_length=200)]


def typed[T](source: Source, kind: type[T], value: Any, *path: str | int) -> T | Problem:
    """`value`, found at `path` of the file, as a `kind`; or what is wrong with it."""
    try:
        return msgspec.convert(value, kind, strict=True)
    except msgspec.ValidationError as error:
        return explained(source, kind, str(error), path)


def explained(source: Source, kind: type, message: str, path: Path) -> Problem:
    """msgspec's message as ours: at the line it means, with what to do."""
    if where := WHERE.search(message):
        message = message[: where.start()]
        steps = STEP.findall(where["path"])
        path += tuple(int(index) if index else name for name, index in steps)
    if unknown := UNKNOWN.search(message):
        known = ", ".join(getattr(kind, "__struct_fields__", ()))
        advice = f"{unknown[1]!r} is not known here. Known: {known}."
        return source.problem(advice, *path, unknown[1])
    if missing := MISSING.search(message):
        return source.problem(f"{missing[1]!r} is missing. Add it.", *path)
    return source.problem(f"{message}.", *path)


def typed_set(source: Source) -> ItemSet | list[Problem]:
    """A question set file; its questions are looked at one by one."""
    outer = typed(source, SetFile, source.value)
    if isinstance(outer, Problem):
        return [outer]
    problems: list[Problem] = []
    items: list[Item] = []
    for number, value in enumerate(outer.questions):
        found = typed_item(source, value, number)
        if isinstance(found, Item):
            items.append(found)
        else:
            problems += found
    if problems:
        return problems
    rules = {name: getattr(outer, name) for name in SetRules.__struct_fields__}
    return ItemSet(**rules, questions=items)


def typed_item(source: Source, value: Any, number: int) -> Item | list[Problem]:
    """One question. Choices go first, because msgspec does not name the key it stopped at."""
    at: Path = ("questions", number)
    choices = value.get("choices") if isinstance(value, dict) else None
    if isinstance(choices, dict):
        looked_at = [
            typed(source, Choice, one, *at, "choices", key) for key, one in choices.items()
        ]
        if problems := [one for one in looked_at if isinstance(one, Problem)]:
            return problems
    item = typed(source, Item, value, *at)
    return [item] if isinstance(item, Problem) else item
