"""`order: kept` and `last: true` in a pack, on the way in, on the way out, and in the panel."""

from pathlib import Path

import pytest
from django.test import Client

from packs.dump import dump_pack
from packs.write import pack_files
from quizzes.models import Question
from studio.writing.copies import copy_question
from tests.packs.folder import NEW, QUIZ, edit, load, refusal
from tests.studio.panel import assert_saved, content, form_of, page_of, part_of
from tests.studio.rows import assert_refused

KEPT = """  - id: new
    level: easy
    kind: choice
    prompt: How many bytes does a cookie hold?
    order: kept
    choices:
      few:
        text: "400"
        why: More fit in.
      some:
        text: 4,000
        right: true
"""
LAST = """  - id: new
    level: easy
    kind: choices
    prompt: What is kept?
    choices:
      all:
        text: All of the above
        why: Not all is.
        last: true
      key:
        text: The key
        right: true
      data:
        text: The data
        right: true
"""


def with_question(folder: Path, block: str) -> None:
    edit(folder, QUIZ, "questions:\n", f"questions:\n{block}\n")


@pytest.mark.parametrize("block", [KEPT, LAST], ids=["kept", "last"])
def test_it_is_loaded_and_dumped_as_it_was_written(
    small_course: None, pack: Path, block: str
) -> None:
    with_question(pack, block)
    load(pack)
    question = Question.objects.get(slug="new")
    course = question.question_set.lesson.course
    assert pack_files(dump_pack(course))[QUIZ] == (pack / QUIZ).read_text()
    item = question.item()
    assert (item.order, [key for key, choice in item.choices.items() if choice.last]) == (
        ("kept", []) if block == KEPT else ("shuffled", ["all"])
    )


def test_another_word_is_told_with_those_that_there_are(db: None, short_pack: Path) -> None:
    with_question(short_pack, KEPT.replace("order: kept", "order: fixed"))
    [told] = refusal(short_pack)
    assert "'fixed' is not known here. Known: shuffled, kept." in told


def test_two_choices_that_are_last_are_refused_with_the_line(db: None, short_pack: Path) -> None:
    with_question(short_pack, LAST.replace("The key\n", "The key\n        last: true\n"))
    [told] = refusal(short_pack)
    assert told.endswith("'all' is `last` already. Take `last` off one.")


def test_steps_to_arrange_have_no_order_to_keep(db: None, short_pack: Path) -> None:
    steps = NEW.replace("kind: choice", "kind: order\n    order: kept")
    with_question(short_pack, steps.replace(", right: true", ", why: So"))
    [told] = refusal(short_pack)
    assert "`order` has no meaning in a question of kind order. Take it out." in told


# --- In the panel ------------------------------------------------------------------------------


def purpose() -> Question:
    return Question.objects.get(slug="purpose")


def test_an_instructor_ticks_both_in_the_panel(instructor: Client) -> None:
    page = instructor.get(page_of(purpose())).content.decode()
    assert "Show the choices in this order" in page
    assert "Always last" in page
    fields = form_of(instructor, purpose())
    end = part_of(fields, purpose().choices.order_by("-position")[0])
    ticked = {**fields, "order_kept": "on", f"{end}-last": "on"}
    assert_saved(instructor.post(page_of(purpose()), ticked))
    item = purpose().item()
    assert item.order == "kept"
    assert [choice.last for choice in item.choices.values()] == [False, False, False, True]


def test_what_contradicts_itself_is_not_published(instructor: Client) -> None:
    before, fields = content(), form_of(instructor, purpose())
    first = part_of(fields, purpose().choices.all()[0])
    reply = instructor.post(
        page_of(purpose()), {**fields, "order_kept": "on", f"{first}-last": "on"}
    )
    assert_refused(reply, "List this choice at the end instead.", before)


def test_a_copy_keeps_both(course: None) -> None:
    end = purpose().choices.order_by("-position")[0]
    end.last = True
    end.save()
    Question.objects.filter(slug="purpose").update(order_kept=True)
    copy = copy_question(purpose()).item()
    assert copy.order == "kept"
    assert [choice.last for choice in copy.choices.values()] == [False, False, False, True]


def test_the_history_tells_that_the_order_is_kept(instructor: Client) -> None:
    fields = form_of(instructor, purpose())
    assert_saved(instructor.post(page_of(purpose()), {**fields, "order_kept": "on"}))
    history = instructor.get(page_of(purpose(), "history")).content.decode()
    assert "order: kept" in history
