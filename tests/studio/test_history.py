"""The history of what authors write: what was changed, by whom, and the way back."""

import io
import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from reversion.models import Version

from learn.models import Course, Lesson, Page
from quizzes.models import Question, QuestionSet
from quizzes.records import Answer
from studio.roles import make_groups
from tests.course import PACK
from tests.learner import answer
from tests.signed_in import BACKEND
from tests.studio.history import bring_back, history, page_of_version, versions
from tests.studio.panel import (
    assert_saved,
    content,
    edit,
    edit_part,
    lesson,
    list_of,
    page_of,
    practice,
)
from tests.words import told

PROMPT = "What is Django's session framework for?"


def recover(client: Client, row: Model) -> Any:
    """The row that was deleted, from the list of those."""
    page = client.get(f"{list_of(type(row))}recover/")
    [version] = [one for one in page.context["page"].object_list if one.object_id == str(row.pk)]
    return client.post(f"{list_of(type(row))}recover/{version.pk}/", follow=True)


def parts(question: Question) -> list[Any]:
    return [list(getattr(question, name).values()) for name in ("choices", "hints", "steps")]


# --- What is kept ----------------------------------------------------------------------------


def test_loading_a_course_begins_the_history_of_everything(course: None) -> None:
    for model in (Course, Lesson, QuestionSet, Question):
        for row in model._default_manager.all():
            [first] = versions(row)
            assert first.revision.comment == "Loaded the pack django-sessions."


def test_loading_the_same_pack_again_keeps_nothing_new(course: None) -> None:
    before = Version.objects.count()
    call_command("loadcourse", PACK, stdout=io.StringIO())
    assert Version.objects.count() == before


def test_the_page_says_who_changed_what_and_shows_the_difference(
    instructor: Client, purpose: Question
) -> None:
    assert_saved(edit(instructor, purpose, prompt="What are sessions for?"))
    page = history(instructor, purpose)
    assert "instructor Changed Prompt." in page
    assert f"- removed: {PROMPT}" in page
    assert "+ added: prompt: What are sessions for?" in page
    assert page.index("Changed Prompt.") < page.index("Loaded the pack django-sessions.")


def test_a_part_that_is_edited_is_in_the_history_of_its_question(
    instructor: Client, purpose: Question
) -> None:
    assert_saved(edit_part(instructor, purpose.hints.all()[0], text="Think of HTTP."))
    assert "+ added: - Think of HTTP." in history(instructor, purpose)


def test_a_lesson_is_kept_with_its_texts(instructor: Client, course: None) -> None:
    why = lesson().pages.get(mode="why")
    assert_saved(edit_part(instructor, why, text=f"{why.text}\nOnce upon a time.\n"))
    assert "+ added: Once upon a time." in history(instructor, lesson())


def test_a_lesson_that_is_edited_in_its_course_is_in_its_own_history(
    instructor: Client, course: None
) -> None:
    assert_saved(edit_part(instructor, lesson(), title="Where it lives"))
    assert "+ added: title: Where it lives" in history(instructor, lesson())


def test_saving_without_a_change_keeps_nothing(instructor: Client, purpose: Question) -> None:
    assert_saved(edit(instructor, purpose))
    assert len(versions(purpose)) == 1


def test_what_was_changed_elsewhere_is_told_of_and_kept_before_the_next_change(
    instructor: Client, purpose: Question
) -> None:
    Question.objects.filter(pk=purpose.pk).update(prompt="From the shell?")
    page = history(instructor, purpose)
    assert "It stands otherwise now" in page
    assert "+ added: prompt: From the shell?" in page
    assert_saved(edit(instructor, purpose, prompt="From the panel?"))
    assert [one.revision.comment for one in versions(purpose)] == [
        "Changed Prompt.",
        "As it stood before.",
        "Loaded the pack django-sessions.",
    ]
    bring_back(instructor, purpose, 1)
    purpose.refresh_from_db()
    assert purpose.prompt == "From the shell?"


def test_actions_and_copies_are_kept(instructor: Client, purpose: Question) -> None:
    for action in ("withdraw", "publish"):
        instructor.post(list_of(Question), {"action": action, "_selected_action": [purpose.pk]})
    comments = [one.revision.comment for one in versions(purpose)]
    assert comments[:2] == ["Published.", "Made a draft."]
    instructor.post(f"{page_of(purpose).removesuffix('change/')}copies/")
    [copied] = versions(Question.objects.get(slug="purpose-2"))
    assert copied.revision.comment == "Copied from purpose."


