"""Being in a class, for learners: where they are, whatever happens to the session, and leaving."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from classrooms.models import Classroom, Member
from engines import site_engine
from engines.models import SiteEngine
from engines.registry import ENGINES
from learn.models import Course, Lesson, Page
from quizzes.records import Answer
from tests.classrooms.classes import join, leave
from tests.classrooms.learners import COURSE, HTMX, place_of
from tests.course import LESSON
from tests.learner import answer, progress_in, with_choice
from tests.quizzes.queries import asked
from tests.words import told

PRESENCE = "UPDATE classrooms_member"


def without_members(execute: Any, sql: str, *rest: Any) -> Any:
    if sql.startswith('UPDATE "classrooms_member"'):
        raise OperationalError("database is locked")
    return execute(sql, *rest)


# --- Being somewhere -------------------------------------------------------------------------


def test_a_page_and_an_answer_note_where_the_member_is(mia: Client) -> None:
    Member.objects.update(seen=timezone.now() - timedelta(hours=1))
    mia.get(f"{LESSON}concept/")
    assert place_of()[:2] == ("django-sessions/configuration", "concept")
    assert timezone.now() - Member.objects.get().seen < timedelta(minutes=1)
    mia.get(f"{LESSON}practice/?q=store-setting")
    assert place_of()[1:] == ("practice", "store-setting")
    mia.get(f"{LESSON}practice/?q=purpose")
    answer(mia, "login")
    assert place_of()[1:] == ("practice", "purpose")


def test_a_page_of_a_member_costs_one_update_and_no_other_page_anything(
    mia: Client, bob: Client
) -> None:
    for client in (mia, bob):
        client.get(f"{LESSON}practice/")
    assert asked(lambda: mia.get(f"{LESSON}practice/")) == [PRESENCE]
    assert asked(lambda: bob.get(f"{LESSON}practice/")) == []
    answer(bob, "login")
    bob.get(f"{LESSON}practice/")
    assert asked(lambda: bob.get(f"{LESSON}practice/")) == []


def test_an_answer_with_htmx_costs_one_update_more(mia: Client) -> None:
    answer(mia, "login")
    fields = {**with_choice({"question": "purpose"}, "remember"), "key": "", "sitting": ""}
    page = mia.get(f"{LESSON}practice/").content.decode()
    fields |= dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))
    found = asked(lambda: mia.post(f"{LESSON}practice/answers/", fields, headers=HTMX))
    assert found.count(PRESENCE) == 1
    assert found[-1] == PRESENCE


def test_a_page_does_not_fail_where_the_place_cannot_be_noted(
    transactional_db: None, mia: Client
) -> None:
    with connection.execute_wrapper(without_members):
        page = mia.get(f"{LESSON}why/")
    assert page.status_code == 200
    assert "You are in no class" not in told(page)
    mia.get(f"{LESSON}why/")
    assert place_of()[1] == "why"


def test_reading_pages_outside_of_lessons_notes_nothing(mia: Client) -> None:
    mia.get(COURSE)
    assert not [one for one in asked(lambda: mia.get(COURSE)) if "member" in one]


def test_a_class_that_is_deleted_is_told_once_and_the_learner_goes_on(
    mia: Client, autumn: Classroom
) -> None:
    answer(mia, "login")
    before = progress_in(mia)["marks"]
    autumn.delete()
    assert "You are in no class any more" in told(mia.get(f"{LESSON}why/"))
    assert "You are in no class" not in told(mia.get(f"{LESSON}why/"))
    assert progress_in(mia)["marks"] == before
    answer(mia, "remember")
    assert Answer.objects.count() == 2


def test_a_member_who_is_taken_out_goes_on_and_may_join_again(
    mia: Client, autumn: Classroom
) -> None:
    Member.objects.all().delete()
    mia.get(f"{LESSON}why/")
    assert "class" not in mia.session
    assert join(mia, autumn).status_code == 302


# --- The session is lost, moved, emptied -----------------------------------------------------


@pytest.mark.parametrize("name", list(ENGINES))
def test_the_sites_engine_is_switched_and_the_learner_stays_in_class(
    mia: Client, name: str
) -> None:
    SiteEngine.objects.create(name="db")
    if name == "db":
        mia.post("/engine/switch/", {"engine": "file"})
    site_engine.choose_site_engine(ENGINES[name])
    mia.get(f"{LESSON}concept/")
    assert mia.session.engine.name == name
    assert place_of()[1] == "concept"
    assert "In class Web, autumn as Mia" in told(mia.get("/progress/"))


def test_a_learner_who_moves_through_all_engines_stays_in_class(mia: Client) -> None:
    for name in ENGINES:
        mia.post("/engine/switch/", {"engine": name})
        mia.get(f"{LESSON}why/")
        Member.objects.update(mode="")
        mia.get(f"{LESSON}concept/")
        assert place_of()[1] == "concept"


@pytest.mark.parametrize("answered", [False, True])
def test_a_lost_session_finds_the_class_again(mia: Client, answered: bool) -> None:
    if answered:
        answer(mia, "login")
    del mia.cookies["sessionid"]
    mia.get(f"{LESSON}concept/")
    assert place_of()[1] == "concept"
    # and is not looked for again
    assert asked(lambda: mia.get(f"{LESSON}concept/")) == [PRESENCE]


def test_an_emptied_session_finds_the_class_again(mia: Client) -> None:
    session = mia.session
    session.clear()
    session.save()
    mia.get(f"{LESSON}concept/")
    assert place_of()[1] == "concept"


def test_a_lost_learners_cookie_is_found_again_by_the_session(mia: Client) -> None:
    del mia.cookies["learner"]
    mia.get(f"{LESSON}concept/")
    assert place_of()[1] == "concept"
    leave(mia)
    assert not Member.objects.exists()


def test_another_learners_session_does_not_bring_their_class(
    mia: Client, bob: Client, autumn: Classroom
) -> None:
    answer(bob, "login")
    bob.cookies["sessionid"] = mia.cookies["sessionid"].value
    bob.get(f"{LESSON}concept/")
    assert place_of() == ("", "", "")
    assert "class" not in bob.session


def test_what_the_session_remembers_is_a_few_bytes(mia: Client) -> None:
    assert mia.session["class"] == Member.objects.get().pk


# --- Leaving ---------------------------------------------------------------------------------


def test_the_progress_page_says_the_class_and_the_way_out(mia: Client) -> None:
    assert "In class Web, autumn as Mia" in told(mia.get("/progress/"))
    answer(mia, "login")
    page = told(leave(mia) and mia.get("/progress/"))
    assert "You have left the class “Web, autumn”" in page
    assert "In class" not in page
    assert not Member.objects.exists()
    assert Answer.objects.count() == 1
    assert "class" not in mia.session


def test_leaving_is_a_post_and_harmless_without_a_class(mia: Client, bob: Client) -> None:
    assert mia.get("/class/leavings/").status_code == 405
    assert leave(bob).url == "/progress/"
    assert Member.objects.count() == 1


@pytest.mark.parametrize("what", ["all", "forget"])
def test_beginning_everything_anew_leaves_the_class(mia: Client, what: str) -> None:
    answer(mia, "login")
    assert "Your name and place in a class" in told(mia.get(f"/progress/resets/?what={what}"))
    mia.post("/progress/resets/", {"what": what})
    assert not Member.objects.exists()
    assert "You are in no class" not in told(mia.get(f"{LESSON}why/"))


def test_beginning_a_lesson_anew_stays_in_class(mia: Client) -> None:
    answer(mia, "login")
    lesson = "django-sessions/configuration"
    assert "in a class" not in told(mia.get(f"/progress/resets/?what={lesson}"))
    mia.post("/progress/resets/", {"what": lesson})
    mia.get(f"{LESSON}why/")
    assert place_of()[1] == "why"


def test_a_file_takes_answers_along_and_no_class(mia: Client, bob: Client) -> None:
    answer(mia, "login")
    text = mia.get("/progress/stateful-progress.json").content
    assert b"Mia" not in text
    bob.post("/progress/restores/", {"file": SimpleUploadedFile("p.json", text)})
    assert "In class" not in told(bob.get("/progress/"))
    assert Member.objects.count() == 1


def test_an_instructor_who_goes_leaves_classes_to_administrators(autumn: Classroom) -> None:
    ina = User.objects.create(username="ada")
    Classroom.objects.update(owner=ina)
    ina.delete()
    assert Classroom.objects.get().owner is None


def test_a_class_goes_on_in_another_course(mia: Client) -> None:
    other = Course.objects.create(slug="other", title="Other")
    lesson = Lesson.objects.create(course=other, slug="one", title="One")
    Page.objects.create(lesson=lesson, mode="why", text="Because.")
    assert mia.get("/learn/other/one/why/").status_code == 200
    assert place_of()[0] == "other/one"


def test_thirty_join_within_few_queries_each(autumn: Classroom) -> None:
    for number in range(30):
        with CaptureQueriesContext(connection) as queries:
            join(Client(), autumn, f"Learner {number}")
    assert len(queries) <= 16
    assert Member.objects.count() == 30
