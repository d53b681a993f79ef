"""The history of what authors write: what was changed, by whom, and how fast it is told."""

import io
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from reversion.models import Version

from learn.models import Course, Lesson
from quizzes.models import Question, QuestionSet
from studio.roles import make_groups
from tests.course import PACK
from tests.exchange.uploads import import_file
from tests.signed_in import BACKEND
from tests.studio.history import PROMPT, bring_back, history, page_of_version, recover, versions
from tests.studio.panel import (
    assert_saved,
    content,
    edit,
    edit_part,
    lesson,
    list_of,
    page_of,
)
from tests.words import told

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
    import_file(instructor, address, b"::one:: Which? {=This ~That}", "a.gift.txt")
    [kept] = versions(Question.objects.get(slug="one"))
    words = "Imported from a.gift.txt."
    assert (kept.revision.comment, str(kept.revision.user)) == (words, "instructor")


def test_what_an_import_updates_is_kept_as_it_was_before(
    instructor: Client, purpose: Question
) -> None:
    address = f"{list_of(QuestionSet)}{purpose.question_set_id}/import/"
    for prompt in (b"Which?", b"Which one?"):
        file = b"::one:: " + prompt + b" {=This ~That}"
        import_file(instructor, address, file, "a.gift", existing="update")
    one = Question.objects.get(slug="one")
    assert len(versions(one)) == 2
    bring_back(instructor, one, 1)
    one.refresh_from_db()
    assert one.prompt == "Which?"


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