def test_imported_questions_are_kept(instructor: Client, purpose: Question) -> None:
    address = f"{list_of(QuestionSet)}{purpose.question_set_id}/import/"
    file = SimpleUploadedFile("a.gift.txt", b"::one:: Which? {=This ~That}")
    instructor.post(address, {"file": file, "_import": "1"})
    [kept] = versions(Question.objects.get(slug="one"))
    assert (kept.revision.comment, str(kept.revision.user)) == ("Imported.", "instructor")


# --- The way back ----------------------------------------------------------------------------


def test_looking_at_a_version_shows_what_would_change_and_changes_nothing(
    instructor: Client, purpose: Question
) -> None:
    edit(instructor, purpose, prompt="What are sessions for?")
    before = content()
    page = told(instructor.get(page_of_version(purpose, 1)))
    assert f"+ added: {PROMPT}" in page
    assert "- removed: prompt: What are sessions for?" in page
    assert "Nothing was changed yet." in page
    assert content() == before


def test_a_question_comes_back_with_all_its_parts(
    instructor: Client, alice: Client, purpose: Question
) -> None:
    before = parts(purpose)
    assert_saved(edit(instructor, purpose, proof="", check_text="", prompt="Which?"))
    assert_saved(edit_part(instructor, purpose.choices.get(key="login"), DELETE="on"))
    assert_saved(edit_part(instructor, purpose.hints.all()[0], text="Another."))
    page = bring_back(instructor, purpose, 3)
    assert "Brought back as it was on" in told(page)
    purpose = Question.objects.get(pk=purpose.pk)
    assert parts(purpose) == before
    assert PROMPT in practice(alice)
    assert "Brought back as it was on" in LogEntry.objects.latest("pk").get_change_message()
    assert "Brought back as it was on" in history(instructor, purpose)


@pytest.mark.slow
def test_what_stood_before_can_be_brought_back_in_turn(
    instructor: Client, purpose: Question
) -> None:
    edit(instructor, purpose, prompt="What are sessions for?")
    bring_back(instructor, purpose, 1)
    bring_back(instructor, purpose, 1)
    purpose.refresh_from_db()
    assert purpose.prompt == "What are sessions for?"


def test_a_lesson_comes_back_with_its_texts(instructor: Client, course: None) -> None:
    before = list(Page.objects.filter(lesson=lesson()).order_by("pk").values())
    why = lesson().pages.get(mode="why")
    assert_saved(edit_part(instructor, why, DELETE="on"))
    bring_back(instructor, lesson(), 1)
    assert list(Page.objects.filter(lesson=lesson()).order_by("pk").values()) == before


def test_a_course_and_a_set_come_back(instructor: Client, purpose: Question) -> None:
    course, practice_set = Course.objects.get(), purpose.question_set
    edit(instructor, course, title="Anew")
    edit(instructor, practice_set, title="Exercise", try_cost="0.5")
    for row in (course, practice_set):
        bring_back(instructor, row, 1)
        row.refresh_from_db()
    assert (course.title, practice_set.title) == ("Django sessions", "Practice")
    assert practice_set.try_cost == 0.25


def test_answers_keep_the_version_that_they_were_given_to(
    instructor: Client, alice: Client, purpose: Question
) -> None:
    answer(alice, "login")
    before = Answer.objects.values().get()
    edit(instructor, purpose, prompt="What are sessions for?")
    bring_back(instructor, purpose, 1)
    assert Answer.objects.values().get() == before


def test_what_learners_could_not_answer_comes_back_as_a_draft(
    instructor: Client, alice: Client, purpose: Question
) -> None:
    purpose.choices.exclude(right=True).delete()  # from a shell: the panel would refuse
    Version.objects.all().delete()
    edit(instructor, purpose, published_0="", published_1="", prompt="A draft?")
    page = told(bring_back(instructor, purpose, 1))
    assert "Now a draft, so that learners don't see what is to be mended: purpose." in page
    assert "These are too few choices." in page
    purpose.refresh_from_db()
    assert (purpose.published, purpose.prompt.strip()) == (None, PROMPT)


def test_a_lesson_with_a_text_that_no_pack_may_have_comes_back_as_a_draft(
    instructor: Client, course: None
) -> None:
    why = lesson().pages.get(mode="why")
    whole, why.text = why.text, ":::: never"
    why.save()  # not by way of the panel, which refuses it
    assert_saved(edit_part(instructor, why, text=whole))
    page = told(bring_back(instructor, lesson(), 1))
    assert "Now a draft" in page
    assert lesson().published is None


