"""The instructor's panel: who may enter, what can be edited, and what is refused."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from learn.models import Course, Lesson, Page
from quizzes.kinds import item_version
from quizzes.models import Choice, Hint, Question, QuestionSet, Step
from quizzes.records import Answer
from tests.course import LESSON, counted
from tests.learner import answer
from tests.signed_in import signed_in
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
    list_of,
    new_choices,
    page_of,
    practice,
)
from tests.words import told

HOME = "/admin/"


@pytest.fixture
def learner_with_account(course: None, django_user_model: Any) -> Client:
    return signed_in(django_user_model.objects.create(username="lee"))


@pytest.fixture
def staff(course: None, django_user_model: Any) -> Any:
    """A member of staff to whom nobody has given a permission yet."""
    return django_user_model.objects.create(username="sam", is_staff=True)


def addresses() -> list[str]:
    """Every page of the panel: the lists, and for a row of each to add, change, delete, recall."""
    pages = []
    for model in LISTED:
        row = model._default_manager.all()[0]
        actions = [page_of(row, action) for action in ("change", "delete", "history")]
        pages += [list_of(model), f"{list_of(model)}add/", *actions]
    return pages


# --- Who may enter ---------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["alice", "learner_with_account"])
def test_a_learner_is_sent_to_the_sign_in(
    who: str, course: None, request: pytest.FixtureRequest
) -> None:
    client: Client = request.getfixturevalue(who)
    answer(client, "login")
    before = content()
    for address in [HOME, *addresses()]:
        for response in (client.get(address), client.post(address, {"post": "yes"})):
            assert response.status_code == 302
            assert response.headers["Location"] == f"/admin/login/?next={address}"
    assert content() == before


def test_staff_without_a_permission_are_refused(staff: Any) -> None:
    client = signed_in(staff)
    before = content()
    assert "have permission to view or edit anything." in told(client.get(HOME))
    for address in addresses():
        assert client.get(address).status_code == 403
        assert client.post(address, {"post": "yes"}).status_code == 403
    assert content() == before


def test_staff_who_may_only_look_change_nothing(staff: Any, purpose: Question) -> None:
    staff.user_permissions.set(Permission.objects.filter(codename="view_question"))
    client = signed_in(staff)
    assert purpose.prompt.strip() in told(client.get(page_of(purpose)))
    before = content()
    assert client.post(page_of(purpose), {"prompt": "Mine?"}).status_code == 403
    assert client.post(page_of(purpose, "delete"), {"post": "yes"}).status_code == 403
    assert client.get(list_of(Course)).status_code == 403
    assert content() == before


def test_the_instructor_reaches_every_page(instructor: Client) -> None:
    for address in [HOME, *addresses()]:
        assert instructor.get(address).status_code == 200


# --- Lists -----------------------------------------------------------------------------------


def test_the_instructor_lists_all_there_is(instructor: Client) -> None:
    lessons, questions = counted()
    sets = QuestionSet.objects.count()
    for model, words in {
        Course: ["Django sessions", "django-sessions", "1 course"],
        Lesson: ["Configuring the session framework", "12", f"{lessons} lessons"],
        QuestionSet: ["Practice", "Performance", "0.25", f"{sets} question sets"],
        Question: ["purpose", "close-or-hour", "untouched", "Hard", f"{questions} questions"],
    }.items():
        page = instructor.get(list_of(model))
        assert [word for word in words if word not in told(page)] == []
        for row in model._default_manager.all():
            assert f'href="{page_of(row)}' in page.content.decode()


def test_the_list_counts_answers_also_when_it_is_searched(
    instructor: Client, alice: Client, bob: Client
) -> None:
    for client in (alice, bob):
        answer(client, "login")
    for search in ("", "?q=visitor", "?q=purpose", "?level=easy"):
        rows = instructor.get(list_of(Question) + search).context["cl"].result_list
        assert [row.answer_count for row in rows if row.slug == "purpose"] == [2]


def test_a_search_lists_a_lesson_once(instructor: Client) -> None:
    page = instructor.get(f"{list_of(Lesson)}?q=session")
    found = [row.slug for row in page.context["cl"].result_list]
    assert (
        sorted(found) == sorted(set(found)) == sorted(Lesson.objects.values_list("slug", flat=True))
    )


# --- Edits, seen by a learner at once --------------------------------------------------------


@pytest.mark.slow
def test_saving_a_page_as_it_is_changes_nothing(instructor: Client) -> None:
    rows = [row for model in LISTED for row in model._default_manager.all()]
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
    assert len(fields) == 4 * 2 + 2 + 3
    assert {name for name, attributes in fields if 'rows="3"' not in attributes} == set()


# --- Refusals --------------------------------------------------------------------------------


def assert_refused(response: Any, why: str, before: dict[str, list[dict[str, Any]]]) -> None:
    assert response.status_code == 200
    assert "Please correct the error" in told(response)
    assert why in told(response)
    assert content() == before


def test_no_right_choice_is_refused(instructor: Client, purpose: Question) -> None:
    before = content()
    right = purpose.choices.get(key="remember")
    response = edit_part(instructor, right, right=None, why="It is not.")
    assert_refused(response, "0 choices are right. Mark exactly one as right.", before)


def test_two_right_choices_are_refused(instructor: Client, purpose: Question) -> None:
    before = content()
    response = edit_part(instructor, purpose.choices.get(key="login"), right="on")
    assert_refused(response, "2 choices are right. Mark exactly one as right.", before)


def test_a_wrong_choice_without_a_reason_is_refused(instructor: Client, purpose: Question) -> None:
    before, login = content(), purpose.choices.get(key="login")
    for why in ("", " \r\n"):
        response = edit_part(instructor, login, why=why, text="New")
        assert_refused(response, "The wrong choice 'login' has no `why`. Say what it", before)


def test_taking_out_the_right_choice_is_refused(instructor: Client, purpose: Question) -> None:
    before = content()
    response = edit_part(instructor, purpose.choices.get(key="remember"), DELETE="on")
    assert_refused(response, "0 choices are right.", before)


def test_a_question_with_one_choice_is_refused(instructor: Client, purpose: Question) -> None:
    before = content()
    for choices in (new_choices(this={"right": "on"}), {}):
        response = add_question(instructor, purpose, choices)
        assert_refused(response, "These are too few choices. Give at least 2.", before)


def test_two_choices_of_one_key_are_refused(instructor: Client, purpose: Question) -> None:
    before = content()
    response = edit_part(instructor, purpose.choices.get(key="login"), key="static")
    assert_refused(response, "Choice with this Question and Key already exists.", before)


def test_a_question_may_not_be_named_as_the_summary(instructor: Client, purpose: Question) -> None:
    before = content()
    response = edit(instructor, purpose, slug="summary")
    assert_refused(response, "This is the name of the summary. Choose another.", before)


def test_a_kind_that_does_not_fit_its_set_is_refused_when_it_is_sent(
    instructor: Client, purpose: Question
) -> None:
    Question.objects.filter(pk=purpose.pk).update(kind="explain")
    page = instructor.get(page_of(purpose))
    assert page.status_code == 200
    assert "is only for recall." not in told(page)
    before = content()
    assert_refused(edit(instructor, purpose, level="hard"), "is only for recall.", before)


def test_a_set_that_cannot_be_is_refused(instructor: Client) -> None:
    before, practice_set = content(), lesson().sets.get(mode="practice")
    for name, value, why in (
        ("try_cost", "2", "Costs lie between 0 and 1."),
        ("hint_cost", "-0.5", "Costs lie between 0 and 1."),
        ("hint_cost", "nan", "Enter a number."),
        ("mode", "performance", "already exists."),
    ):
        assert_refused(edit(instructor, practice_set, **{name: value}), why, before)


# --- Deleting --------------------------------------------------------------------------------


def test_a_question_without_answers_is_deleted(instructor: Client, purpose: Question) -> None:
    response = instructor.post(page_of(purpose, "delete"), {"post": "yes"})
    assert response.status_code == 302
    assert not Question.objects.filter(slug="purpose").exists()


def test_nothing_that_holds_an_answered_question_is_deleted(
    instructor: Client, alice: Client, purpose: Question
) -> None:
    answer(alice, "login")
    before, answers = content(), list(Answer.objects.values())
    practice_set = purpose.question_set
    instead = {
        purpose: "Tick “Retired” on its page instead: it is asked no more",
        practice_set: "Retire its questions instead: they are asked no more",
        practice_set.lesson: "Make it a draft instead: learners don't see it",
        practice_set.lesson.course: "Make its lessons drafts instead: learners don't see it",
    }
    for row, words in instead.items():
        action = {"action": "delete_selected", "_selected_action": str(row.pk), "post": "yes"}
        for response in (
            instructor.get(page_of(row, "delete")),
            instructor.post(page_of(row, "delete"), {"post": "yes"}),
            instructor.post(list_of(type(row)), action),
        ):
            assert "would require deleting the following protected related" in told(response)
            assert f"1 answer of learners. {words}, and the answers stay." in told(response)
    assert content() == before
    assert list(Answer.objects.values()) == answers


def test_a_lesson_with_answers_is_not_deleted_from_its_course(
    instructor: Client, alice: Client
) -> None:
    answer(alice, "login")
    before = content()
    response = edit_part(instructor, lesson(), DELETE="on")
    assert_refused(response, "would require deleting the following protected", before)
