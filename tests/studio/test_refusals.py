"""What the panel refuses to save or to delete, and why."""

from django.test import Client

from quizzes.models import Question
from quizzes.records import Answer
from tests.learner import answer
from tests.studio.panel import (
    add_question,
    content,
    edit,
    edit_part,
    lesson,
    list_of,
    new_choices,
    page_of,
)
from tests.studio.rows import assert_refused
from tests.words import told

# --- Refusals --------------------------------------------------------------------------------


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
