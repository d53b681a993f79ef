"""The preview of a lesson's texts, and what the linter says of them."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from learn.models import Course, Lesson
from quizzes.models import Question
from tests.course import LESSON
from tests.studio.panel import (
    assert_saved,
    content,
    edit,
    form_of,
    lesson,
    page_of,
    part_of,
)
from tests.words import told


def preview(client: Client, row: Lesson, mode: str, **changes: str) -> str:
    address = f"{page_of(row).removesuffix('change/')}preview/"
    page = client.post(address, {**form_of(client, row), **changes, "look": mode})
    assert page.status_code == 200
    return str(page.content.decode())


def text_field(client: Client, mode: str) -> str:
    return f"{part_of(form_of(client, lesson()), lesson().pages.get(mode=mode))}-text"


@pytest.mark.slow
def test_the_preview_shows_each_text_as_learners_see_it(
    instructor: Client, alice: Client, course: None
) -> None:
    for page in lesson().pages.all():
        seen = alice.get(f"{LESSON}{page.mode}/").content.decode()
        shown = preview(instructor, lesson(), page.mode)
        start = '<article class="text">'
        text = shown[shown.index(start) : shown.index("</article>")]
        assert len(text) > 200
        if "measured" not in text and "question" not in page.text:
            assert text in seen, page.mode


@pytest.mark.slow
def test_the_preview_shows_what_is_typed_and_leaves_no_trace(
    instructor: Client, course: None
) -> None:
    before = content()
    name = text_field(instructor, "why")
    shown = preview(instructor, lesson(), "why", **{name: "## New\r\n\r\nNot *saved*."})
    assert "<p>Not <em>saved</em>.</p>" in shown
    assert "<script>alert" not in preview(
        instructor, lesson(), "why", **{name: "<script>alert(1)</script>"}
    )
    assert content() == before


def test_the_linter_speaks_at_the_text(instructor: Client, course: None) -> None:
    name = text_field(instructor, "why")
    shown = preview(instructor, lesson(), "why", **{name: "# One\r\n\r\nSee SESION_ENGINE."})
    assert f'<li data-field="{name}" class="blocks"><strong>Why, line 1</strong>' in shown
    assert f'<li data-field="{name}" class="advice"><strong>Why, line 3</strong>' in shown


@pytest.mark.slow
def test_a_text_that_a_pack_may_not_have_is_not_published(
    instructor: Client, alice: Client, course: None
) -> None:
    name, row = text_field(instructor, "why"), lesson()
    before = content()
    page = edit(instructor, row, **{name: "# One\r\n\r\nOnly this."})
    assert page.status_code == 200
    assert "Why, line 1: The page has its h1 already. Begin headings at ##." in told(page)
    assert "Nothing was saved yet. Mend this, or save it as a draft." in told(page)
    assert "Only this." in page.content.decode()
    assert content() == before
    assert_saved(edit(instructor, row, **{name: "# One\r\n\r\nOnly this.", "_withdraw": "1"}))
    assert edit(instructor, row, _publish="1").status_code == 200
    assert "Why, line 1: The page" in told(
        edit(instructor, row, published_0="2126-01-01", published_1="09:00")
    )
    assert_saved(edit(instructor, row, **{name: "## One\r\n\r\nOnly this.", "_publish": "1"}))
    assert "Only this." in told(alice.get(f"{LESSON}why/"))


def test_a_lesson_that_begins_on_the_page_of_its_course_is_a_draft(
    instructor: Client, alice: Client, course: None
) -> None:
    row = Course.objects.get()
    number = row.lessons.count()
    new = {"position": "9", "slug": "a-new-one", "title": "A new one", "minutes": "5"}
    fields = {f"lessons-{number}-{name}": value for name, value in new.items()}
    assert_saved(edit(instructor, row, **{"lessons-TOTAL_FORMS": str(number + 1), **fields}))
    assert Lesson.objects.get(slug="a-new-one").published is None
    assert "A new one" not in told(alice.get("/learn/django-sessions/"))


def test_the_page_says_in_which_zone_its_times_are(
    instructor: Client, purpose: Question, settings: Any
) -> None:
    settings.TIME_ZONE = "Asia/Kolkata"
    assert_saved(edit(instructor, purpose, published_0="2126-11-27", published_1="09:00"))
    purpose.refresh_from_db()
    assert purpose.published == datetime(2126, 11, 27, 3, 30, tzinfo=UTC)
    page = told(instructor.get(page_of(purpose)))
    assert "learners see it from 27 Nov 2126 09:00 (Asia/Kolkata)." in page
    assert "Empty: a draft. The time is that of Asia/Kolkata." in page


def test_the_preview_of_a_new_lesson_and_of_nothing(instructor: Client, course: None) -> None:
    address = "/admin/learn/lesson/preview/"
    assert "there is no text" in told(instructor.get(address))
    forms = {"pages-TOTAL_FORMS": "1", "pages-INITIAL_FORMS": "0"}
    row = {"pages-0-mode": "why", "pages-0-text": "Hello *you*."}
    course_pk = str(Course.objects.get().pk)
    page = instructor.post(address, {**forms, **row, "course": course_pk, "look": "why"})
    assert "<em>you</em>" in page.content.decode()
    assert instructor.post(address, {**forms, **row, "look": "nonsense"}).status_code == 200
    assert Client().get(address).status_code == 302


def test_only_the_panel_may_frame_the_preview_of_a_text(instructor: Client, course: None) -> None:
    address = page_of(lesson()).removesuffix("change/")
    shown, page = instructor.get(f"{address}preview/"), instructor.get(f"{address}change/")
    assert "frame-ancestors 'self'" in shown.headers["Content-Security-Policy"]
    assert "frame-src 'self'" in page.headers["Content-Security-Policy"]
