"""A new tool is one module and one entry in an admin's `tools`; nothing else is told of it."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import clear_url_caches, path

from config import urls
from learn.models import Course
from studio.courses import CourseAdmin
from tests.signed_in import signed_in
from tests.studio.panel import list_of, page_of
from tests.studio.word_count import TEMPLATES, WordCount
from tests.words import told

pytestmark = pytest.mark.quick

LINK = "Count the words"
PART = "The title has 2 words."


@pytest.fixture
def word_count(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Iterator[None]:
    """The one entry. What a start of the server would do then is done here by hand."""
    monkeypatch.setattr(CourseAdmin, "tools", [*CourseAdmin.tools, WordCount])
    monkeypatch.setitem(admin.site._registry, Course, CourseAdmin(Course, admin.site))
    monkeypatch.setattr(urls, "urlpatterns", [path("admin/", admin.site.urls), *urls.urlpatterns])
    clear_url_caches()
    [engine] = settings.TEMPLATES
    loaders = [("django.template.loaders.locmem.Loader", TEMPLATES), *engine["OPTIONS"]["loaders"]]
    settings.TEMPLATES = [{**engine, "OPTIONS": {**engine["OPTIONS"], "loaders": loaders}}]
    yield
    monkeypatch.undo()
    clear_url_caches()


@pytest.fixture
def sessions(course: None) -> Course:
    row = Course.objects.get()
    row.title = "Django sessions"
    row.save()
    return row


def in_role(role: str) -> Client:
    user = User.objects.create(username=f"in role {role}", is_staff=True)
    user.groups.set(Group.objects.filter(name=role))
    return signed_in(user)


@pytest.mark.usefixtures("word_count")
def test_the_page_of_a_row_has_the_link_and_the_part(sessions: Course) -> None:
    page = in_role("author").get(page_of(sessions))
    assert f'<a href="{page_of(sessions, "words")}">{LINK}</a>' in page.content.decode()
    assert PART in told(page)


@pytest.mark.usefixtures("word_count")
def test_a_new_row_has_neither(sessions: Course) -> None:
    page = in_role("author").get(f"{list_of(Course)}add/")
    assert page.status_code == 200
    assert LINK not in told(page)
    assert "The title has" not in told(page)


@pytest.mark.usefixtures("word_count")
def test_the_view_is_for_those_who_may_look_at_the_row(sessions: Course) -> None:
    address = page_of(sessions, "words")
    assert told(in_role("author").get(address)) == "Django sessions: 2 words"
    assert in_role("none").get(address).status_code == 403
    assert Client().get(address).url.startswith("/admin/login/")  # type: ignore[attr-defined]


@pytest.mark.usefixtures("word_count")
def test_the_view_is_for_rows_that_exist_and_only_to_read(sessions: Course) -> None:
    author = in_role("author")
    assert author.get(f"{list_of(Course)}{sessions.pk + 1}/words/").status_code == 404
    assert author.post(page_of(sessions, "words")).status_code == 405


def test_without_the_entry_nothing_of_it_is_there(sessions: Course) -> None:
    author = in_role("author")
    page = author.get(page_of(sessions))
    assert LINK not in told(page)
    assert PART not in told(page)
    # Django leads an address that it does not know to the list, by way of the row's page.
    assert told(author.get(page_of(sessions, "words"), follow=True)) != "Django sessions: 2 words"
