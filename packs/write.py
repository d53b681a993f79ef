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

from learn.images.references import FOLDER
from packs.pack import COURSE, LESSON, Pack

WIDTH, ENDLESS, INDENT = 100, 1_000_000, 2
QUESTION = re.compile(r"^(  - id: )", re.M)
# Only a single blank reads as a line's end.
BLANK = re.compile(r"(?<=\S) (?=\S)")
# Their values, or those of their entries, stand on one line where they fit.
IN_A_LINE = {"lessons", "modes", "read", "with", "expect", "typed"}
ENTRIES_IN_A_LINE = {"each", "says"}


def pack_files(pack: Pack) -> dict[str, str]:
    """The text of each file of a pack but its images, by its path in it. Comments in YAML are not
    kept."""
    files = {COURSE: to_yaml(pack.about)}
    for lesson in pack.lessons:
        files[f"{lesson.slug}/{LESSON}"] = to_yaml(lesson.about)
        for mode, text in lesson.texts.items():
            files[f"{lesson.slug}/{mode}.md"] = text
        for mode, item_set in lesson.sets.items():
            files[f"{lesson.slug}/{mode}.yaml"] = to_yaml(item_set)
    return files


def all_files(pack: Pack) -> dict[str, bytes]:
    """The bytes of each file of a pack, with its images."""
    images = {f"{FOLDER}/{name}": data for name, data in pack.images.items()}
    return {**{name: text.encode() for name, text in pack_files(pack).items()}, **images}


def to_yaml(struct: Struct) -> str:
    """A part of a pack as YAML, without what would be so anyway."""
    values = yaml_values(struct)
    text = dump_yaml(with_styles(values))
    if YAML(typ="safe", pure=True).load(text) != values:  # blanks that no block can hold
        text = dump_yaml(double_quoted(values))
    # An empty line before each question but the first. No text is indented so little.
    return QUESTION.sub(r"\n\1", text).replace("questions:\n\n", "questions:\n", 1)


def yaml_values(value: Any) -> Any:
    """As dicts, lists and scalars. msgspec's own would keep a default that is a number."""
    if isinstance(value, Struct):
        return {
            field.encode_name: yaml_values(part)
            for field in fields(value)
            if (part := getattr(value, field.name)) != field_default(field)
        }
    if isinstance(value, dict):
        return {key: yaml_values(part) for key, part in value.items()}
    if isinstance(value, list):
        return [yaml_values(part) for part in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def field_default(field: FieldInfo) -> Any:
    return field.default_factory() if callable(field.default_factory) else field.default


class Emitter(RoundTripEmitter):
    """Quotes are double ones: texts hold more apostrophes."""

    def choose_scalar_style(self) -> Any:
        style = super().choose_scalar_style()
        return '"' if style == "'" else style


def dump_yaml(value: Any) -> str:
    yaml = YAML()
    yaml.Emitter = Emitter
    yaml.width = ENDLESS  # lines are folded here: ruamel's grow longer than they should
    yaml.indent(mapping=INDENT, sequence=2 * INDENT, offset=INDENT)
    yaml.representer.add_representer(type(None), represent_null)
    out = io.StringIO()
    yaml.dump(value, out)
    return out.getvalue()


def represent_null(representer: Any, _: None) -> Any:
    return representer.represent_scalar("tag:yaml.org,2002:null", "null")


def with_styles(value: Any, indent: int = 0, key: str = "", flow: bool = False) -> Any:
    """The value with the style of each part. `indent`: of the line that its key begins on."""
    if isinstance(value, str):
        return styled_text(value, indent, key)
    if not isinstance(value, (dict, list)):
        return value
    if value and (flow or key in IN_A_LINE):
        line = flow_styled(value)
        if indent + len(key) + 1 + len(dump_yaml(line)) <= WIDTH:
            return line
    if isinstance(value, dict):
        inner = indent + INDENT if key else indent
        return CommentedMap(
            (name, with_styles(part, inner, name, key in ENTRIES_IN_A_LINE))
            for name, part in value.items()
        )
    return CommentedSeq(with_styles(part, indent + 2 * INDENT) for part in value)


def styled_text(text: str, indent: int, key: str) -> Any:
    """Lines stay as they are; one that is too long is folded, and reads as one all the same."""
    if "\n" in text:
        return LiteralScalarString(text)
    if indent + len(key) + 2 + len(text) <= WIDTH:
        return text
    folded = FoldedScalarString(text)
    folded.fold_pos = fold_positions(text, WIDTH - indent - (INDENT if key else 0))
    return folded


def fold_positions(text: str, width: int) -> list[int]:
    """The places of the blanks where lines end, so that none is longer than `width` by a word."""
    positions, start = [], 0
    blanks = [blank.start() for blank in BLANK.finditer(text)]
    for blank, following in pairwise([*blanks, len(text)]):
        if following - start > width:
            positions.append(blank)
            start = blank + 1
    return positions


def flow_styled(value: Any) -> Any:
    made = CommentedMap(value) if isinstance(value, dict) else CommentedSeq(value)
    made.fa.set_flow_style()
    return made


def double_quoted(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: double_quoted(part) for key, part in value.items()}
    if isinstance(value, list):
        return [double_quoted(part) for part in value]
    return DoubleQuotedScalarString(value) if isinstance(value, str) else value
