"""Writing a question: drafts may be anything, what learners see must be whole, and looking leaves
no trace."""

import re
from datetime import timedelta
from typing import Any

import hypothesis
import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck
from hypothesis import strategies as some

from quizzes.kinds import KINDS
from quizzes.models import Question, QuestionSet
from quizzes.records import Answer, Event
from studio.writing.copies import copy_question
from tests.course import LESSON
from tests.studio.panel import (
    add_question,
    assert_saved,
    content,
    edit,
    form_of,
    list_of,
    new_choices,
    page_of,
)
from tests.words import told


def look(client: Client, question: Question, name: str = "fresh", **changes: str) -> str:
    """The preview of what the question's form holds with these changes."""
    fields = {**form_of(client, question), **changes, "look": name}
    page = client.post(f"{page_of(question).removesuffix('change/')}preview/", fields)
    assert page.status_code == 200
    return page.content.decode()


def said_at(page: str, field: str) -> list[str]:
    """What the linter says at a field of the form."""
    found = re.findall(rf'<li data-field="{re.escape(field)}"[^>]*>(.*?)</li>', page, re.DOTALL)
    return [re.sub(r"<[^>]+>", "", one) for one in found]


# --- Drafts ----------------------------------------------------------------------------------


def test_a_new_question_is_a_draft_and_may_be_half_finished(
    instructor: Client, alice: Client, purpose: Question
) -> None:
    assert_saved(
        add_question(instructor, purpose, new_choices(only={"right": "on"}), published_0="")
    )
    new = Question.objects.get(slug="new")
    assert new.published is None
    assert "Which one?" not in told(alice.get(f"{LESSON}practice/?q=new"))


def test_without_javascript_empty_rows_are_asked_for(instructor: Client, purpose: Question) -> None:
    for address in (f"{list_of(Question)}add/", page_of(purpose), "/admin/learn/lesson/add/"):
        page = instructor.get(address)
        [link] = re.findall(r'<noscript><p><a href="([^"]+)">Show three', page.content.decode())
        rows = [len(one.formset.forms) for one in page.context["inline_admin_formsets"]]
        more = instructor.get(f"{address}{link}").context["inline_admin_formsets"]
        assert [len(one.formset.forms) for one in more] == [number + 3 for number in rows]
        for nonsense in ("x", "-1", "", "9" * 30):
            assert instructor.get(address, {"rows": nonsense}).status_code == 200


def test_what_cannot_be_answered_is_not_published(instructor: Client, purpose: Question) -> None:
    only = new_choices(only={"right": "on"})
    assert_saved(add_question(instructor, purpose, only, published_0=""))
    new = Question.objects.get(slug="new")
    page = edit(instructor, new, _publish="1")
    assert page.status_code == 200
    assert "These are too few choices. Give at least 2." in told(page)
    assert "Nothing was saved yet. Mend this, or save it as a draft." in told(page)
    new.refresh_from_db()
    assert new.published is None


def test_publishing_and_taking_back(instructor: Client, alice: Client, purpose: Question) -> None:
    choices = new_choices(this={"right": "on"}, that={"why": "It is not."})
    assert_saved(add_question(instructor, purpose, choices, published_0=""))
    new = Question.objects.get(slug="new")
    assert_saved(edit(instructor, new, _publish="1"))
    assert "Which one?" in told(alice.get(f"{LESSON}practice/?q=new"))
    assert_saved(edit(instructor, new, _withdraw="1"))
    assert "Which one?" not in told(alice.get(f"{LESSON}practice/?q=new"))


def test_the_history_says_that_a_button_published_it(instructor: Client, purpose: Question) -> None:
    assert_saved(edit(instructor, purpose, _withdraw="1"))
    assert LogEntry.objects.latest("pk").get_change_message() == "Changed Published."
    assert_saved(edit(instructor, purpose, _withdraw="1"))
    assert LogEntry.objects.latest("pk").get_change_message() == "No fields changed."
    assert_saved(edit(instructor, purpose, _publish="1", level="hard"))
    assert LogEntry.objects.latest("pk").get_change_message() == "Changed Level and Published."


def test_the_list_is_filtered_by_state(instructor: Client, purpose: Question) -> None:
    total = Question.objects.count()
    purpose.published = timezone.now() + timedelta(days=1)
    purpose.save()

    def listed(state: str) -> int:
        page = instructor.get(f"{list_of(Question)}?state={state}")
        return int(page.context["cl"].result_count)

    assert [listed(one) for one in ("scheduled", "published", "draft", "retired")] == [
        1,
        total - 1,
        0,
        0,
    ]


