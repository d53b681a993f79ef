"""From YAML values to typed ones, with every mistake at its own line."""

import re
from collections.abc import Iterator
from typing import Annotated, Any, get_args, get_type_hints

import msgspec
from msgspec import Meta, Struct

from quizzes.items import Choice, Item, ItemSet, Proof, SetRules, Slug, Step
from quizzes.kinds import KINDS
from quizzes.packs.files import Problem, Source

type Path = tuple[str | int, ...]

WHERE = re.compile(r" - at `\$(?P<path>.*)`$")
STEP = re.compile(r"\.([\w-]+)|\[(\d+)\]")
UNKNOWN = re.compile(r"unknown field `(.+?)`")
MISSING = re.compile(r"missing required field `(.+?)`")
INVALID = re.compile(r"Invalid enum value (.+)")
# What msgspec says, and how we say it to an author.
SAYINGS = (
    (r"Expected `str` matching regex .*", "Use only a-z, 0-9 and single hyphens: two-words."),
    (r"Expected `(?:str|array|object)` of length >= 1", "This is empty. Fill it, or take it out."),
    (r"Expected `str` of length <= (\d+)", r"This is too long. Use at most \1 characters."),
    (r"Expected `\w+` of length <= (\d+)", r"These are too many. Keep \1 at most."),
    (r"Expected `\w+` of length >= (\d+)", r"These are too few. Give at least \1."),
    (r"Expected `\w+` >= (\S+)", r"This must be a number from \1."),
    (r"Expected `\w+` <= (\S+)", r"This must be a number up to \1."),
    (r"Expected `\w+`, got `null`", "There is nothing here. Fill it, or take it out."),
    (r"Expected `str`, got .*", "This is not a text. Put it in quotes."),
    (r"Expected `(?:int|float)`, got .*", "This is not a number. Write one, without quotes."),
    (r"Expected `bool`, got .*", "Write true or false, without quotes."),
    (r"Expected `array`, got .*", "This is not a list. Begin each entry with a hyphen."),
    (r"Expected `object`, got .*", "Named values belong here. Write `name: value`, one a line."),
)

Title = Annotated[str, Meta(min_length=1, max_length=200)]


class CourseFile(Struct, forbid_unknown_fields=True, kw_only=True):
    """`course.yaml`. `lessons` are folder names, in order."""

    title: Title
    summary: str = ""
    lessons: list[Slug]


class LessonFile(Struct, forbid_unknown_fields=True, kw_only=True):
    """`lesson.yaml`. `minutes`: how long the lesson takes to read."""

    title: Title
    summary: str = ""
    minutes: Annotated[int, Meta(ge=1, le=600)] = 10


class SetFile(SetRules, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """An `ItemSet` whose questions are not looked at yet."""

    title: Title
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
        known = ", ".join(getattr(kind, "__struct_encode_fields__", ()))
        advice = f"{unknown[1]!r} is not known here. Known: {known}."
        return source.problem(advice, *path, unknown[1])
    if missing := MISSING.search(message):
        return source.problem(f"{missing[1]!r} is missing. Add it.", *path)
    if invalid := INVALID.search(message):
        known = ", ".join(get_args(get_type_hints(kind)[str(path[-1])]))
        return source.problem(f"{invalid[1]} is not known here. Known: {known}.", *path)
    for theirs, ours in SAYINGS:
        if found := re.fullmatch(theirs, message):
            return source.problem(found.expand(ours), *path)
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
    """One question. Its parts go first: msgspec does not name the choice it stopped at."""
    at: Path = ("questions", number)
    looked_at = [typed(source, kind, part, *at, *path) for kind, part, path in parts(value)]
    if problems := [one for one in looked_at if isinstance(one, Problem)]:
        return problems
    item = typed(source, Item, value, *at)
    if isinstance(item, Problem):
        return [item]
    if item.kind not in KINDS:
        message = f"{item.kind!r} is not known here. Known: {', '.join(KINDS)}."
        return [source.problem(message, *at, "kind")]
    return item


def parts(value: Any) -> Iterator[tuple[Any, Any, Path]]:
    """What a question is made of, each with its type and place."""
    found = value if isinstance(value, dict) else {}
    choices, steps, proof = found.get("choices"), found.get("steps"), found.get("proof")
    if isinstance(choices, dict):
        for key, choice in choices.items():
            yield Slug, key, ("choices", key)
            yield Choice, choice, ("choices", key)
    if isinstance(steps, list):
        for number, step in enumerate(steps):
            yield Step, step, ("steps", number)
    if proof is not None:
        yield Proof, proof, ("proof",)
