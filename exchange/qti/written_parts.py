"""The longer interactions of a written item: parts to match, and texts with gaps."""

import re

from exchange.qti.item import RESPONSE
from exchange.qti.written_item import ItemWriter, xml_name
from exchange.qti.written_rules import (
    FEEDBACK,
    add_points,
    condition,
    mapped,
    put,
    several,
    value,
    variable,
)
from exchange.qti.xhtml import xhtml_inline
from quizzes.kinds.portable import PortableGap

GAP = re.compile(r"(?<!\\)\[\[([a-z0-9-]+)\]\]")
BLOCKS = ("<p", "<div", "<ul", "<ol", "<pre", "<table", "<blockquote", "<h", "<dl", "<figure")
HELD = re.compile("\ue200([a-z0-9-]+)\ue201")


def match(writer: ItemWriter) -> None:
    """Left parts as they stand; of right parts that are the same, one."""
    choices = writer.item.choices
    left = {key: choice for key, choice in choices.items() if choice.text}
    sides = dict.fromkeys(" ".join(choice.match.split()) for choice in choices.values())
    names = {text: f"part-{number}" for number, text in enumerate(sides, start=1)}
    partner = {key: names[" ".join(choice.match.split())] for key, choice in choices.items()}
    pairs = [f"{xml_name(key)} {partner[key]}" for key in left]
    points = dict.fromkeys(pairs, 1 / max(1, len(pairs)))
    writer.declare(RESPONSE, "directedPair", pairs, points, "multiple")
    writer.score("map_response")
    free = {partner[key]: choice for key, choice in choices.items() if not choice.text}
    texts = {partner[key]: choice.match for key, choice in choices.items()}
    first = [part(writer, xml_name(key), one.text, one.why, 1) for key, one in left.items()]
    other = [
        part(writer, name, text, free[name].why if name in free else "", 0)
        for name, text in texts.items()
    ]
    writer.body.append(
        f'<qti-match-interaction response-identifier="{RESPONSE}" shuffle="true" '
        f'max-associations="0">{writer.prompt()}\n'
        f"<qti-simple-match-set>{''.join(first)}</qti-simple-match-set>\n"
        f"<qti-simple-match-set>{''.join(other)}</qti-simple-match-set>\n</qti-match-interaction>"
    )
    told = [xml_name(key) for key, one in left.items() if one.why.strip()]
    told += [name for name, one in free.items() if one.why.strip()]
    if told:
        writer.rules.reasons = put(FEEDBACK, several(*map(value, told)))


def part(writer: ItemWriter, name: str, text: str, why: str, most: int) -> str:
    return (
        f'<qti-simple-associable-choice identifier="{name}" match-max="{most}">'
        f"{writer.blocks(text)}{writer.reason(name, why)}</qti-simple-associable-choice>"
    )


def cloze(writer: ItemWriter) -> None:
    """The prompt in one `div`, and the text with its gaps in another, by which readers part them.

    Each gap is worth the same. What points can be given for by a mapping is summed up; a number,
    which may be off by something, is added when it is near.
    """
    gaps = writer.question.gaps
    write_text(writer)
    sums, near = [], ""
    for gap in gaps:
        name, share = xml_name(gap.name), 1 / len(gaps)
        declare_gap(writer, gap, share)
        if gap.tolerance is None:
            sums.append(mapped(name))
        else:
            tests = writer.right_numbers(name, keys_for(writer, gap), gap.tolerance)
            near += condition(*((test, add_points(share)) for test in tests))
    total = f"<qti-sum>{''.join(sums)}</qti-sum>" if sums else value("0", "float")
    writer.rules.score = put("SCORE", total) + near
    tell_reasons(writer, gaps)


def write_text(writer: ItemWriter) -> None:
    gaps = {gap.name: gap for gap in writer.question.gaps}
    held = GAP.sub(lambda named: f"\ue200{named[1]}\ue201", writer.question.text)
    text = HELD.sub(lambda named: field_of(writer, gaps[named[1]]), writer.blocks(held))
    inner = text if text.startswith(BLOCKS) else f"<p>{text}</p>"
    writer.body += [f"<div>{writer.blocks(writer.item.prompt)}</div>", f"<div>{inner}</div>"]


def declare_gap(writer: ItemWriter, gap: PortableGap, share: float) -> None:
    keys, name = keys_for(writer, gap), xml_name(gap.name)
    if not gap.is_typed:
        right = [xml_name(key) for key in keys if writer.item.choices[key].right][:1]
        writer.declare(name, "identifier", right, dict.fromkeys(right, share))
    elif gap.tolerance is None:
        writer.declare_texts(name, keys, share)
    else:
        writer.declare_numbers(name, keys, share)


def tell_reasons(writer: ItemWriter, gaps: list[PortableGap]) -> None:
    """Behind the answer, of what was chosen and typed."""
    chosen = [gap for gap in gaps if not gap.is_typed]
    for gap in chosen:
        for key in keys_for(writer, gap):
            if why := writer.item.choices[key].why.strip():
                writer.say_after(FEEDBACK, xml_name(key), why)
    if writer.said:
        names = [variable(xml_name(gap.name)) for gap in chosen]
        writer.rules.reasons = put(FEEDBACK, several(*names))
    for gap in gaps:
        if gap.is_typed:
            is_number = gap.tolerance is not None
            writer.tell_typed(xml_name(gap.name), keys_for(writer, gap), is_number=is_number)


def keys_for(writer: ItemWriter, gap: PortableGap) -> list[str]:
    return [key for key, choice in writer.item.choices.items() if choice.gap == gap.name]


def field_of(writer: ItemWriter, gap: PortableGap) -> str:
    name = xml_name(gap.name)
    if gap.is_typed:
        return f'<qti-text-entry-interaction response-identifier="{name}"/>'
    options = "".join(
        f'<qti-inline-choice identifier="{xml_name(key)}">'
        f"{xhtml_inline(writer.item.choices[key].text, writer.address)}</qti-inline-choice>"
        for key in keys_for(writer, gap)
    )
    return (
        f'<qti-inline-choice-interaction response-identifier="{name}" shuffle="true">{options}'
        "</qti-inline-choice-interaction>"
    )