def test_the_list_publishes_those_that_are_whole_and_says_why_not_the_others(
    instructor: Client, purpose: Question
) -> None:
    Question.objects.update(published=None)
    purpose.choices.exclude(right=True).delete()
    other = Question.objects.exclude(pk=purpose.pk)[0]
    ids = [str(purpose.pk), str(other.pk)]
    data = {"action": "publish", "_selected_action": ids}
    page = instructor.post(list_of(Question), data, follow=True)
    assert "Not published: purpose. Choices: " in told(page)
    assert f"Published: {other}." in told(page)
    assert list(Question.objects.exclude(published=None)) == [other]


# --- The linter ------------------------------------------------------------------------------


def test_the_linter_speaks_at_the_field(instructor: Client, purpose: Question) -> None:
    hints = purpose.hints.count()
    assert hints
    page = look(
        instructor,
        purpose,
        prompt="First line\r\n\r\nSee option B. Use SESION_ENGINE here.",
        **{"hints-0-text": "Look at [[nothing]]."},
    )
    [letter, setting] = said_at(page, "prompt")
    assert "Prompt, line 3" in letter
    assert "names a choice by letter" in letter
    assert "Mend this before it is published." in letter
    assert "Is it &#x27;SESSION_ENGINE&#x27;?" in setting
    assert "Mend this" not in setting
    [reference] = said_at(page, "hints-0-text")
    assert "[[nothing]] is no choice of this question." in reference


def test_a_kind_that_does_not_fit_the_set_is_told_of_at_its_field(
    instructor: Client, purpose: Question
) -> None:
    for look_at in ("fresh", "wrong", "hint", "solved"):
        page = look(instructor, purpose, look_at, kind="explain")
        [finding] = said_at(page, "kind")
        assert "A question of kind explain is only for recall. Take another kind." in finding
    add = f"{list_of(Question)}preview/"
    fields = {"question_set": str(purpose.question_set_id), "slug": "new", "kind": "explain"}
    empty = {f"{group}-TOTAL_FORMS": "0" for group in ("choices", "hints", "steps")}
    begun = {f"{group}-INITIAL_FORMS": "0" for group in ("choices", "hints", "steps")}
    page = told(instructor.post(add, {**fields, **empty, **begun, "level": "easy"}))
    assert "A question of kind explain is only for recall." in page


def test_the_linter_speaks_of_a_choice_by_its_key(instructor: Client, purpose: Question) -> None:
    fields = form_of(instructor, purpose)
    [why] = [
        name.replace("-key", "-why")
        for name, value in fields.items()
        if name.endswith("-key") and value == "login"
    ]
    [said] = said_at(look(instructor, purpose, **{why: ""}), why.replace("-why", "-text"))
    assert "Choice login" in said
    assert "has no `why`" in said


@pytest.mark.slow
def test_a_shipped_question_has_no_finding_that_blocks(instructor: Client, course: None) -> None:
    for question in Question.objects.all():
        address = f"{page_of(question).removesuffix('change/')}preview/"
        assert "Mend this" not in instructor.get(address).content.decode(), question


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
def test_every_question_of_the_course_has_all_the_states_of_its_behaviour(
    instructor: Client, course: None
) -> None:
    refused = {"practice": set(), "test": {"hint"}, "challenge": set(), "recall": {"wrong", "hint"}}
    for question in Question.objects.select_related("question_set"):
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


# --- Copies ----------------------------------------------------------------------------------


def test_a_copy_is_a_draft_with_all_the_parts(instructor: Client, purpose: Question) -> None:
    page = instructor.post(f"{page_of(purpose).removesuffix('change/')}copies/", follow=True)
    assert "This is the copy, a draft." in told(page)
    copy = Question.objects.get(slug="purpose-2")
    assert copy.published is None
    assert copy.item().choices == purpose.item().choices
    assert copy.item().hints == purpose.item().hints
    assert copy.item().steps == purpose.item().steps
    assert copy_question(purpose).slug == "purpose-3"
    assert QuestionSet.objects.get(pk=copy.question_set_id) == purpose.question_set


# --- Half of a question ----------------------------------------------------------------------

FIELDS: dict[str, list[str]] = {
    "question_set": ["", "1", "no number", "99999"],
    "slug": ["", "a-new-one", "purpose", "not a slug!"],
    "level": ["", "easy", "nowhere"],
    "kind": ["", *KINDS, "unheard-of"],
    "prompt": ["", "What?", "[[a]] and [[nobody]]", "```"],
    "code": ["", "x = [[a]]", "[["],
    "tolerance": ["", "0.1", "nan", "much"],
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
@hypothesis.settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
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
