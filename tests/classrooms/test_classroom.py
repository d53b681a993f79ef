"""Classes, for learners: joining with a code and a name, being somewhere, leaving."""

import html
import os
import re
from datetime import timedelta
from secrets import token_hex
from typing import Any
from unittest.mock import patch

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from classrooms import codes, membership, names, throttle
from classrooms.models import Classroom, Member
from config import env
from engines import site_engine
from engines.models import SiteEngine
from engines.registry import ENGINES
from learn.models import Course, Lesson, Page
from quizzes.records import Answer
from tests.classrooms.classes import JOIN, classroom, join, leave
from tests.course import LESSON
from tests.learner import answer, progress_in
from tests.quizzes.queries import asked
from tests.words import told

HTMX = {"HX-Request": "true"}
COURSE = "/learn/django-sessions/"
PRESENCE = "UPDATE classrooms_member"


@pytest.fixture
def autumn(course: None) -> Classroom:
    return classroom()


@pytest.fixture
def mia(alice: Client, autumn: Classroom) -> Client:
    """A learner in the class of autumn."""
    join(alice, autumn)
    return alice


def without_members(execute: Any, sql: str, *rest: Any) -> Any:
    if sql.startswith('UPDATE "classrooms_member"'):
        raise OperationalError("database is locked")
    return execute(sql, *rest)


def place_of(name: str = "Mia") -> tuple[str, str, str]:
    found = Member.objects.get(name=name)
    return found.lesson, found.mode, found.question


# --- The code --------------------------------------------------------------------------------


def test_a_code_has_six_characters_that_look_like_no_others(course: None) -> None:
    made = {classroom(str(number)).code for number in range(50)}
    assert len(made) == 50
    assert all(re.fullmatch(f"[{codes.ALPHABET}]{{6}}", code) for code in made)
    assert not set(codes.ALPHABET) & set("AEIOU01BS58LQZ2G")


@pytest.mark.parametrize("form", ["{}", " {} ", "{0[0]}{0[1]}{0[2]}-{1}", "{0[0]}{0[1]}{0[2]} {1}"])
@pytest.mark.parametrize("case", [str.upper, str.lower])
def test_a_code_is_typed_in_any_case_and_in_groups(
    alice: Client, autumn: Classroom, form: str, case: Any
) -> None:
    code = autumn.code
    typed = case(form.format(code, code[3:]))
    assert alice.post(JOIN, {"code": typed, "name": "Mia"}).url == COURSE


def test_a_link_fills_the_code_in_and_asks_only_for_the_name(
    alice: Client, autumn: Classroom
) -> None:
    page = alice.get(autumn.get_absolute_url())
    hidden = f'<input type="hidden" name="code" value="{autumn.code_in_groups}" id="id_code">'
    assert hidden in page.content.decode()
    assert f"Code of the class: {autumn.code_in_groups} · Another code Your name" in told(page)


@pytest.mark.parametrize("code", ["K7M", "K7M-P3O", "<b>" * 99])
def test_a_link_with_what_can_be_no_code_asks_for_it(
    alice: Client, course: None, code: str
) -> None:
    page = alice.get(f"{JOIN}{code}/")
    assert page.status_code == 200
    assert '<label for="id_code">Code of the class</label>' in page.content.decode()


def test_a_link_whose_code_is_wrong_says_so_where_it_can_be_mended(
    alice: Client, course: None
) -> None:
    """Whether a class has the code is told to those who try to join, as they are counted."""
    assert "CCC DDD" in told(alice.get(f"{JOIN}ccc-ddd/"))
    page = alice.post(JOIN, {"code": "CCC DDD", "name": "Mia"})
    assert "No class has this code." in told(page)
    assert '<label for="id_code">Code of the class</label>' in page.content.decode()


def test_a_new_code_lets_nobody_in_with_the_old_one(mia: Client, autumn: Classroom) -> None:
    old = autumn.code
    autumn.renew_code()
    assert autumn.code != old
    assert "No class has this code" in told(Client().post(JOIN, {"code": old, "name": "Bo"}))
    mia.get(f"{LESSON}why/")
    assert place_of()[1] == "why"


# --- Joining ---------------------------------------------------------------------------------


