"""What is edited in the panel is seen by learners at once."""

import re

import pytest
from django.test import Client

from learn.models import Course, Lesson, Page
from quizzes.kinds import item_version
from quizzes.models import Choice, Hint, Question, QuestionSet, Step
from tests.course import LESSON
from tests.learner import answer
from tests.studio.panel import (
    CONTENT,
    LISTED,
    add_question,
    assert_saved,
    content,
    edit,
    edit_part,
    form_of,
    lesson,
    new_choices,
    one_of_each_shape,
    page_of,
    practice,
)
from tests.studio.rows import assert_refused
from tests.words import told


@pytest.mark.slow
def test_saving_a_page_as_it_is_changes_nothing(instructor: Client) -> None:
    others = [row for model in LISTED[:-1] for row in model._default_manager.all()]
    rows = [*others, *one_of_each_shape()]
    before = content()
    for row in rows:
        assert_saved(edit(instructor, row))
    after = content()
    assert [course.pop("version") for course in (*before["Course"], *after["Course"])]
    assert after == before


def test_whoever_saves_or_deletes_a_row_gives_the_course_a_new_version(course: None) -> None:
    versions = [Course.objects.get().version]
    for model in CONTENT:
        model._default_manager.all()[0].save()
        versions.append(Course.objects.get().version)
    for model in (Step, Hint, Choice, Question, QuestionSet, Page, Lesson):
        model._default_manager.all()[0].delete()
        versions.append(Course.objects.get().version)
    assert len(set(versions)) == len(versions)


def test_an_edited_course_is_seen_at_once(instructor: Client, alice: Client) -> None:
    assert "Sessions, anew" not in told(alice.get("/"))
    assert_saved(edit(instructor, Course.objects.get(), title="Sessions, anew"))
    assert "Sessions, anew" in told(alice.get("/"))


def test_an_edited_lesson_is_seen_at_once(instructor: Client, alice: Client) -> None:
    assert "77 min" not in told(alice.get(f"{LESSON}why/"))
    assert_saved(edit(instructor, lesson(), title="Where it lives", minutes="77"))
    page = told(alice.get(f"{LESSON}why/"))
    assert "Where it lives" in page
    assert "77 min" in page


def test_a_lesson_is_edited_in_its_course_too(instructor: Client, alice: Client) -> None:
    assert_saved(edit_part(instructor, lesson(), title="Where it lives"))
    assert "Where it lives" in told(alice.get("/learn/django-sessions/"))


def test_an_edited_text_is_seen_at_once(instructor: Client, alice: Client) -> None:
    assert "Once upon a time" not in told(alice.get(f"{LESSON}why/"))
    why = lesson().pages.get(mode="why")
    assert_saved(edit_part(instructor, why, text="## Why\r\n\r\nOnce upon a *time*."))
    assert "<p>Once upon a <em>time</em>.</p>" in alice.get(f"{LESSON}why/").content.decode()
    why.refresh_from_db()
    assert why.text == "## Why\n\nOnce upon a *time*."


def test_a_lesson_has_its_texts_in_the_order_of_its_modes(instructor: Client, course: None) -> None:
    modes = ["why", "concept", "visualize", "deep", "performance"]
    row = lesson()
    row.pages.all().delete()
    for mode in sorted(modes):
        row.pages.create(mode=mode, text="Written.")
    fields = form_of(instructor, row)
    assert [fields[f"pages-{place}-mode"] for place in range(5)] == modes


def test_a_script_in_a_text_does_not_reach_the_page(instructor: Client, alice: Client) -> None:
    why = lesson().pages.get(mode="why")
    assert_saved(edit_part(instructor, why, text="<script>alert(1)</script>"))
    assert "<script>alert" not in alice.get(f"{LESSON}why/").content.decode()
    assert "<script>alert" not in instructor.get(page_of(why.lesson)).content.decode()


def test_an_edited_question_set_is_seen_at_once(instructor: Client, alice: Client) -> None:
    answer(alice, "login")
    practice_set = lesson().sets.get(mode="practice")
    assert_saved(edit(instructor, practice_set, title="Exercise", try_cost="0.5"))
    answer(alice, "remember")
    assert "Exercise" in practice(alice)
    assert "Score 0.50 of 1" in practice(alice)


def test_an_edited_question_is_seen_at_once(
    instructor: Client, alice: Client, purpose: Question
) -> None:
    assert "What is Django's session framework for?" in practice(alice)
    assert_saved(edit(instructor, purpose, prompt="What are sessions for?", level="hard"))
    assert "What are sessions for?" in practice(alice)
    assert Question.objects.get(slug="purpose").level == "hard"


