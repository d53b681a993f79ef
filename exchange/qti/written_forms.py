"""The shorter interactions of a written item: to choose, to put in order, to type."""

from exchange.qti.item import RESPONSE
from exchange.qti.written_item import ItemWriter, right_or_not, xml_name
from exchange.qti.written_rules import (
    FEEDBACK,
    SCORE,
    add_points,
    at_place,
    condition,
    put,
    several,
    value,
    variable,
)
from quizzes.kinds.portable import PortableForm


def choices(writer: ItemWriter) -> None:
    choices = writer.item.choices
    right = [xml_name(key) for key, choice in choices.items() if choice.right]
    several_right = writer.question.form == PortableForm.CHOOSE_SEVERAL
    share = 1 / max(1, len(right))
    points = {xml_name(key): share if choice.right else -share for key, choice in choices.items()}
    if several_right:
        writer.declare(RESPONSE, "identifier", right, points, "multiple")
        writer.score("map_response")
    else:
        writer.declare(RESPONSE, "identifier", right[:1])
        writer.score("match_correct")
    inner = "\n".join(simple_choice(writer, key) for key in choices)
    shuffled = str(writer.item.order == "shuffled").lower()
    writer.body.append(
        f'<qti-choice-interaction response-identifier="{RESPONSE}" shuffle="{shuffled}" '
        f'max-choices="{0 if several_right else 1}">{writer.prompt()}\n{inner}\n'
        "</qti-choice-interaction>"
    )
    if any(choice.why.strip() for choice in choices.values()):
        writer.rules.reasons = put(FEEDBACK, several(variable(RESPONSE)))


def simple_choice(writer: ItemWriter, key: str) -> str:
    choice, name = writer.item.choices[key], xml_name(key)
    fixed = ' fixed="true"' if choice.last else ""
    return (
        f'<qti-simple-choice identifier="{name}"{fixed}>{writer.blocks(choice.text)}'
        f"{writer.reason(name, choice.why)}</qti-simple-choice>"
    )


def order(writer: ItemWriter) -> None:
    """Each place counts the same, as here; the standard's template would take the whole order."""
    names = [*map(xml_name, writer.item.choices)]
    writer.declare(RESPONSE, "identifier", names, None, "ordered")
    writer.rules.score = put(SCORE, value("0", "float"))
    for place, name in enumerate(names, start=1):
        test = f"<qti-match>{at_place(RESPONSE, place)}{value(name)}</qti-match>"
        writer.rules.score += condition((test, add_points(1 / len(names))))
    inner = "\n".join(simple_choice(writer, key) for key in writer.item.choices)
    writer.body.append(
        f'<qti-order-interaction response-identifier="{RESPONSE}" shuffle="true">'
        f"{writer.prompt()}\n{inner}\n</qti-order-interaction>"
    )
    tell_all(writer, [key for key, choice in writer.item.choices.items() if choice.why.strip()])


def tell_all(writer: ItemWriter, keys: list[str]) -> None:
    """Behind the answer all reasons are told."""
    if keys:
        writer.rules.reasons = put(FEEDBACK, several(*(value(xml_name(key)) for key in keys)))


def typed(writer: ItemWriter) -> None:
    writer.declare_texts(RESPONSE, [*writer.item.choices], 1)
    writer.score("map_response")
    field_below(writer)
    writer.tell_typed(RESPONSE, [*writer.item.choices])


def number(writer: ItemWriter) -> None:
    writer.declare_numbers(RESPONSE, [*writer.item.choices], 1)
    near = writer.question.tolerance or 0.0
    rights = writer.right_numbers(RESPONSE, [*writer.item.choices], near)
    writer.rules.score = right_or_not(*rights)
    field_below(writer)
    writer.tell_typed(RESPONSE, [*writer.item.choices])


def field_below(writer: ItemWriter) -> None:
    writer.body += [
        f"<div>{writer.blocks(writer.item.prompt)}</div>",
        f'<p><qti-text-entry-interaction response-identifier="{RESPONSE}"/></p>',
    ]
