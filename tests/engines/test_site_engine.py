"""The whole site's engine: an instructor's choice, carried out at each session's next request."""

import os
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

import pytest
from django.contrib.sessions.models import Session
from django.db import OperationalError
from django.test import Client

from engines import site_engine
from engines.models import SiteEngine
from engines.move import TURN
from engines.registry import ENGINES
from engines.session_counts import count_sessions
from tests.course import LESSON
from tests.learner import answer, progress_in
from tests.running import manage, running
from tests.visitor import Visitor
from tests.waiting import wait_until

SWITCH = "/engine/switch/"


@pytest.mark.parametrize("name", [name for name in ENGINES if name != "db"])
def test_a_session_comes_along_at_its_next_request_with_all_it_holds(
    alice: Client, name: str
) -> None:
    answer(alice, "remember")
    alice.get("/progress/")
    before = progress_in(alice)
    site_engine.choose_site_engine(ENGINES[name])
    page = alice.get("/progress/").content.decode()
    assert f"Your instructor moved this site to {name}. Moved from db to {name}" in page
    assert alice.session.engine.name == name
    assert progress_in(alice) == before
    assert Session.objects.filter(session_key__startswith="db").count() == 0
    assert "Your instructor" not in alice.get("/progress/").content.decode()


def test_a_new_session_begins_in_the_sites_engine(alice: Client) -> None:
    site_engine.choose_site_engine(ENGINES["file"])
    answer(alice, "remember")
    assert alice.session.engine.name == "file"


def test_a_learner_who_moves_on_afterwards_stays_there(alice: Client) -> None:
    answer(alice, "remember")
    site_engine.choose_site_engine(ENGINES["cache"])
    alice.get("/progress/")
    alice.post(SWITCH, {"engine": "file"})
    alice.get("/progress/")
    assert alice.session.engine.name == "file"
    site_engine.choose_site_engine(ENGINES["db"])  # and follows the next choice
    alice.get("/progress/")
    assert alice.session.engine.name == "db"


def test_reading_without_a_session_still_keeps_nothing(alice: Client) -> None:
    site_engine.choose_site_engine(ENGINES["cache"])
    alice.get("/progress/")
    assert "sessionid" not in alice.cookies


def test_an_instructor_is_not_moved_to_a_signed_cookie(instructor: Client) -> None:
    site_engine.choose_site_engine(ENGINES["signed_cookies"])
    assert instructor.get("/admin/").status_code == 200
    assert instructor.session.engine.name == "db"


def test_where_the_engine_is_down_the_session_stays_and_the_page_says_why(alice: Client) -> None:
    answer(alice, "remember")
    alice.get("/progress/")
    before = progress_in(alice)
    site_engine.choose_site_engine(ENGINES["cache"])
    with patch.object(ENGINES["cache"].store, "save", side_effect=ConnectionRefusedError("down")):
        page = alice.get("/progress/").content.decode()
    assert "Your instructor moved this site to another engine. cache does not answer" in page
    assert progress_in(alice) == before
    # Not asked again at once: a store that hangs would make each page wait.
    with patch.object(ENGINES["cache"].store, "save") as save:
        assert "Your session stays where it is" in alice.get("/progress/").content.decode()
    assert not save.called


def test_what_htmx_gets_for_an_answer_tells_of_the_move_once(alice: Client) -> None:
    answer(alice, "login")
    htmx = {"HX-Request": "true"}

    def hint(number: int) -> str:
        fields = {"question": "purpose", "number": str(number)}
        return alice.post(f"{LESSON}practice/hints/", fields, headers=htmx).content.decode()

    site_engine.choose_site_engine(ENGINES["cache"])
    with patch.object(ENGINES["cache"].store, "save", side_effect=ConnectionRefusedError("down")):
        assert "Your instructor moved this site to another engine. cache does not" in hint(1)
    site_engine.choose_site_engine(ENGINES["file"])
    told = hint(2)
    assert '<div id="session-notice" hx-swap-oob="true"><p class="flash" role="status">' in told
    assert "Your instructor moved this site to file. Moved from db to file" in told
    assert '<div id="session-notice" hx-swap-oob="true"></div>' in hint(2)


def test_two_requests_at_once_move_one_session_once(alice: Client) -> None:
    """The second to move lays its changes over the first one's copy, and leaves none."""
    answer(alice, "remember")
    key = alice.cookies["sessionid"].value
    site_engine.choose_site_engine(ENGINES["cached_db"])
    other = Client()
    other.cookies.load({name: one.value for name, one in alice.cookies.items()})
    save, raced = ENGINES["cached_db"].store.save, []

    def save_while_another_does(self: object, must_create: bool = False) -> None:
        save(self, must_create)
        if not raced:
            raced.append(True)
            answer(other, "files", mode="performance")

    with patch.object(ENGINES["cached_db"].store, "save", save_while_another_does):
        answer(alice, "login", mode="why")
    assert other.cookies["sessionid"].value == alice.cookies["sessionid"].value != key
    marks = progress_in(alice)["marks"]
    assert {path.rpartition("/")[2] for path in marks} == {"practice", "performance"}
    assert Session.objects.count() == 1


