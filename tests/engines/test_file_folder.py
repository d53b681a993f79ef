"""The folder of the session files is away for a moment: an outage, and no end of the sessions."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.test import Client

from engines.store import SessionStore
from tests.learner import answer, progress_in
from tests.words import told


@pytest.fixture
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.SESSION_FILE_PATH = str(tmp_path / "sessions")
    (tmp_path / "sessions").mkdir()
    return tmp_path / "sessions"


@contextmanager
def away(folder: Path) -> Iterator[None]:
    """As while its disk is mounted anew."""
    folder.rename(folder.with_name("elsewhere"))
    yield
    folder.with_name("elsewhere").rename(folder)


def saved(**data: Any) -> Any:
    session = SessionStore(engine="file")
    session.update(data)
    session.save()
    return session


def test_a_session_is_not_known_and_not_over(folder: Path) -> None:
    key = saved(a=1).session_key
    with away(folder):
        session = SessionStore(key)
        assert dict(session.items()) == {}
        assert session.conditions.outage
        session["b"] = 2
        session.save()  # nothing is put in the place of what was not seen
    assert dict(SessionStore(key).items()) == {"a": 1}


@pytest.mark.parametrize("merging", [True, False])
def test_a_save_that_finds_the_folder_away_does_not_end_the_session(
    folder: Path, settings: Any, merging: bool
) -> None:
    settings.SESSION_MERGE_SAVES = merging
    key = saved(a=1).session_key
    session = SessionStore(key)
    assert session["a"] == 1
    session["b"] = 2
    with away(folder):
        session.save()
        assert session.conditions.outage
    assert SessionStore(key)["a"] == 1


def test_whoever_signs_out_then_is_told_that_the_session_was_not_deleted(folder: Path) -> None:
    session = saved(a=1)
    with away(folder):
        session.flush()
        assert session.conditions.not_deleted


@pytest.mark.django_db
def test_a_file_that_is_gone_is_no_outage(folder: Path) -> None:
    session = saved(a=1)
    [file] = folder.iterdir()
    file.unlink()
    late = SessionStore(session.session_key)
    assert dict(late.items()) == {}
    assert not late.conditions.outage
    session["b"] = 2
    with pytest.raises(UpdateError):
        session.save()


def test_a_learner_keeps_the_cookie_and_goes_on(alice: Client, folder: Path) -> None:
    alice.post("/engine/switch/", {"engine": "file"})
    answer(alice, "login")
    cookie = alice.cookies["sessionid"].value
    with away(folder):
        page = alice.get("/progress/")
        assert page.status_code == 200
        assert "does not answer" in told(page)
        assert answer(alice, "remember").status_code == 302
    assert alice.cookies["sessionid"].value == cookie
    assert "1 of 5 answered, 1 right" in told(alice.get("/progress/"))
    assert progress_in(alice)
