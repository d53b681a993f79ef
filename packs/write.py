"""A pack as text: the one form that `dumpcourse` writes, and that the shipped course is kept in."""

import io
import re
from itertools import pairwise
from typing import Any

from msgspec import Struct
from msgspec.structs import FieldInfo, fields
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.emitter import RoundTripEmitter
from ruamel.yaml.scalarstring import (
    DoubleQuotedScalarString,
    FoldedScalarString,
    LiteralScalarString,
)

from packs.pack import COURSE, LESSON, Pack

WIDTH, ENDLESS, INDENT = 100, 1_000_000, 2
QUESTION = re.compile(r"^(  - id: )", re.M)
# Only a single blank reads as a line's end.
BLANK = re.compile(r"(?<=\S) (?=\S)")
# Their values, or those of their entries, stand on one line where they fit.
IN_A_LINE = {"lessons", "modes", "read", "with", "expect"}
ENTRIES_IN_A_LINE = {"each", "says"}


def files_of(pack: Pack) -> dict[str, str]:
    """The text of each file of a pack, by its path in it. Comments in YAML are not kept."""
    files = {COURSE: written(pack.about)}
    for lesson in pack.lessons:
        files[f"{lesson.slug}/{LESSON}"] = written(lesson.about)
        for mode, text in lesson.texts.items():
            files[f"{lesson.slug}/{mode}.md"] = text
        for mode, item_set in lesson.sets.items():
            files[f"{lesson.slug}/{mode}.yaml"] = written(item_set)
    return files


def written(struct: Struct) -> str:
    """A part of a pack as YAML, without what would be so anyway."""
    values = plain(struct)
    text = dumped(styled(values))
    if YAML(typ="safe", pure=True).load(text) != values:  # blanks that no block can hold
        text = dumped(quoted(values))
    # An empty line before each question but the first. No text is indented so little.
    return QUESTION.sub(r"\n\1", text).replace("questions:\n\n", "questions:\n", 1)


def plain(value: Any) -> Any:
    """As dicts, lists and scalars. msgspec's own would keep a default that is a number."""
    if isinstance(value, Struct):
        return {
            field.encode_name: plain(found)
            for field in fields(value)
            if (found := getattr(value, field.name)) != default(field)
        }
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [plain(one) for one in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def default(field: FieldInfo) -> Any:
    return field.default_factory() if callable(field.default_factory) else field.default


class Emitter(RoundTripEmitter):
    """Quotes are double ones: texts hold more apostrophes."""

    def choose_scalar_style(self) -> Any:
        style = super().choose_scalar_style()
        return '"' if style == "'" else style


def dumped(value: Any) -> str:
    yaml = YAML()
    yaml.Emitter = Emitter
    yaml.width = ENDLESS  # lines are folded here: ruamel's grow longer than they should
    yaml.indent(mapping=INDENT, sequence=2 * INDENT, offset=INDENT)
    yaml.representer.add_representer(type(None), null)
    out = io.StringIO()
    yaml.dump(value, out)
    return out.getvalue()


def null(representer: Any, _: None) -> Any:
    return representer.represent_scalar("tag:yaml.org,2002:null", "null")


def styled(value: Any, indent: int = 0, key: str = "", flow: bool = False) -> Any:
    """The value with the style of each part. `indent`: of the line that its key begins on."""
    if isinstance(value, str):
        return text_of(value, indent, key)
    if not isinstance(value, (dict, list)):
        return value
    if value and (flow or key in IN_A_LINE):
        line = flowing(value)
        if indent + len(key) + 1 + len(dumped(line)) <= WIDTH:
            return line
    if isinstance(value, dict):
        inner = indent + INDENT if key else indent
        return CommentedMap(
            (name, styled(one, inner, name, key in ENTRIES_IN_A_LINE))
            for name, one in value.items()
        )
    return CommentedSeq(styled(one, indent + 2 * INDENT) for one in value)


def text_of(text: str, indent: int, key: str) -> Any:
    """Lines stay as they are; one that is too long is folded, and reads as one all the same."""
    if "\n" in text:
        return LiteralScalarString(text)
    if indent + len(key) + 2 + len(text) <= WIDTH:
        return text
    folded = FoldedScalarString(text)
    folded.fold_pos = folds(text, WIDTH - indent - (INDENT if key else 0))
    return folded


def folds(text: str, width: int) -> list[int]:
    """The places of the blanks where lines end, so that none is longer than `width` by a word."""
    found, start = [], 0
    blanks = [blank.start() for blank in BLANK.finditer(text)]
    for blank, following in pairwise([*blanks, len(text)]):
        if following - start > width:
            found.append(blank)
            start = blank + 1
    return found


def flowing(value: Any) -> Any:
    made = CommentedMap(value) if isinstance(value, dict) else CommentedSeq(value)
    made.fa.set_flow_style()
    return made


def quoted(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: quoted(one) for key, one in value.items()}
    if isinstance(value, list):
        return [quoted(one) for one in value]
    return DoubleQuotedScalarString(value) if isinstance(value, str) else value
