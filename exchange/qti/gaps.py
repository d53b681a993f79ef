"""Texts with gaps: to choose for, to write into, or to drag words to."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from exchange.answers import typed_text
from exchange.common import ForeignQuestion, LeftOut, adding_notes
from exchange.moodle_cloze import HELD, PROMPT
from exchange.numbers import number_text
from exchange.qti.body import mark
from exchange.qti.interactions import (
    WHOLE,
    Asked,
    capitals_count,
    identifier,
    numbers_of,
    right_pairs,
    typed_answers,
)
from exchange.qti.markup import FEEDBACK, UNSEEN, markup
from exchange.xml_tree import Node
from quizzes.kinds.portable import PortableAnswer, PortableForm, PortableGap

WORDS = ("qti-gap-text", "qti-gap-img")


def cloze(asked: list[Asked], prompt: str, text: str, names: list[str]) -> ForeignQuestion:
    """`text`: Markdown with a mark for each gap. `names`: of the gaps. Raises LeftOut."""
    gaps = [read_gap(name, one) for name, one in zip(names, asked, strict=True)]
    near = {gap.tolerance for gap in gaps if gap.tolerance is not None}
    if len(near) > 1:
        raise LeftOut("Its numbers may be off by different amounts: a question here has one.")
    typed = [one for one in asked if not one.node.name.endswith("choice-interaction")]
    texts = [one for one in typed if not one.response.is_number]
    capitals = [capitals_count(one) for one in texts]
    notes = ["Here capitals count in all of its gaps."] if len(set(capitals)) > 1 else []
    chosen = [one for one in asked if one not in typed]
    if any(not one.flag("shuffle") for one in chosen):
        notes.append(
            "In the file the options of its gaps keep their order. Here they are shuffled."
        )
    return ForeignQuestion(
        PortableForm.CLOZE,
        prompt or PROMPT,
        text=HELD.sub(lambda held: f"[[{names[int(held[1]) - 1]}]]", text),
        gaps=gaps,
        tolerance=next(iter(near), None),
        capitals=any(capitals),
        notes=notes,
    )


def read_gap(name: str, asked: Asked) -> PortableGap:
    if asked.node.name == "qti-inline-choice-interaction":
        answers = asked.answers(asked.node.all("qti-inline-choice"))
        return PortableGap(name, False, only_best(answers))
    if asked.response.is_number:
        numbers = [number for number in numbers_of(asked) if number.percent in (0, 100)]
        near = {number.tolerance for number in numbers if number.percent == 100} or {Decimal(0)}
        if len(near) > 1:
            raise LeftOut("The numbers for a gap may be off by different amounts.")
        answers = [
            PortableAnswer(number_text(number.value), number.percent, number.why)
            for number in numbers
        ]
        return PortableGap(name, True, answers, float(next(iter(near))))
    answers = [replace(one, text=typed_text(one.text)) for one in typed_answers(asked)]
    if not any(answer.right for answer in answers):
        raise LeftOut(
            "For one of its gaps no answer is declared right: a person would have to judge it."
        )
    return PortableGap(name, True, only_best(answers))


def only_best(answers: list[PortableAnswer]) -> list[PortableAnswer]:
    """An answer that is right in part is wrong here."""
    return [replace(answer, percent=100.0 * answer.wholly_right) for answer in answers]


def gap_match(asked: Asked, to_markdown: Callable[[str], str], prompt: str) -> ForeignQuestion:
    """Words to drag into a text: here each gap has them all as its options. Raises LeftOut."""
    words = [part for part in asked.node.children if part.name in WORDS]
    belongs: dict[str, set[str]] = {}
    for word, gap in right_pairs(asked):
        belongs.setdefault(gap, set()).add(word)
    names = [identifier(gap) for gap in asked.node.descendants() if gap.name == "qti-gap"]
    if any(not belongs.get(name) for name in names):
        raise LeftOut("One of its gaps stays empty, or no answer is declared right for it.")
    if any(len(right) > 1 for right in belongs.values()):
        raise LeftOut("Several of its words are right in one gap. Here one is.")
    if len(words) * len(names) > 26:
        raise LeftOut(
            f"{len(names)} gaps with {len(words)} words to choose from are more than 26 options."
        )
    options = [(identifier(word), asked.text(word)) for word in words]
    gaps = [
        PortableGap(
            f"gap-{number}",
            False,
            [
                PortableAnswer(text, 100.0 * (key in belongs[name]), asked.sayings.reason(key))
                for key, text in options
            ],
        )
        for number, name in enumerate(names, start=1)
    ]
    text = HELD.sub(r"[[gap-\1]]", to_markdown(text_with_gaps(asked.node, names)))
    foreign = ForeignQuestion(PortableForm.CLOZE, prompt or PROMPT, text=text, gaps=gaps)
    note = (
        "In the file its words are dragged into the text. Here each gap has a list to choose from."
    )
    maps = asked.processing.maps or asked.processing.own
    return adding_notes(foreign, note, "" if maps else WHOLE)


def text_with_gaps(node: Node, names: list[str]) -> str:
    def held(part: Node) -> str:
        if part.name == "qti-gap":
            return mark(names.index(identifier(part)) + 1)
        if part.name in {"qti-prompt", *WORDS} | UNSEEN | FEEDBACK:
            return ""
        return markup(part, held)

    return markup(node, held)
