"""Saving, loading, and what becomes of it."""

from typing import Any

import pytest
from django.core.signing import TimestampSigner
from django.utils import timezone

from engines.store import SessionStore
from tests.engines.contract.base import Caller, Sessions, marks


class SavingContract(Sessions):
    def test_what_is_saved_is_loaded(self) -> None:
        data = {"a": [1, {"b": None}], "text": "é ☃ \u2028", "": True}
        session = self.saved(**data)
        assert dict(self.again(session).items()) == data

    def test_saving_clears_nothing(self, call: Caller) -> None:
        session = self.new()
        call(session, "set", "a", 1)
        call(session, "save")
        assert call(session, "get", "a") == 1

    def test_a_later_save_replaces_the_first(self) -> None:
        session = self.saved(a=1, b=2)
        later = self.again(session)
        later["a"] = 3
        del later["b"]
        later.save()
        assert dict(self.again(later).items()) == {"a": 3}

    def test_a_nested_edit_is_saved_once_it_is_marked(self) -> None:
        later = self.again(self.saved(basket={"apples": 1}))
        later["basket"]["apples"] = 2
        later.modified = True
        later.save()
        assert self.again(later)["basket"] == {"apples": 2}

    def test_saving_twice_does_not_hurt(self) -> None:
        session = self.saved(a=1)
        session.save()
        session["b"] = 2
        session.save()
        assert dict(self.again(session).items()) == {"a": 1, "b": 2}

    def test_flush_leaves_nothing(self, call: Caller) -> None:
        session = self.saved(a=1)
        key = session.session_key
        session.modified = session.accessed = False
        call(session, "flush")
        assert session.session_key is None
        assert session.is_empty()
        assert marks(session) == (True, True)
        assert not call(session, "exists", key)
        if not self.in_cookie:
            assert dict(SessionStore(key).items()) == {}

    def test_cycle_key_keeps_the_data_under_a_new_key(self, call: Caller) -> None:
        session = self.saved(a=1, b=2)
        key = session.session_key
        call(session, "cycle_key")
        assert dict(session.items()) == {"a": 1, "b": 2}
        session.save()
        assert dict(self.again(session).items()) == {"a": 1, "b": 2}
        if not self.in_cookie:
            assert session.session_key != key
            assert not call(session, "exists", key)
            assert dict(SessionStore(key).items()) == {}

    def test_cycle_key_loads_what_was_not_loaded_yet(self, call: Caller) -> None:
        later = self.again(self.saved(a=1, b=2))
        assert not hasattr(later, "_session_cache")
        call(later, "cycle_key")
        assert dict(later.items()) == {"a": 1, "b": 2}

    def test_cycle_key_works_before_anything_was_saved(self, call: Caller) -> None:
        session = self.new()
        session["a"] = 1
        call(session, "cycle_key")
        session.save()
        assert self.again(session)["a"] == 1

    def test_what_json_cannot_hold_is_refused_and_the_old_stays(self) -> None:
        session = self.saved(a=1)
        later = self.again(session)
        later["when"] = timezone.now()
        with pytest.raises(TypeError):
            later.save()
        assert dict(self.again(session).items()) == {"a": 1}

    def test_what_was_encoded_is_decoded(self) -> None:
        session = self.new()
        assert session.decode(session.encode({"a key": "a value"})) == {"a key": "a value"}

    @pytest.mark.parametrize("text", ["Zmxhc2tkajphbGtkamY=", "bad:encoded:value", "rubbish"])
    def test_what_cannot_be_decoded_is_empty_and_logged(
        self, text: str, caplog: pytest.LogCaptureFixture
    ) -> None:
        assert self.new().decode(text) == {}
        [record] = caplog.records
        assert record.name == "django.security.SuspiciousSession"
        assert record.levelname == "WARNING"
        assert "Session data corrupted" in record.message

    def test_what_is_signed_and_still_no_session_is_empty(self) -> None:
        session = self.new()
        signer = TimestampSigner(salt=session.key_salt)
        assert session.decode(signer.sign("invalid data")) == {}

    def test_the_meter_counts_what_was_read_and_written(self) -> None:
        session: Any = self.saved(a=1)
        assert session.meter.figures()["writes"] != "none"
        assert session.meter.size
        assert self.again(session).meter.figures()["reads"] == "none"
