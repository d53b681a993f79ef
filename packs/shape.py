"""From YAML values to typed ones, with every mistake at its own line."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Annotated, Any, get_args, get_type_hints

import msgspec
from msgspec import Meta, Struct
from msgspec.structs import replace as with_changes

from packs.files import Problem, Source
from quizzes.behaviours import BEHAVIOURS
from quizzes.kinds import KINDS
from quizzes.schema import Choice, Item, ItemSet, Proof, SetRules, Slug, Step

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
    """`lesson.yaml`. `minutes`: how long the lesson takes to read.

    `modes`: those that the lesson means to have, in any order; none named means all.
    """

    title: Title
    summary: str = ""
    minutes: Annotated[int, Meta(ge=1, le=600)] = 10
    modes: list[Slug] = []


class SetFile(SetRules, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """An `ItemSet` whose questions are not looked at yet."""

    title: Title
    questions: Annotated[list[Any], Meta(min_length=1, max_length=200)]


@dataclass(frozen=True)
class SetDraft:
    """A question set as far as it could be read: its questions by their place in the file."""

    source: Source
    rules: SetFile | None
    items: dict[int, Item]
    problems: list[Problem]

    def item_set(self) -> ItemSet:
        """The whole set; only for a draft without problems."""
        assert self.rules  # noqa: S101
        assert not self.problems  # noqa: S101
        rules = {name: getattr(self.rules, name) for name in SetRules.__struct_fields__}
        return ItemSet(**rules, questions=list(self.items.values()))


def parse_set(source: Source) -> SetDraft:
    """A question set file, and in it what is right beside all that is wrong."""
    rules = parse_rules(source)
    problems = rules if isinstance(rules, list) else []
    listed = source.value.get("questions") if isinstance(source.value, dict) else None
    items = {}
    for number, value in enumerate(listed if isinstance(listed, list) else []):
        parsed = parse_item(source, value, number)
        if isinstance(parsed, Item):
            items[number] = parsed
        else:
            problems += parsed
    return SetDraft(source, None if isinstance(rules, list) else rules, items, problems)


def parse_rules(source: Source) -> SetFile | list[Problem]:
    """The rules of a set, with a behaviour that there is."""
    rules = convert_typed(source, SetFile, source.value)
    name = source.value.get("behaviour") if isinstance(source.value, dict) else None
    if not isinstance(name, str) or name in BEHAVIOURS:
        return rules
    known = ", ".join(BEHAVIOURS)
    unknown = source.problem(f"{name!r} is not known here. Known: {known}.", "behaviour")
    return [*(rules if isinstance(rules, list) else []), unknown]


def parse_item(source: Source, value: Any, number: int) -> Item | list[Problem]:
    """One question. Its parts go first: msgspec does not name the choice it stopped at."""
    at: Path = ("questions", number)
    problems: list[Problem] = []
    for kind, part, path in item_parts(value):
        converted = convert_typed(source, kind, part, *at, *path)
        if isinstance(converted, list):
            problems += converted
            value = without_value(value, path)
    item = convert_typed(source, Item, value, *at, after=problems)
    if isinstance(item, list):
        return item
    if item.kind not in KINDS:
        message = f"{item.kind!r} is not known here. Known: {', '.join(KINDS)}."
        return [source.problem(message, *at, "kind")]
    # As the database has them.
    return with_changes(item, mistakes=[mistake.strip() for mistake in item.mistakes])


def convert_typed[T](
    source: Source, kind: type[T], value: Any, *path: str | int, after: Collection[Problem] = ()
) -> T | list[Problem]:
    """`value`, found at `path` of the file, as a `kind`; or all that is wrong with it.

    msgspec stops at the first mistake, so that is taken out, and it looks again. `after`: what
    is known to be wrong and was taken out already.
    """
    problems = list(after)
    while True:
        try:
            converted = msgspec.convert(value, kind, strict=True)
        except msgspec.ValidationError as error:
            message, place = parse_message(str(error))
        else:
            return problems or converted
        missing = MISSING.search(message)
        if not (missing and problems):  # what is missing may be what was taken out
            problems.append(shape_problem(source, kind, message, path + place))
        if missing or (not place and not UNKNOWN.search(message)):
            return problems
        unknown = UNKNOWN.search(message)
        value = without_value(value, (*place, unknown[1]) if unknown else place)


def without_value(value: Any, path: Path) -> Any:
    """A copy of `value` that lacks what is at `path`, or the list which that is in."""
    if not path or isinstance(value, list) or path[0] not in value:
        return value
    rest = {key: part for key, part in value.items() if key != path[0]}
    inner = value[path[0]]
    if len(path) > 1 and isinstance(inner, dict):
        return {**value, path[0]: without_value(inner, path[1:])}
    return rest


def parse_message(message: str) -> tuple[str, Path]:
    """What msgspec says, and the place it says it of."""
    where = WHERE.search(message)
    if not where:
        return message, ()
    steps = STEP.findall(where["path"])
    return message[: where.start()], tuple(int(index) if index else name for name, index in steps)


def shape_problem(source: Source, kind: type, message: str, path: Path) -> Problem:
    """msgspec's message as ours: at the line it means, with what to do."""
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
        if matching := re.fullmatch(theirs, message):
            return source.problem(matching.expand(ours), *path)
    return source.problem(f"{message}.", *path)


def item_parts(value: Any) -> Iterator[tuple[Any, Any, Path]]:
    """What a question is made of, each with its type and place."""
    fields = value if isinstance(value, dict) else {}
    choices, steps, proof = fields.get("choices"), fields.get("steps"), fields.get("proof")
    if isinstance(choices, dict):
        for key, choice in choices.items():
            yield Slug, key, ("choices", key)
            yield Choice, choice, ("choices", key)
    if isinstance(steps, list):
        for number, step in enumerate(steps):
            yield Step, step, ("steps", number)
    if proof is not None:
        yield Proof, proof, ("proof",)
