"""Writing a question: drafts may be anything, what learners see must be whole."""

import re
from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.utils import timezone

from quizzes.models import Question, QuestionSet
from studio.writing.copies import copy_question
from tests.course import LESSON
from tests.studio.panel import (
    add_question,
    assert_saved,
    edit,
    form_of,
    list_of,
    new_choices,
    page_of,
)
from tests.studio.previews import look
from tests.words import told


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