def test_an_engine_that_is_no_longer_configured_is_nobodys_choice(alice: Client) -> None:
    SiteEngine.objects.create(name="cache@redis", turn=3)
    assert site_engine.read_choice() == site_engine.choice_of_settings()


def test_when_the_choice_cannot_be_read_the_last_one_known_stands() -> None:
    site_engine.remember_choice(site_engine.SiteChoice(ENGINES["file"], 1), seconds=0)
    with patch("engines.site_engine.read_choice", side_effect=OperationalError("down")):
        assert site_engine.current_choice().engine.name == "file"


def test_the_instructor_chooses_in_the_admin(instructor: Client, alice: Client) -> None:
    answer(alice, "remember")
    add = "/admin/engines/siteengine/add/"
    page = instructor.get(add).content.decode()
    assert all(f'value="{name}"' in page for name in ENGINES)
    asked = instructor.post(add, {"name": "file"}).content.decode()
    assert "Move the whole site to file?" in asked
    assert "Each session that a server holds moves at its learner's next request" in asked
    assert SiteEngine.objects.count() == 0  # nothing is done before the second look
    confirmed = {"name": "file", "_confirmed": "1"}
    saved = instructor.post(add, confirmed, follow=True).content.decode()
    assert "each other one moves there at its next request" in saved
    alice.get("/progress/")
    assert alice.session.engine.name == "file"
    assert alice.session[TURN] == 1
    change = "/admin/engines/siteengine/1/change/"
    instructor.post(change, {"name": "cached_db", "_confirmed": "1"})
    alice.get("/progress/")
    assert (alice.session.engine.name, alice.session[TURN]) == ("cached_db", 2)
    assert instructor.get(add).status_code == 403  # there is one choice, not two
    assert instructor.post("/admin/engines/siteengine/1/delete/").status_code == 403


def test_the_panel_says_once_that_the_site_has_moved(instructor: Client) -> None:
    address = "/admin/engines/siteengine/"
    for name, page in {"file": f"{address}add/", "cached_db": f"{address}1/change/"}.items():
        moved = instructor.post(page, {"name": name, "_confirmed": "1"}, follow=True)
        [said] = moved.context["messages"]
        assert str(said).startswith(f"New sessions are kept in {name} from now on")


def test_an_engine_that_does_not_answer_cannot_be_chosen(instructor: Client) -> None:
    down = patch.object(ENGINES["cache"].store, "ping", side_effect=ConnectionRefusedError("down"))
    with down:
        page = instructor.post("/admin/engines/siteengine/add/", {"name": "cache"})
    assert "cache does not answer, so nothing was changed." in page.content.decode()
    assert SiteEngine.objects.count() == 0


def test_the_panel_counts_the_sessions_of_each_engine(
    instructor: Client, alice: Client, bob: Client
) -> None:
    def sessions() -> dict[str, int | None]:
        return {count.engine.name: count.number for count in count_sessions()}

    before = sessions()
    answer(alice, "remember")
    answer(bob, "remember")
    assert sessions()["db"] == (before["db"] or 0) + 2
    alice.post(SWITCH, {"engine": "file"})
    bob.post(SWITCH, {"engine": "cache"})
    alice.get("/progress/"), bob.get("/progress/")
    after = sessions()
    assert (after["db"], after["file"]) == (before["db"], (before["file"] or 0) + 1)
    assert after["cache"] == (before["cache"] or 0) + 1
    assert after["signed_cookies"] is None
    assert "not countable" in instructor.get("/admin/engines/siteengine/add/").content.decode()


def soon(look: Callable[[], bool]) -> None:
    wait_until(look, 5 * site_engine.REFRESH_SECONDS)  # with room for a busy machine


@pytest.mark.redis
@pytest.mark.slow
def test_every_worker_knows_within_seconds(tmp_path: Path) -> None:
    """At a site of two processes a teacher chooses; newcomers begin there, a learner follows."""
    redis, password = os.environ["TEST_REDIS_URL"], "a password for this test"
    with running(tmp_path, REDIS_URL=redis, WEB_CONCURRENCY="2") as two:
        words = ("createsuperuser", "--noinput", "--username=teacher", "--email=")
        manage(tmp_path, *words, DJANGO_SUPERUSER_PASSWORD=password)
        learner, teacher = Visitor(two.url), Visitor(two.url)
        learner.answer("login")
        teacher.submit("/admin/login/?next=/admin/", username="teacher", password=password)
        assert teacher.submit("/admin/engines/siteengine/add/", name="cache") == 200
        confirmed = {"name": "cache", "_confirmed": "1"}
        assert teacher.submit("/admin/engines/siteengine/add/", **confirmed) == 302

        def a_newcomer_begins_there() -> bool:
            newcomer = Visitor(two.url)
            newcomer.answer("login")
            return newcomer.cookies["sessionid"].startswith("ca")

        # Each asks more than once, since either process may answer.
        soon(lambda: all(a_newcomer_begins_there() for _ in range(8)))
        here = '<html lang="en" data-engine="cache">'
        soon(lambda: here in learner.get("/learn/django-sessions/configuration/practice/"))
        assert "2 of 3 tries left" in learner.get("/learn/django-sessions/configuration/practice/")
