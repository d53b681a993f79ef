"""What every engine must do: Django's documented behaviour, and the rules of this project.

Each engine is a subclass of three lines in `test_contract.py`. The statements are those that
Django's own suite makes of its engines (`SessionTestsMixin` in tests/sessions_tests/tests.py).
"""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.backends.base import CreateError, UpdateError
from django.utils import timezone

from engines.registry import ENGINES, engine_of
from engines.store import SessionStore


class Contract:
    """`engine`: its name. `caches`: the `CACHES` it needs, or None for those of the settings."""

    engine: str

    @pytest.fixture(autouse=True)
    def _stores(self, settings: Any) -> None:
        if self.caches() is not None:
            settings.CACHES = self.caches()

    def caches(self) -> dict[str, Any] | None:
        return None

    def new(self) -> Any:
        return SessionStore(engine=self.engine)

    def saved(self, **data: Any) -> Any:
        session = self.new()
        session.update(data)
        session.save()
        return session

    def again(self, session: Any) -> Any:
        return SessionStore(session.session_key)

    # A session is a dictionary that knows whether it was looked at and changed

    def test_a_new_session_is_untouched(self) -> None:
        session = self.new()
        assert not session.modified
        assert not session.accessed
        assert session.is_empty()
        assert not session

    def test_a_look_is_an_access_and_no_change(self) -> None:
        for look in ("keys", "values", "items"):
            session = self.new()
            assert list(getattr(session, look)()) == []
            assert (session.accessed, session.modified) == (True, False)
        session = self.new()
        assert session.get("x", "default") == "default"
        assert "x" not in session
        assert not session.has_key("x")
        assert (session.accessed, session.modified) == (True, False)

    def test_setting_and_deleting_change_it(self) -> None:
        session = self.new()
        session["x"] = 1
        assert (session["x"], session.modified) == (1, True)
        session.modified = False
        del session["x"]
        assert session.modified
        with pytest.raises(KeyError):
            session["x"]

    def test_pop_changes_it_only_where_there_is_something(self) -> None:
        session = self.new()
        with pytest.raises(KeyError):
            session.pop("x")
        assert session.pop("x", "default") == "default"
        assert not session.modified
        session["x"] = 1
        session.modified = False
        assert session.pop("x") == 1
        assert session.modified

    def test_setdefault_keeps_what_is_there(self) -> None:
        session = self.new()
        assert session.setdefault("x", 1) == 1
        assert session.setdefault("x", 2) == 1

    def test_clear_empties_it(self) -> None:
        session = self.new()
        session["x"] = 1
        session.modified = session.accessed = False
        session.clear()
        assert list(session.items()) == []
        assert (session.accessed, session.modified) == (True, True)

    # Saving and loading

    def test_what_is_saved_is_loaded(self) -> None:
        data = {"a": [1, {"b": None}], "text": "é ☃ \u2028", "": True}
        session = self.saved(**data)
        assert dict(self.again(session).items()) == data

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

    def test_flush_leaves_nothing(self) -> None:
        session = self.saved(a=1)
        key = session.session_key
        session.flush()
        assert session.session_key is None
        assert session.is_empty()
        if ENGINES[self.engine].prefix:
            assert dict(SessionStore(key).items()) == {}

    def test_cycle_key_keeps_the_data_under_a_new_key(self) -> None:
        session = self.saved(a=1, b=2)
        key = session.session_key
        session.cycle_key()
        assert dict(session.items()) == {"a": 1, "b": 2}
        session.save()
        assert dict(self.again(session).items()) == {"a": 1, "b": 2}
        if ENGINES[self.engine].prefix:
            assert session.session_key != key
            assert dict(SessionStore(key).items()) == {}

    def test_cycle_key_works_before_anything_was_saved(self) -> None:
        session = self.new()
        session["a"] = 1
        session.cycle_key()
        session.save()
        assert self.again(session)["a"] == 1

    def test_what_json_cannot_hold_is_refused_and_the_old_stays(self) -> None:
        session = self.saved(a=1)
        later = self.again(session)
        later["when"] = timezone.now()
        with pytest.raises(TypeError):
            later.save()
        assert dict(self.again(session).items()) == {"a": 1}

    # Keys

    def test_the_key_names_the_engine(self) -> None:
        assert engine_of(self.saved(a=1).session_key) is ENGINES[self.engine]

    def test_a_key_of_the_clients_own_choice_is_not_taken(self) -> None:
        prefix = ENGINES[self.engine].prefix
        chosen = prefix + "a" * 30 if prefix else "eyJhIjoxfQ:1wK3Zx:forged"
        session = SessionStore(chosen)
        assert dict(session.items()) == {}
        assert session.session_key is None
        session["a"] = 1
        session.save()
        assert session.session_key != chosen

    def test_a_session_without_a_key_gets_one_when_saved(self) -> None:
        session = self.new()
        assert session.session_key is None
        session["a"] = 1
        session.save()
        assert session.session_key

    # Expiry

    def test_it_ends_after_the_settings_age(self, settings: Any) -> None:
        session = self.new()
        assert session.get_expiry_age() == settings.SESSION_COOKIE_AGE
        ends = timezone.now() + timedelta(seconds=settings.SESSION_COOKIE_AGE)
        assert abs(session.get_expiry_date() - ends) < timedelta(seconds=5)

    @pytest.mark.parametrize("expiry", [60, timedelta(seconds=60), "date"])
    def test_its_own_expiry_is_kept(self, expiry: Any) -> None:
        session = self.new()
        date = timezone.now() + timedelta(seconds=60)
        session.set_expiry(date if expiry == "date" else expiry)
        session.save()
        assert self.again(session).get_expiry_age() in (58, 59, 60)

    def test_expiry_at_browser_close_follows_the_session_then_the_settings(
        self, settings: Any
    ) -> None:
        session = self.new()
        for default in (False, True):
            settings.SESSION_EXPIRE_AT_BROWSER_CLOSE = default
            for own, expected in ((10, False), (0, True), (None, default)):
                session.set_expiry(own)
                assert session.get_expire_at_browser_close() is expected

    # The rules of this project

    def test_reading_makes_no_key(self) -> None:
        session = self.new()
        assert session.get("x") is None
        assert session.session_key is None

    def test_the_meter_counts_what_was_read_and_written(self) -> None:
        session = self.saved(a=1)
        assert session.meter.figures()["writes"] != "none"
        assert session.meter.size
        assert self.again(session).meter.figures()["reads"] == "none"


