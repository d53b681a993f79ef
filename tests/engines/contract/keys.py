"""The key: who makes it, whose it is, and which are refused."""

import pytest

from engines.registry import ENGINES, engine_of
from engines.store import SessionStore
from tests.engines.contract.base import Caller, Sessions


class KeyContract(Sessions):
    def test_the_key_names_the_engine(self) -> None:
        assert engine_of(self.saved(a=1).session_key) is ENGINES[self.engine]

    def test_a_session_without_a_key_gets_one_when_saved(self, call: Caller) -> None:
        session = self.new()
        assert session.session_key is None
        call(session, "save")
        assert session.session_key

    def test_reading_makes_no_key(self) -> None:
        session = self.new()
        assert session.get("x") is None
        assert session.session_key is None

    def test_a_key_of_the_clients_own_choice_is_not_taken(self) -> None:
        prefix = ENGINES[self.engine].prefix
        chosen = prefix + "a" * 30 if prefix else "eyJhIjoxfQ:1wK3Zx:forged"
        session = SessionStore(chosen)
        assert dict(session.items()) == {}
        assert session.session_key is None
        session["a"] = 1
        session.save()
        assert session.session_key != chosen

    def test_an_invalid_key_is_replaced_when_saved(self, call: Caller) -> None:
        for session in (SessionStore("1", engine=self.engine), ENGINES[self.engine].store("1")):
            call(session, "save")
            assert session.session_key not in (None, "1")
            assert call(session, "get", "x") is None
            call(session, "delete")
            call(session, "delete", "1")

    def test_a_key_has_eight_characters_or_more(self) -> None:
        session = self.new()
        for given, taken in (("", None), ("1234567", None), ("12345678", "12345678")):
            session._session_key = given
            assert session.session_key == taken

    def test_the_key_is_read_only(self) -> None:
        session = self.new()
        with pytest.raises(AttributeError):
            session.session_key = session._get_new_session_key()

    def test_loading_without_a_key_is_an_empty_session(self, call: Caller) -> None:
        session = self.new()
        assert call(session, "load") == {}
        assert session.session_key is None
        assert not call(session, "exists", session.session_key)

    def test_loading_an_unknown_key_makes_no_session(self, call: Caller) -> None:
        unknown = ENGINES[self.engine].prefix + "someunknownkey"
        for session in (SessionStore(unknown), ENGINES[self.engine].store("someunknownkey")):
            assert call(session, "load") == {}
            assert session.session_key is None
            assert not call(session, "exists", session.session_key)