def test_a_name_that_was_taken_meanwhile_is_said_and_nothing_changes(
    instructor: Client, purpose: Question
) -> None:
    edit(instructor, purpose, slug="renamed")
    other = purpose.question_set.questions.exclude(pk=purpose.pk)[0]
    edit(instructor, other, slug="purpose")
    before = content()
    page = bring_back(instructor, purpose, 1)
    assert page.status_code == 422
    assert "renamed" not in told(page).split("can't be brought back")[0][-10:]
    assert "already exists" in told(page)
    assert "Nothing was changed." in told(page)
    assert content() == before


def test_a_row_that_changed_since_one_looked_is_looked_at_once_more(
    instructor: Client, purpose: Question
) -> None:
    edit(instructor, purpose, prompt="What are sessions for?")
    address = page_of_version(purpose, 1)
    shown = instructor.get(address).context["shown"]
    edit(instructor, purpose, prompt="Third?")
    before = content()
    for sent in ({"shown": shown}, {"shown": ""}, {}, {"shown": "\0"}):
        page = instructor.post(address, sent)
        assert page.status_code == 422
        assert "It was changed since this page was opened." in told(page)
    assert content() == before


def test_an_import_is_undone_row_by_row(
    instructor: Client, purpose: Question, tmp_path: Path
) -> None:
    pack = tmp_path / "django-sessions"
    shutil.copytree(PACK, pack)
    file = pack / "configuration" / "practice.yaml"
    file.write_text(file.read_text().replace(PROMPT, "What is it good for, then?"))
    why = pack / "configuration" / "why.md"
    why.write_text(f"{why.read_text()}\nOne more.\n")
    call_command("loadcourse", pack, stdout=io.StringIO())
    assert len(versions(purpose)) == 2
    bring_back(instructor, purpose, 1)
    purpose.refresh_from_db()
    assert purpose.prompt.strip() == PROMPT
    assert lesson().pages.get(mode="why").text.endswith("One more.\n")
    bring_back(instructor, lesson(), 1)
    assert not lesson().pages.get(mode="why").text.endswith("One more.\n")


# --- What was deleted ------------------------------------------------------------------------


def test_a_deleted_question_is_recovered(
    instructor: Client, alice: Client, purpose: Question
) -> None:
    before = content()
    instructor.post(page_of(purpose, "delete"), {"post": "yes"})
    assert PROMPT not in practice(alice)
    page = recover(instructor, purpose)
    assert "Recovered." in told(page)
    after = content()
    for one in (before, after):
        del one["Course"][0]["version"]
    assert after == before
    assert PROMPT in practice(alice)


@pytest.mark.slow
def test_a_deleted_lesson_is_recovered_with_its_sets_and_questions(
    instructor: Client, course: None
) -> None:
    before, row = content(), lesson()
    chosen = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
    instructor.post(list_of(Lesson), chosen)
    assert not Question.objects.filter(slug="purpose").exists()
    recover(instructor, row)
    after = content()
    for one in (before, after):
        del one["Course"][0]["version"]
    assert after == before


@pytest.mark.slow
def test_a_lesson_that_is_deleted_on_the_page_of_its_course_is_recovered(
    instructor: Client, course: None
) -> None:
    questions, row = Question.objects.count(), lesson()
    assert_saved(edit_part(instructor, row, DELETE="on"))
    assert Question.objects.count() < questions
    recover(instructor, row)
    assert Question.objects.count() == questions


@pytest.mark.slow
def test_what_a_pack_no_longer_has_is_recovered(
    instructor: Client, purpose: Question, tmp_path: Path
) -> None:
    pack = tmp_path / "django-sessions"
    shutil.copytree(PACK, pack)
    about = pack / "course.yaml"
    about.write_text(about.read_text().replace("configuration, ", ""))
    shutil.rmtree(pack / "configuration")
    row = lesson()
    call_command("loadcourse", pack, stdout=io.StringIO())
    assert not Lesson.objects.filter(pk=row.pk).exists()
    recover(instructor, row)
    assert Question.objects.filter(slug="purpose").exists()


def test_a_question_whose_set_is_gone_says_what_to_bring_back_first(
    instructor: Client, purpose: Question
) -> None:
    instructor.post(page_of(purpose.question_set, "delete"), {"post": "yes"})
    before = content()
    page = recover(instructor, purpose)
    assert "its question set is gone. Bring that back first." in told(page)
    assert content() == before
    recover(instructor, purpose.question_set)
    assert Question.objects.filter(pk=purpose.pk).exists()


def test_a_deleted_row_whose_name_is_taken_says_so(instructor: Client, purpose: Question) -> None:
    other = purpose.question_set.questions.exclude(pk=purpose.pk)[0]
    instructor.post(page_of(purpose, "delete"), {"post": "yes"})
    edit(instructor, other, slug="purpose")
    before = content()
    assert "already exists" in told(recover(instructor, purpose))
    assert content() == before