def test_the_instructor_says_that_capitals_count(instructor: Client, alice: Client) -> None:
    sweep, address = Question.objects.get(slug="sweep"), f"{LESSON}try/?q=sweep"
    before = item_version(sweep.item())
    assert "Capitals count." not in told(alice.get(address))
    assert_saved(edit(instructor, sweep, capitals="on"))
    assert "Capitals count." in told(alice.get(address))
    assert item_version(Question.objects.get(slug="sweep").item()) != before


def test_edited_choices_hints_and_steps_are_seen_at_once(
    instructor: Client, alice: Client, purpose: Question
) -> None:
    practice(alice)
    choice = purpose.choices.get(key="login")
    assert_saved(edit_part(instructor, choice, text="Signing in only", why="There is more."))
    assert_saved(edit_part(instructor, purpose.hints.all()[0], text="Think of HTTP."))
    assert_saved(edit_part(instructor, purpose.steps.all()[0], title="Look", text="At HTTP."))
    assert "Signing in only" in practice(alice)
    answer(alice, "login")
    assert "There is more." in practice(alice)
    alice.post(f"{LESSON}practice/hints/", {"question": "purpose"})
    assert "Think of HTTP." in practice(alice)
    answer(alice, "remember")
    alice.post(f"{LESSON}practice/steps/", {"question": "purpose"})
    assert "At HTTP." in practice(alice)


def test_a_retired_question_is_asked_no_more(
    instructor: Client, alice: Client, purpose: Question
) -> None:
    assert_saved(edit(instructor, purpose, retired="on"))
    assert "What is Django's session framework for?" not in practice(alice)


def test_a_learner_goes_on_after_the_choice_they_picked_was_taken_out(
    instructor: Client, alice: Client, purpose: Question
) -> None:
    answer(alice, "login")
    # The proof names the choice, and so does the text of the check.
    assert_saved(edit(instructor, purpose, proof="", check_text=""))
    assert_saved(edit_part(instructor, purpose.choices.get(key="login"), DELETE="on"))
    assert alice.get(f"{LESSON}practice/").status_code == 200
    answer(alice, "remember")
    # It is another question now, with all its tries; the earlier try stays with the earlier one.
    assert "Right on the first try." in practice(alice)
    assert alice.get("/progress/").status_code == 200


def test_the_instructor_adds_a_question(
    instructor: Client, alice: Client, purpose: Question
) -> None:
    choices = new_choices(this={"right": "on"}, that={"why": "It is not."})
    assert_saved(add_question(instructor, purpose, choices))
    assert list(Question.objects.get(slug="new").choices.values_list("key", "right")) == [
        ("this", True),
        ("that", False),
    ]
    assert "Which one?" in told(alice.get(f"{LESSON}practice/?q=new"))


def test_the_instructor_adds_a_question_of_another_kind(
    instructor: Client, alice: Client, purpose: Question
) -> None:
    choices = new_choices(
        a={"gap": "number", "text": "`1`", "right": "on"},
        b={"gap": "number", "text": "`2`", "why": "One more than needed."},
    )
    before = content()
    without_code = add_question(instructor, purpose, choices, kind="blanks")
    assert_refused(without_code, "There is no gap. Write `code` with gaps such as", before)
    assert_saved(add_question(instructor, purpose, choices, kind="blanks", code="x = [[number]]"))
    assert "Gap 1" in alice.get(f"{LESSON}practice/?q=new").content.decode()


def test_another_order_of_steps_is_another_version(instructor: Client, purpose: Question) -> None:
    choices = new_choices(a={"why": "First."}, b={"why": "Then."})
    assert_saved(add_question(instructor, purpose, choices, kind="order"))
    question = Question.objects.get(slug="new")
    before = item_version(question.item())
    assert_saved(edit_part(instructor, question.choices.get(key="a"), position="7"))
    assert list(question.item().choices) == ["b", "a"]
    assert item_version(question.item()) != before


def test_the_fields_for_parts_are_three_lines_high(instructor: Client, purpose: Question) -> None:
    page = instructor.get(page_of(purpose)).content.decode()
    fields = re.findall(r'<textarea name="((?:choices|hints|steps)-\d+-\w+)" ([^>]*)>', page)
    assert len(fields) == 4 * 3 + 2 + 3
    assert {name for name, attributes in fields if 'rows="3"' not in attributes} == set()
