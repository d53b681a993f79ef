"""Whatever is read breaks no reader, and what goes out comes back."""

import contextlib
import re
from typing import Any

import pytest
from django.utils.html import strip_tags
from hypothesis import example, given, settings
from hypothesis import strategies as st

from exchange.common import Unreadable, is_said_by
from exchange.formats import FORMATS
from exchange.gift_export import GIFT as GIFT_ROOM
from exchange.importer import read_questions
from exchange.merging import as_seen
from exchange.moodle_export import MOODLE as MOODLE_ROOM
from packs.rules import item_texts
from quizzes.kinds import kind_of
from quizzes.kinds.typed import TypedKind
from quizzes.kinds.typed_text import strip_code
from quizzes.models import QuestionSet
from quizzes.schema import Choice, Item
from tests.exchange.foreign import AIKEN, GIFT, MOODLE
from tests.exchange.moodle_xml import file, question, quiz
from tests.exchange.portable_items import portable_items
from tests.exchange.qti_files import QTI_2
from tests.exchange.reading import by_name, rights
from tests.pictures import picture

WORDS_AND_FLAG = 'The [[1]] on <img src="@@PLUGINFILE@@/flag.png" alt="a flag">'
PICTURES = quiz(
    question(
        WORDS_AND_FLAG,
        "<selectoption><text>cross</text><group>1</group></selectoption>",
        kind="gapselect",
        files=file("flag.png", picture()),
    )
)


EMPTY_HEADING = Item(
    id="q",
    title="Empty",
    level="easy",
    kind="typed",
    prompt="\\\n\n####",
    choices={"right": Choice(text="`a`", right=True)},
)
LIKE_A_WEIGHT = Item(
    id="q",
    title="Half",
    level="easy",
    kind="cloze",
    prompt="Fill the gaps.",
    text="One [[gap-1]].",
    choices={
        "right": Choice(text="%50%", right=True, gap="gap-1"),
        "wrong": Choice(text="%5%", gap="gap-1"),
    },
)


def only_its_own_error(data: bytes) -> None:
    with contextlib.suppress(Unreadable):
        assert all(line >= 1 for line, _ in read_questions(data).questions)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300))
def test_no_bytes_break_the_readers(data: bytes) -> None:
    only_its_own_error(data)


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from([GIFT, MOODLE, AIKEN, PICTURES, QTI_2]),
    st.integers(0, 2500),
    st.integers(0, 40),
    st.text(max_size=8),
)
def test_no_damage_to_a_good_file_breaks_the_readers(
    text: str, start: int, length: int, other: str
) -> None:
    only_its_own_error((text[:start] + other + text[start + length :]).encode("utf-8", "replace"))


def answer_shown(item: Item, key: str, choice: Choice) -> list[Any]:
    """An answer as learners meet it; what one types, as one types it."""
    text = as_seen(choice.text)
    if item.kind == "typed" or choice.gap in item.typed:
        text = strip_code(choice.text)
    if item.tolerance is not None:
        text = TypedKind().expected_response(item, key)
    return [text, choice.right, as_seen(choice.match), as_seen(choice.why), choice.gap]


def as_learners_see_it(item: Item) -> dict[str, Any]:
    return {
        "kind": item.kind,
        "prompt": as_seen(item.prompt),
        "text": as_seen(item.text),
        "answers": [answer_shown(item, key, one) for key, one in item.choices.items()],
        "solution": [as_seen(step.text) for step in item.steps],
        "hints": [as_seen(hint) for hint in item.hints],
        "level": item.level,
        "tolerance": item.tolerance,
        "order": item.order,
        "capitals": item.capitals,
    }


# What notes call the parts that a format has no place for.
NOTED = {
    "hints": "its hints",
    "order": "the order of its choices",
    "capitals": "capitals that count",
    "answers": "marks",
}


def loose(value: Any) -> Any:
    """Without paragraphs and the blanks between tags, which lists gain and lose as HTML, and
    without headings that say nothing."""
    if isinstance(value, list):
        return [loose(part) for part in value]
    if not isinstance(value, str):
        return value
    value = re.sub(r"<(h[1-6])></\1>", "", value)
    return " ".join(re.sub(r"</?p>|\s+(?=<)|(?<=>)\s+", "", value).replace("&nbsp;", " ").split())


# Aiken has room for so little that its writer reads back each question before it goes out.
@pytest.mark.parametrize("name", ["gift", "moodle", "qti"])
@settings(max_examples=120, deadline=None)
@given(item=portable_items)
@example(item=EMPTY_HEADING)
@example(item=LIKE_A_WEIGHT)
def test_what_goes_out_comes_back_or_is_told_of(name: str, item: Item) -> None:
    texts = [text for _, text in item_texts(item) if text.strip()]
    if name == "qti" and not all(strip_tags(as_seen(text)).strip() for text in texts):
        return  # `####` shows nothing, and HTML knows no text without words
    data, notes = FORMATS[name].export([item])
    told = " ".join(note.message for note in notes)
    if "Left out" in told or "for the sign of a pair" in told:
        return
    [(_, back)] = FORMATS[name].read(data).questions
    assert back.title == item.title or is_said_by(back.id, item.title)
    before, after = as_learners_see_it(item), as_learners_see_it(back)
    if (name, item.kind) == ("qti", "cloze"):
        del before["answers"]  # a list in a line holds words alone
    if "QTI has no marks for" in told:
        before = {part: before[part] for part in ("kind", "level", "tolerance", "order")}
    for part, value in before.items():
        if part not in NOTED or NOTED[part] not in told:
            same = loose(after[part]) == loose(value) if name == "qti" else after[part] == value
            assert same, (part, after[part], value)


def test_the_course_goes_out_and_comes_back(course: None) -> None:
    for row in QuestionSet.objects.all():
        items = [question.item() for question in row.questions.all()]
        for name, room in (("gift", GIFT_ROOM), ("moodle", MOODLE_ROOM)):
            data, notes = FORMATS[name].export(items)
            asked = {item.id: kind_of(item).portable(item) for item in items}
            forms = {name: question.form for name, question in asked.items() if question}
            kept = {item.id: item for item in items if forms.get(item.id) in room.forms}
            back = by_name(data)
            assert list(back) == list(kept)
            assert sum("Left out" in note.message for note in notes) == len(items) - len(kept)
            for slug, item in kept.items():
                assert back[slug].prompt == item.prompt.strip()
                if item.kind == "order":
                    texts = [
                        [one.text for one in each.choices.values()] for each in (back[slug], item)
                    ]
                    assert texts[0] == texts[1]
                else:
                    assert rights(back[slug]) or item.kind == "match"
                problems = kind_of(back[slug]).problems(back[slug])
                assert not [message for _, message in problems if "too few" in message]