# --- Who, and how fast -----------------------------------------------------------------------


def test_who_may_not_change_a_question_brings_nothing_back(
    instructor: Client, purpose: Question, django_user_model: Any
) -> None:
    edit(instructor, purpose, prompt="What are sessions for?")
    make_groups()
    viewer = django_user_model.objects.create(username="vi", is_staff=True)
    author = django_user_model.objects.create(username="au", is_staff=True)
    viewer.user_permissions.set(Permission.objects.filter(codename="view_question"))
    author.groups.set(Group.objects.filter(name="author"))
    address = page_of_version(purpose, 1)
    shown = instructor.get(address).context["shown"]
    before = content()
    assert Client().get(address).status_code == 302
    assert Client().post(address, {"shown": shown}).status_code == 302
    looking = signed_in(viewer)
    assert "Bring this back" not in told(looking.get(address)).split("What would change")[1]
    assert looking.post(address, {"shown": shown}).status_code == 403
    assert looking.get(f"{list_of(Lesson)}recover/").status_code == 403
    assert content() == before
    assert signed_in(author).post(address, {"shown": shown}).status_code == 302
    assert content() != before


@pytest.mark.slow
def test_who_may_not_add_questions_does_not_recover_a_lesson_with_them(
    instructor: Client, course: None, django_user_model: Any
) -> None:
    row = lesson()
    instructor.post(page_of(row, "delete"), {"post": "yes"})
    user = django_user_model.objects.create(username="le", is_staff=True)
    codes = [f"{action}_lesson" for action in ("add", "change", "view")]
    user.user_permissions.set(Permission.objects.filter(codename__in=codes))
    before = content()
    assert recover(signed_in(user), row).status_code == 403
    assert content() == before


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def test_a_version_of_another_row_is_not_found(instructor: Client, purpose: Question) -> None:
    other = purpose.question_set.questions.exclude(pk=purpose.pk)[0]
    version = versions(other)[0].pk
    for address in (
        f"{page_of(purpose, 'history')}{version}/",
        f"{page_of(purpose, 'history')}999999/",
        f"{list_of(Question)}recover/{version}/",
        f"{list_of(Question)}recover/999999999999999999999/",
    ):
        assert instructor.get(address).status_code == 404
        assert instructor.post(address).status_code == 404


@pytest.mark.slow
def test_a_long_history_has_pages_of_few_queries(instructor: Client, purpose: Question) -> None:
    for number in range(25):
        edit(instructor, purpose, prompt=f"The {number}th?")
    instructor.get(page_of(purpose, "history"))
    with CaptureQueriesContext(connection) as asked:
        page = history(instructor, purpose)
    assert len(asked) <= 12, "\n".join(one["sql"][:160] for one in asked)
    assert "Page 1 of 3" in page
    assert "The 24th?" in page
    last = history(instructor, purpose, "?p=3")
    assert "The first version that was kept" in last
    assert "?p=3" not in last
    assert history(instructor, purpose, "?p=nonsense")


def test_a_script_in_a_text_does_not_run_in_the_history(
    instructor: Client, purpose: Question
) -> None:
    edit(instructor, purpose, prompt="<script>alert(1)</script>")
    page = instructor.get(page_of(purpose, "history"))
    assert "<script>alert" not in page.content.decode()
    assert "style=" not in page.content.decode()


def test_nothing_of_a_character_that_no_pack_can_hold_breaks_the_page(
    instructor: Client, purpose: Question
) -> None:
    Question.objects.filter(pk=purpose.pk).update(prompt="A bell \x07 rings?\nTwice.")
    assert instructor.get(page_of(purpose, "history")).status_code == 200


def test_rows_from_the_time_before_the_history_have_one_from_their_next_change(
    instructor: Client, purpose: Question
) -> None:
    Version.objects.all().delete()
    assert "Nothing was kept yet." in history(instructor, purpose)
    assert_saved(edit(instructor, purpose, prompt="What are sessions for?"))
    assert len(versions(purpose)) == 2
    bring_back(instructor, purpose, 1)
    purpose.refresh_from_db()
    assert purpose.prompt.strip() == PROMPT


def test_a_time_to_come_out_comes_back_too(instructor: Client, purpose: Question) -> None:
    Question.objects.filter(pk=purpose.pk).update(published=timezone.now() + timedelta(days=1))
    edit(instructor, purpose, published_0="", published_1="")
    bring_back(instructor, purpose, 1)
    purpose.refresh_from_db()
    assert purpose.published is not None
    assert purpose.published > timezone.now()
