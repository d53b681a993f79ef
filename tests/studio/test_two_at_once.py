"""Two instructors have the same row open: who saves second loses nothing, and neither does the
first."""

from typing import Any

import pytest
from django.db.models import Model
from django.test import Client

from learn.models import Course, Lesson
from quizzes.models import Question
from tests.signed_in import BACKEND
from tests.studio.history import bring_back, history
from tests.studio.panel import (
    assert_saved,
    content,
    edit,
    edit_part,
    form_of,
    lesson,
    list_of,
    page_of,
    part_of,
)
from tests.words import told
from versions.snapshot import fingerprint

REFUSED = "Nothing was saved: somebody changed this since you opened it."


@pytest.fixture
def ina(course: None, django_user_model: Any) -> Client:
    return person(django_user_model, "ina")


@pytest.fixture
def ben(course: None, django_user_model: Any) -> Client:
    return person(django_user_model, "ben")


def person(model: Any, name: str) -> Client:
    client = Client()
    user = model.objects.create(username=name, is_staff=True, is_superuser=True)
    client.force_login(user, backend=BACKEND)
    return client


def save(client: Client, row: Model, fields: dict[str, str], **changes: str) -> Any:
    return client.post(page_of(row), {**fields, **changes})


def mine(page: Any) -> dict[str, str]:
    """What the button "Save mine all the same" sends."""
    return {"_mine": page.context["clash"].stands}


def field(page: Any, name: str) -> str:
    return str(page.context["adminform"].form[name].value())


def test_the_second_to_save_is_told_who_saved_what(
    ina: Client, ben: Client, purpose: Question
) -> None:
    opened = form_of(ina, purpose)
    assert_saved(edit(ben, purpose, prompt="Ben's?"))
    before = content()
    page = save(ina, purpose, opened, prompt="Ina's?")
    assert page.status_code == 200
    assert REFUSED in told(page)
    assert "ben , " in told(page)
    assert "purpose. Changed Prompt." in told(page)
    assert "+ added: prompt: Ben's?" in told(page)
    assert field(page, "prompt") == "Ina's?"
    assert content() == before


@pytest.mark.slow
def test_saving_mine_all_the_same_replaces_theirs_and_keeps_it_in_the_history(
    ina: Client, ben: Client, purpose: Question
) -> None:
    opened = form_of(ina, purpose)
    edit(ben, purpose, prompt="Ben's?", level="hard")
    page = save(ina, purpose, opened, prompt="Ina's?")
    assert_saved(save(ina, purpose, opened, prompt="Ina's?", **mine(page)))
    purpose.refresh_from_db()
    assert (purpose.prompt, purpose.level) == ("Ina's?", "easy")
    assert "- removed: prompt: Ben's?" in history(ina, purpose)
    bring_back(ina, purpose, 1)
    purpose.refresh_from_db()
    assert (purpose.prompt, purpose.level) == ("Ben's?", "hard")


@pytest.mark.slow
def test_a_third_change_is_told_of_before_mine_replaces_it(
    ina: Client, ben: Client, purpose: Question
) -> None:
    opened = form_of(ina, purpose)
    edit(ben, purpose, prompt="Ben's?")
    page = save(ina, purpose, opened, prompt="Ina's?")
    edit(ben, purpose, prompt="Ben's once more?")
    again = save(ina, purpose, opened, prompt="Ina's?", **mine(page))
    assert REFUSED in told(again)
    assert "+ added: prompt: Ben's once more?" in told(again)
    purpose.refresh_from_db()
    assert purpose.prompt == "Ben's once more?"


def test_a_change_of_a_part_counts(ina: Client, ben: Client, purpose: Question) -> None:
    opened = form_of(ina, purpose)
    assert_saved(edit_part(ben, purpose.hints.all()[0], text="Ben's hint."))
    page = save(ina, purpose, opened, prompt="Ina's?")
    assert REFUSED in told(page)
    assert "+ added: - Ben's hint." in told(page)


def test_parts_that_were_made_anew_meanwhile_lose_nothing_of_mine(
    ina: Client, ben: Client, purpose: Question
) -> None:
    """As loading a pack does it: every part has another key then."""
    opened = form_of(ina, purpose)
    hint = part_of(opened, purpose.hints.all()[0])
    for name in ("choices", "hints", "steps"):
        for part in getattr(purpose, name).all():
            part.delete()
            part.pk = None
            part.save()
    edit_part(ben, purpose.choices.get(key="login"), text="Ben's choice")
    wrote = {f"{hint}-text": "Ina's hint."}
    before = content()
    page = save(ina, purpose, opened, **wrote)
    assert REFUSED in told(page)
    texts = [
        form["text"].value()
        for inline in page.context["inline_admin_formsets"]
        for form in inline.formset.forms
        if inline.formset.prefix == "hints"
    ]
    assert "Ina's hint." in texts
    assert "Ina's hint." in page.content.decode().replace("&#x27;", "'")
    assert content() == before
    assert_saved(save(ina, purpose, opened, **wrote, **mine(page)))
    assert purpose.hints.all()[0].text == "Ina's hint."
    assert purpose.choices.get(key="login").text != "Ben's choice"
    assert purpose.choices.count() == 4