def test_the_home_page_and_the_form_lead_into_a_class(alice: Client, autumn: Classroom) -> None:
    assert f'href="{JOIN}"' in alice.get("/").content.decode()
    page = told(alice.get(JOIN))
    assert "The name that you type, on a board which the whole class may see." in page
    assert "Not those from before." in page
    reply = join(alice, autumn, "  Mia   Müller ")
    assert (reply.status_code, reply.url) == (302, COURSE)
    assert "You are in the class “Web, autumn” as Mia Müller." in told(alice.get(COURSE))
    assert Member.objects.get().name == "Mia Müller"


def test_looking_at_the_form_keeps_nothing(alice: Client) -> None:
    assert not {"learner", "sessionid"} & set(alice.get(JOIN).cookies)


def test_with_htmx_an_error_is_a_fragment_and_joining_leads_on(
    alice: Client, autumn: Classroom
) -> None:
    refused = alice.post(JOIN, {"code": "CCC CCC", "name": "Mia"}, headers=HTMX)
    assert refused.status_code == 422
    assert refused.content.decode().strip().startswith('<div id="join"')
    assert "HX-Request" in refused["Vary"]
    fields = {"code": autumn.code, "name": "Mia"}
    assert alice.post(JOIN, fields, headers=HTMX)["HX-Redirect"] == COURSE


def test_a_wrong_code_loses_nothing_that_was_typed(alice: Client) -> None:
    reply = alice.post(JOIN, {"code": "CCC DDD", "name": "Mia"})
    assert "No class has this code" in told(reply)
    assert 'value="Mia"' in reply.content.decode()
    assert 'value="CCC DDD"' in reply.content.decode()
    assert "learner" not in reply.cookies


def test_what_is_missing_is_said_beside_its_field(alice: Client, autumn: Classroom) -> None:
    page = told(alice.post(JOIN, {"code": "", "name": ""}))
    assert "Type the code that your instructor shows." in page
    assert "Type a name" in page


def test_a_closed_class_takes_nobody_and_keeps_whom_it_has(mia: Client, autumn: Classroom) -> None:
    Classroom.objects.update(is_open=False)
    assert "This class is closed" in told(join(Client(), autumn, "Bo"))
    mia.get(f"{LESSON}why/")
    assert place_of()[1] == "why"


def test_the_same_name_twice_is_told_apart(autumn: Classroom) -> None:
    for name in ("Mia", "Mia", "MIA", "Mia 2"):
        join(Client(), autumn, name)
    found = Member.objects.order_by("pk").values_list("name", flat=True)
    assert list(found) == ["Mia", "Mia 2", "MIA 3", "Mia 2 2"]


def test_another_class_has_its_own_mia(mia: Client) -> None:
    join(Client(), classroom("Another"))
    assert Member.objects.filter(name="Mia").count() == 2


@pytest.mark.parametrize(
    "name",
    [
        *("Ж" * 40, "李雷", "محمد", "👩‍👩‍👧 Fam", "a"),
        *("O'Neil & <b>Söhne</b>", '"x" onload=1', "{{ 7 }}"),
    ],
)
def test_a_name_is_text_of_any_language(alice: Client, autumn: Classroom, name: str) -> None:
    assert join(alice, autumn, name).status_code == 302
    page = alice.get("/progress/").content.decode()
    assert f"<bdi>{html.escape(name)}</bdi>" in page


@pytest.mark.parametrize("name", ["x" * 41, "a\x07b", "a\nb", "\u202eaiM", "\u200d", "\u0301", " "])
def test_what_is_no_name_is_refused(alice: Client, autumn: Classroom, name: str) -> None:
    assert join(alice, autumn, name).status_code == 422
    assert not Member.objects.exists()


def test_joining_again_renames_and_keeps_the_place(mia: Client, autumn: Classroom) -> None:
    before = Member.objects.get()
    join(mia, autumn, "Mia M.")
    after = Member.objects.get()
    assert (after.pk, after.joined, after.name) == (before.pk, before.joined, "Mia M.")


def test_joining_another_class_asks_before_it_leaves_the_first(
    mia: Client, autumn: Classroom
) -> None:
    spring = classroom("Web, spring")
    asked_first = join(mia, spring)
    page = told(asked_first)
    assert "joining “Web, spring” leaves “Web, autumn”" in page
    assert Member.objects.get().classroom == autumn
    leaves = re.findall(r'name="leaves" value="(\d+)"', asked_first.content.decode())[0]
    assert join(mia, spring, leaves=leaves).status_code == 302
    assert Member.objects.get().classroom == spring
    mia.get(f"{LESSON}why/")
    assert place_of()[1] == "why"


