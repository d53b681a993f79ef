"""The preview of a question: each state as learners see it, and looking changes nothing."""

from typing import Any

import hypothesis
import pytest
from django.test import Client
from hypothesis import HealthCheck
from hypothesis import strategies as some

from quizzes.kinds import KINDS
from quizzes.models import Question
from quizzes.records import Answer, Event
from tests.studio.panel import (
    add_question,
    assert_saved,
    content,
    new_choices,
    one_of_each_shape,
    page_of,
)
from tests.studio.previews import look
from tests.words import told

# --- The preview -----------------------------------------------------------------------------


def test_each_state_is_as_learners_see_it(instructor: Client, purpose: Question) -> None:
    why = purpose.choices.get(key="login").why
    hint, step = purpose.hints.all()[0].text, purpose.steps.all()[0].title
    fresh, wrong, hinted, solved = (
        told(look(instructor, purpose, name)) for name in ("fresh", "wrong", "hint", "solved")
    )
    assert "Not yet." not in fresh
    assert hint not in fresh
    assert why not in fresh
    assert "Not yet." in wrong
    assert hint in hinted
    assert step in solved
    assert "Right on the first try." in solved


@pytest.mark.slow
def test_a_question_of_any_shape_has_all_the_states_of_its_behaviour(
    instructor: Client, course: None
) -> None:
    refused = {"practice": set(), "test": {"hint"}, "challenge": set(), "recall": {"wrong", "hint"}}
    for question in one_of_each_shape():
        address = f"{page_of(question).removesuffix('change/')}preview/"
        for name in ("fresh", "wrong", "hint", "solved"):
            page = instructor.get(f"{address}?look={name}").content.decode()
            without = name == "hint" and not question.hints.exists()
            expected = without or name in refused[question.question_set.behaviour]
            assert ('class="notice"' in page) == expected, (question, name)


def test_a_step_without_a_reason_is_shown_without_one(
    instructor: Client, purpose: Question
) -> None:
    choices = new_choices(first={}, then={}, last={})
    more = {"kind": "order", "published_0": ""}
    assert_saved(add_question(instructor, purpose, choices, **more))
    page = look(instructor, Question.objects.get(slug="new"), "solved")
    assert "The text of first You had it here. 2" in told(page)


def test_looking_leaves_no_trace(instructor: Client, purpose: Question) -> None:
    before = content()
    look(instructor, purpose, "solved", prompt="Unsaved?", slug="unsaved", level="hard")
    assert content() == before
    assert not Answer.objects.exists()
    assert not Event.objects.exists()


def test_what_is_not_saved_is_shown(instructor: Client, purpose: Question) -> None:
    assert "Unsaved, is it?" in look(instructor, purpose, prompt="Unsaved, is it?")
    row = {"question_set": str(purpose.question_set_id), "slug": "brand-new", "kind": "choice"}
    groups = ("choices", "hints", "steps")
    empty = {f"{one}-{name}_FORMS": "0" for one in groups for name in ("TOTAL", "INITIAL")}
    choices = new_choices(a={"right": "on"}, b={"why": "No."})
    data: Any = {
        **empty,
        **row,
        "prompt": "Never seen?",
        "level": "easy",
        "position": "0",
        **choices,
    }
    page = instructor.post("/admin/quizzes/question/preview/", data).content.decode()
    assert "Never seen?" in page
    assert "The text of a" in page


@pytest.mark.parametrize("prompt", ["<script>alert(1)</script>", "[x](javascript:alert(1))"])
def test_a_script_does_not_run_in_the_preview(
    instructor: Client, purpose: Question, prompt: str
) -> None:
    page = look(instructor, purpose, prompt=prompt)
    assert "<script>alert" not in page
    assert 'href="javascript' not in page


def test_only_the_panel_may_frame_the_preview(instructor: Client, purpose: Question) -> None:
    address = page_of(purpose).removesuffix("change/")
    preview, page = instructor.get(f"{address}preview/"), instructor.get(f"{address}change/")
    assert "frame-ancestors 'self'" in preview.headers["Content-Security-Policy"]
    assert preview.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]
    assert "frame-src 'self'" in page.headers["Content-Security-Policy"]


def test_nobody_else_looks(alice: Client, purpose: Question) -> None:
    address = f"{page_of(purpose).removesuffix('change/')}preview/"
    assert alice.get(address).status_code == alice.post(address).status_code == 302


# --- Half of a question ----------------------------------------------------------------------


FIELDS: dict[str, list[str]] = {
    "question_set": ["", "1", "no number", "99999"],
    "slug": ["", "a-new-one", "purpose", "not a slug!"],
    "level": ["", "easy", "nowhere"],
    "kind": ["", *KINDS, "unheard-of"],
    "prompt": ["", "What?", "[[a]] and [[nobody]]", "```"],
    "code": ["", "x = [[a]]", "[["],
    "tolerance": ["", "0.1", "nan", "much"],
    "capitals": ["", "on"],
    "read": ["", "why", "nowhere#at-all"],
    "proof": ["", "{", '{"experiment": "none"}', "null"],
    "position": ["", "0", "-1", "1e9"],
    "published_0": ["", "2036-01-01", "soon"],
    "published_1": ["", "12:00", "noon"],
    "choices-TOTAL_FORMS": ["0", "2", "", "many", "1001"],
    "choices-0-key": ["", "a", "no key!"],
    "choices-0-text": ["", "The text of a", "1"],
    "choices-0-right": ["", "on"],
    "choices-0-gap": ["", "a", "b"],
    "choices-0-position": ["", "0", "x"],
    "choices-1-key": ["", "a", "b"],
    "choices-1-text": ["", "The text of b"],
    "hints-TOTAL_FORMS": ["0", "1", ""],
    "hints-0-text": ["", "[[b]]"],
    "look": ["", "wrong", "hint", "solved", "upside-down"],
}


@hypothesis.example({"question_set": "1", "slug": "a-new-one", "kind": "order"})
@hypothesis.example({"question_set": "1", "slug": "a-new-one", "kind": "order", "look": "wrong"})
@hypothesis.settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@hypothesis.given(
    some.fixed_dictionaries({}, optional={k: some.sampled_from(v) for k, v in FIELDS.items()})
)
@pytest.mark.slow
def test_whatever_a_form_holds_so_far_it_is_shown_or_told(
    instructor: Client, purpose: Question, fields: dict[str, str]
) -> None:
    groups = ("choices", "hints", "steps")
    empty = {f"{one}-{name}_FORMS": "0" for one in groups for name in ("TOTAL", "INITIAL")}
    fields = {
        **fields,
        "question_set": fields.get("question_set", "").replace("1", str(purpose.question_set_id)),
    }
    page = instructor.post("/admin/quizzes/question/preview/", {**empty, **fields})
    assert page.status_code == 200
