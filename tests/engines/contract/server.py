"""What holds where the session is on a server."""

from datetime import timedelta

import pytest
from django.contrib.sessions.backends.base import CreateError, UpdateError

from tests.engines.contract.base import Caller, Sessions


class ServerContract(Sessions):
    def test_a_saved_session_exists_until_it_is_deleted(self, call: Caller) -> None:
        session = self.new()
        call(session, "save")
        key = session.session_key
        assert call(session, "exists", key)
        call(session, "delete", key)
        assert not call(session, "exists", key)
        call(session, "delete", key)  # and once more does not hurt

    def test_deleting_without_a_key_does_nothing(self, call: Caller) -> None:
        call(self.new(), "delete")

    def test_a_created_session_can_be_saved(self, call: Caller) -> None:
        session = self.new()
        call(session, "create")
        call(session, "save")
        assert call(session, "exists", session.session_key)

    def test_a_taken_key_is_not_created_again(self, call: Caller) -> None:
        session = self.saved(a=1)
        with pytest.raises(CreateError):
            call(self.again(session), "save", must_create=True)

    def test_a_deleted_session_is_not_brought_back(self, call: Caller) -> None:
        session = self.new()
        call(session, "set", "a", 1)
        call(session, "save", must_create=True)
        call(self.again(session), "delete")
        call(session, "set", "a", 2)
        with pytest.raises(UpdateError):
            call(session, "save")
        assert call(session, "load") == {}
        assert session.session_key is None

    @pytest.mark.parametrize("expiry", [-1, timedelta(seconds=-10)])
    def test_an_ended_session_is_empty(self, call: Caller, expiry: int | timedelta) -> None:
        session = self.new()
        call(session, "set", "a", 1)
        call(session, "set_expiry", expiry)
        call(session, "save")
        assert not call(self.again(session), "has_key", "a")
        assert dict(self.again(session).items()) == {}