def test_a_class_that_is_full_says_so(alice: Client, autumn: Classroom, monkeypatch: Any) -> None:
    monkeypatch.setattr(membership, "MOST", 1)
    join(Client(), autumn)
    assert "This class is full" in told(join(alice, autumn))


def test_whoever_clears_the_cookies_joins_again_as_somebody_else(
    mia: Client, autumn: Classroom
) -> None:
    join(Client(), autumn, "Mia")
    assert set(Member.objects.values_list("name", flat=True)) == {"Mia", "Mia 2"}


def test_two_who_take_a_name_at_once_both_get_in(autumn: Classroom) -> None:
    """The second finds the name free, and taken when it writes."""
    join(Client(), autumn, "Mia")
    looks = iter(["Mia"])
    real = names.distinct_name

    def blind_once(name: str, taken: Any) -> str:
        return next(looks, None) or real(name, taken)

    with patch.object(membership, "distinct_name", blind_once):
        assert join(Client(), autumn, "Mia").status_code == 302
    assert set(Member.objects.values_list("name", flat=True)) == {"Mia", "Mia 2"}


# --- Guessing --------------------------------------------------------------------------------


def test_a_classroom_behind_one_address_may_mistype_and_a_guesser_is_stopped(
    alice: Client, autumn: Classroom
) -> None:
    for _ in range(90):  # thirty learners, three times each
        alice.post(JOIN, {"code": "CCC CCC", "name": "Mia"})
    assert join(Client(), autumn, "Bo").status_code == 302
    cache.set("wrong-codes:127.0.0.1", throttle.MOST)
    for code in ("CCC CCC", autumn.code):  # whether it is right is not told
        reply = alice.post(JOIN, {"code": code, "name": "Mia"})
        assert reply.status_code == 429
        assert "Wait ten minutes" in told(reply)
        assert "No class" not in told(reply)
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    assert join(elsewhere, autumn, "Lee").status_code == 302


@pytest.mark.redis
@pytest.mark.memcached
@pytest.mark.parametrize("name", ["redis", "memcached"])
def test_wrong_codes_are_counted_in_each_cache_that_a_site_may_have(
    alice: Client, autumn: Classroom, settings: Any, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    made = {"redis": env.redis_cache, "memcached": env.memcached_cache}[name]
    settings.CACHES = {"default": made(os.environ[f"TEST_{name.upper()}_URL"])}
    monkeypatch.setattr(throttle, "MOST", 2)
    somewhere = {"REMOTE_ADDR": f"2001:db8::{token_hex(2)}"}  # the server is shared
    wrong = {"code": "CCC CCC", "name": "Mia"}
    codes = [alice.post(JOIN, wrong, **somewhere).status_code for _ in range(3)]  # type: ignore[arg-type]
    assert codes == [422, 422, 429]


def test_joining_does_not_wait_for_a_cache_that_is_down(alice: Client, autumn: Classroom) -> None:
    with (
        patch.object(throttle.cache, "get", side_effect=ConnectionError),
        patch.object(throttle.cache, "add", side_effect=ConnectionError),
    ):
        assert alice.post(JOIN, {"code": "CCC CCC", "name": "Mia"}).status_code == 422
        assert join(alice, autumn).status_code == 302


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
    assert asked(lambda: mia.get(f"{LESSON}practice/")) == ["SELECT learn_course", PRESENCE]
    assert asked(lambda: bob.get(f"{LESSON}practice/")) == ["SELECT learn_course"]
    answer(bob, "login")
    assert asked(lambda: bob.get(f"{LESSON}practice/")) == ["SELECT learn_course"]


def test_an_answer_with_htmx_costs_one_update_more(mia: Client) -> None:
    answer(mia, "login")
    fields = {"question": "purpose", "choice": "remember", "key": "", "sitting": ""}
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
    assert asked(lambda: mia.get(f"{LESSON}concept/")) == ["SELECT learn_course", PRESENCE]


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
    ina = User.objects.create(username="ina")
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
