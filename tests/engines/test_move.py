"""What a move refuses, and for whom, in a project of any kind."""

from types import SimpleNamespace
from typing import Any

import pytest

from engines import move
from engines.registry import ENGINES
from engines.store import SessionStore

pytestmark = pytest.mark.django_db
COOKIE = ENGINES["signed_cookies"]


def request_of(**user: Any) -> Any:
    session = SessionStore(engine="db")
    session["a"] = 1
    session.save()
    return SimpleNamespace(session=session, user=SimpleNamespace(**user))


def test_staff_keep_no_session_in_a_signed_cookie() -> None:
    request = request_of(is_staff=True)
    with pytest.raises(move.MoveRefused, match="Staff can't keep a session in a signed cookie"):
        move.begin(request, COOKIE)
    assert request.session.engine.name == "db"


def test_a_user_model_without_staff_is_no_obstacle() -> None:
    request = request_of(username="ada")
    move.begin(request, COOKIE)
    assert request.session.engine is COOKIE


def test_a_move_that_has_begun_says_from_where() -> None:
    request = request_of(is_staff=False)
    old = request.session
    done = move.begin(request, ENGINES["file"])
    assert (done.source.name, done.target.name, done.keys) == ("db", "file", ("a",))
    assert request.session.conditions.moving_from is old
    assert SessionStore(old.session_key)["a"] == 1  # until it is finished
