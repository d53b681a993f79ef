"""A session is a dictionary that knows whether it was looked at and changed."""

import pytest

from tests.engines.contract.base import Caller, Sessions, marks

LOOKED_AT, CHANGED = (True, False), (True, True)


class DataContract(Sessions):
    def test_a_new_session_is_empty_and_untouched(self) -> None:
        session = self.new()
        assert marks(session) == (False, False)
        assert session.is_empty()
        assert not session

    def test_what_is_not_there_is_none_or_the_default(self, call: Caller) -> None:
        session = self.new()
        assert call(session, "get", "x") is None
        assert call(session, "get", "x", "default") == "default"
        assert not call(session, "has_key", "x")
        assert marks(session) == LOOKED_AT

    def test_setting_changes_it(self, call: Caller) -> None:
        session = self.new()
        call(session, "set", "x", 1)
        assert session.modified
        assert call(session, "get", "x") == 1

    def test_deleting_changes_it(self) -> None:
        session = self.untouched(x=1)
        del session["x"]
        assert session.modified
        with pytest.raises(KeyError):
            session["x"]

    def test_pop_takes_what_is_there(self, call: Caller) -> None:
        session = self.untouched(x="there")
        assert call(session, "pop", "x") == "there"
        assert marks(session) == CHANGED
        assert call(session, "get", "x") is None

    def test_pop_gives_the_default_and_changes_nothing(self, call: Caller) -> None:
        session = self.new()
        assert call(session, "pop", "x", "default") == "default"
        assert call(session, "pop", "x", default="by name") == "by name"
        assert marks(session) == LOOKED_AT

    def test_pop_without_a_default_raises_key_error(self, call: Caller) -> None:
        with pytest.raises(KeyError):
            call(self.new(), "pop", "x")

    def test_setdefault_keeps_what_is_there(self, call: Caller) -> None:
        session = self.new()
        assert call(session, "setdefault", "x", 1) == 1
        assert call(session, "setdefault", "x", 2) == 1
        assert marks(session) == CHANGED

    def test_update_changes_it(self, call: Caller) -> None:
        session = self.new()
        call(session, "update", {"x": 1})
        assert marks(session) == CHANGED
        assert call(session, "get", "x") == 1

    def test_asking_for_a_key_is_a_look(self, call: Caller) -> None:
        session = self.untouched(x=1)
        assert call(session, "has_key", "x")
        assert "x" in session
        assert marks(session) == LOOKED_AT

    @pytest.mark.parametrize(
        ("method", "expected"), [("keys", ["x"]), ("values", [1]), ("items", [("x", 1)])]
    )
    def test_going_through_it_is_a_look(
        self, call: Caller, method: str, expected: list[object]
    ) -> None:
        for session, content in ((self.new(), []), (self.untouched(x=1), expected)):
            assert list(call(session, method)) == content
            assert marks(session) == LOOKED_AT

    def test_clear_empties_it(self) -> None:
        session = self.untouched(x=1)
        assert list(session.items()) == [("x", 1)]
        session.clear()
        assert list(session.items()) == []
        assert marks(session) == CHANGED

    def test_the_test_cookie_works(self) -> None:
        session = self.new()
        session.set_test_cookie()
        assert session.test_cookie_worked()
        session.delete_test_cookie()
        assert not session.test_cookie_worked()