def test_mine_that_is_wrong_in_itself_is_not_saved_and_nothing_of_theirs_is_lost(
    ina: Client, ben: Client, purpose: Question
) -> None:
    opened = form_of(ina, purpose)
    assert_saved(edit_part(ben, purpose.hints.all()[0], text="Ben's hint."))
    page = save(ina, purpose, opened, prompt="")
    before = content()
    again = save(ina, purpose, opened, prompt="", **mine(page))
    assert again.status_code == 200
    assert "This field is required." in told(again)
    assert REFUSED not in told(again)
    assert content() == before


@pytest.mark.parametrize("sent", ["", "x", "-", "-1", "0-nan", "0-1e999", "\0", "ü" * 5000, None])
def test_a_form_that_does_not_say_what_it_was_opened_on_is_refused(
    ina: Client, purpose: Question, sent: str | None
) -> None:
    fields = form_of(ina, purpose)
    del fields["_opened"]
    if sent is not None:
        fields["_opened"] = sent
    before = content()
    page = save(ina, purpose, fields, prompt="Mine?")
    assert page.status_code == 200
    assert REFUSED in told(page)
    assert content() == before
    assert_saved(save(ina, purpose, fields, prompt="Mine?", **mine(page)))


@pytest.mark.slow
def test_a_forged_mark_saves_nothing(ina: Client, ben: Client, purpose: Question) -> None:
    opened = form_of(ina, purpose)
    edit(ben, purpose, prompt="Ben's?")
    for forged in ("", "x", opened["_opened"], "\0"):
        assert REFUSED in told(save(ina, purpose, opened, prompt="Ina's?", _mine=forged))


def test_a_change_by_other_means_than_the_panel_counts(ina: Client, purpose: Question) -> None:
    opened = form_of(ina, purpose)
    Question.objects.filter(pk=purpose.pk).update(prompt="From the shell?")
    page = save(ina, purpose, opened, prompt="Ina's?")
    assert REFUSED in told(page)
    assert "not changed by way of the panel" in told(page)
    assert "+ added: prompt: From the shell?" in told(page)


@pytest.mark.slow
def test_lessons_sets_and_courses_are_guarded_too(
    ina: Client, ben: Client, purpose: Question
) -> None:
    for row in (lesson(), purpose.question_set, Course.objects.get()):
        opened = form_of(ina, row)
        assert_saved(edit(ben, row, title=f"Ben's {row.pk}"))
        page = save(ina, row, opened, title="Ina's")
        assert REFUSED in told(page)
        assert f"+ added: title: Ben's {row.pk}" in told(page)
        assert_saved(save(ina, row, opened, title="Ina's", **mine(page)))
        row.refresh_from_db()
        assert row.title == "Ina's"  # type: ignore[attr-defined]


def test_a_lesson_that_was_changed_on_its_own_page_is_seen_on_that_of_its_course(
    ina: Client, ben: Client, course: None
) -> None:
    row = Course.objects.get()
    opened = form_of(ina, row)
    assert_saved(edit(ben, lesson(), minutes="77"))
    page = save(ina, row, opened, title="Ina's")
    assert REFUSED in told(page)
    assert "+ added: minutes: 77" in told(page)
    assert Lesson.objects.get(slug="configuration").minutes == 77


def test_a_text_that_was_changed_does_not_concern_the_page_of_the_course(
    ina: Client, ben: Client, course: None
) -> None:
    row = Course.objects.get()
    opened = form_of(ina, row)
    edit_part(ben, lesson().pages.get(mode="why"), text="## Why\n\nBen's.")
    assert_saved(save(ina, row, opened, title="Ina's"))


def test_looking_at_the_preview_asks_for_no_mark(ina: Client, purpose: Question) -> None:
    fields = form_of(ina, purpose)
    del fields["_opened"]
    address = f"{page_of(purpose).removesuffix('change/')}preview/"
    assert ina.post(address, fields).status_code == 200


def test_the_mark_is_the_same_as_long_as_nothing_changes(ina: Client, purpose: Question) -> None:
    before = fingerprint(purpose)
    ina.get(page_of(purpose))
    ina.get(list_of(Question))
    assert fingerprint(purpose) == before
    purpose.hints.all()[0].delete()
    assert fingerprint(purpose) != before