class ServerSide(Contract):
    """What holds where the session is on the server."""

    def test_a_saved_session_exists_until_it_is_deleted(self) -> None:
        session = self.saved(a=1)
        key = session.session_key
        assert session.exists(key)
        session.delete(key)
        assert not session.exists(key)
        session.delete(key)  # and once more does not hurt

    def test_deleting_without_a_key_does_nothing(self) -> None:
        self.new().delete()

    def test_a_taken_key_is_not_created_again(self) -> None:
        session = self.saved(a=1)
        with pytest.raises(CreateError):
            self.again(session).save(must_create=True)

    def test_a_deleted_session_is_not_brought_back(self) -> None:
        session = self.saved(a=1)
        late = self.again(session)
        late["b"] = 2
        session.delete()
        with pytest.raises(UpdateError):
            late.save()
        assert not session.exists(session.session_key)

    def test_two_tabs_do_not_undo_each_other(self) -> None:
        session = self.saved(a=1)
        one, other = self.again(session), self.again(session)
        one["one"], other["other"] = 1, 2
        one.save()
        other.save()
        assert dict(self.again(session).items()) == {"a": 1, "one": 1, "other": 2}

    def test_an_ended_session_is_empty(self) -> None:
        session = self.saved(a=1)
        session.set_expiry(-1)
        session.save()
        assert dict(self.again(session).items()) == {}

    def test_rubbish_under_its_key_is_an_empty_session_or_none(self) -> None:
        session = self.saved(a=1)
        assert session.decode("rubbish") == {}
