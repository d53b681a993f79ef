"""Whatever is read breaks no reader, and what goes out comes back."""

import contextlib
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from exchange import gift_export, moodle_export
from exchange.common import Unreadable
from exchange.importer import read_questions
from quizzes.kinds import kind_of
from quizzes.models import QuestionSet
from quizzes.schema import Choice, Item
from tests.exchange.foreign import AIKEN, GIFT, MOODLE
from tests.exchange.moodle_xml import file, question, quiz
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


WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=["C", "Z"]) | st.just(" "), min_size=1
)


TEXTS = WORDS.map(str.strip).filter(bool)


@st.composite
def foreign_items(draw: Any) -> Item:
    kind = draw(st.sampled_from(["choice", "choices"]))
    texts = draw(st.lists(TEXTS, min_size=3, max_size=5, unique=True))
    count = 1 if kind == "choice" else 2
    choices = {
        f"c{number}": Choice(text=text, right=number < count, why="" if number < count else "No.")
        for number, text in enumerate(texts)
    }
    return Item(id="q", level="easy", kind=kind, prompt=draw(TEXTS), choices=choices)


@settings(max_examples=150, deadline=None)
@given(foreign_items())
def test_what_goes_out_comes_back(item: Item) -> None:
    for write in (gift_export.write_gift, moodle_export.write_moodle):
        text, notes = write([item])
        assert notes == []
        [back] = by_name(text).values()
        assert (back.kind, back.prompt) == (item.kind, item.prompt)
        assert list(back.choices.values()) == list(item.choices.values())


def test_the_course_goes_out_and_comes_back(course: None) -> None:
    for row in QuestionSet.objects.all():
        items = [question.item() for question in row.questions.all()]
        for write, room in (
            (gift_export.write_gift, gift_export.GIFT),
            (moodle_export.write_moodle, moodle_export.MOODLE),
        ):
            text, notes = write(items)
            asked = {item.id: kind_of(item).portable(item) for item in items}
            forms = {name: question.form for name, question in asked.items() if question}
            kept = {item.id: item for item in items if forms.get(item.id) in room.forms}
            back = by_name(text)
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
                    assert rights(back[slug])
                problems = kind_of(back[slug]).problems(back[slug])
                assert not [message for _, message in problems if "too few" in message]
