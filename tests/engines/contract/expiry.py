"""When a session ends."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as live
from django.utils import timezone

from tests.engines.contract.base import Caller, Sessions

TEN = timedelta(seconds=10)


class ExpiryContract(Sessions):
    def test_it_ends_after_the_settings_age(self, call: Caller) -> None:
        session = self.new()
        assert call(session, "get_expiry_age") == live.SESSION_COOKIE_AGE
        ends = timezone.now() + timedelta(seconds=live.SESSION_COOKIE_AGE)
        assert abs(call(session, "get_expiry_date") - ends) < timedelta(seconds=5)

    def test_with_the_browser_it_ends_after_that_age_at_the_latest(self, call: Caller) -> None:
        session = self.new()
        call(session, "set_expiry", 0)
        assert call(session, "get_expiry_age") == live.SESSION_COOKIE_AGE

    @pytest.mark.parametrize("kind", ["seconds", "timedelta", "datetime"])
    def test_its_own_expiry_counts_from_the_last_change(
        self, call: Caller, kind: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        session, now = self.new(), timezone.now()
        monkeypatch.setattr(timezone, "now", lambda: now)
        call(session, "set_expiry", {"seconds": 10, "timedelta": TEN, "datetime": now + TEN}[kind])
        assert call(session, "get_expiry_date", modification=now) == now + TEN
        assert call(session, "get_expiry_age", modification=now) == 10

    @pytest.mark.parametrize("expiry", [60, timedelta(seconds=60), "date"])
    def test_its_own_expiry_is_kept(self, expiry: Any) -> None:
        session = self.new()
        date = timezone.now() + timedelta(seconds=60)
        session.set_expiry(date if expiry == "date" else expiry)
        session.save()
        assert self.again(session).get_expiry_age() in (58, 59, 60)

    def test_its_own_expiry_can_be_taken_back(self, call: Caller) -> None:
        session = self.new()
        for expiry in (None, 10, None):
            call(session, "set_expiry", expiry)
        assert call(session, "get_expiry_age") == live.SESSION_COOKIE_AGE

    def test_expiry_at_browser_close_follows_the_session_then_the_settings(
        self, call: Caller, settings: Any
    ) -> None:
        session = self.new()
        for default in (False, True):
            settings.SESSION_EXPIRE_AT_BROWSER_CLOSE = default
            for own, expected in ((10, False), (0, True), (None, default)):
                call(session, "set_expiry", own)
                assert call(session, "get_expire_at_browser_close") is expected
