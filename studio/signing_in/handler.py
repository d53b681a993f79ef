"""Where axes asks who may try to sign in. It keeps the record of sign-ins, and we the limits."""

from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from django.http import HttpResponse
from django.shortcuts import render

from lab.limits import counters
from lab.limits.clients import client_at
from lab.limits.slow_down import describe_wait
from studio.signing_in.limits import take_try, try_was_right


class SlowDownHandler(AxesDatabaseHandler):
    """Axes itself can only lock, for all who share an address."""

    def is_allowed(self, request: Any, credentials: dict[str, Any] | None = None) -> bool:
        username = str((credentials or {}).get("username") or "")
        request.sign_in_wait = take_try(request, username)
        request.axes_locked_out = request.sign_in_wait > 0
        return not request.axes_locked_out

    def user_login_failed(
        self, sender: Any, credentials: dict[str, Any], request: Any = None, **kwargs: Any
    ) -> None:
        if not getattr(request, "axes_locked_out", False):  # else no password was looked at
            super().user_login_failed(sender, credentials, request, **kwargs)

    def user_logged_in(self, sender: Any, request: Any, user: Any, **kwargs: Any) -> None:
        try_was_right(request, user.get_username())
        super().user_logged_in(sender, request, user, **kwargs)

    def reset_attempts(
        self,
        *,
        ip_address: str | None = None,
        username: str | None = None,
        ip_or_username: bool = False,
    ) -> int:
        """For `manage.py axes_reset…`: whoever had to wait may try at once."""
        if username:
            counters.forget_all_of(username)
        if ip_address:
            counters.forget_all_of(client_at(ip_address))
        if not (ip_address or username):
            counters.forget_everybody()
        reset: int = super().reset_attempts(
            ip_address=ip_address, username=username, ip_or_username=ip_or_username
        )
        return reset


def wait_response(
    request: Any, response: HttpResponse | None = None, credentials: Any = None
) -> HttpResponse:
    """The page for who has to wait, in the place of the form with its errors."""
    seconds = request.sign_in_wait
    page = render(request, "429.html", {"wait": describe_wait(seconds)}, status=429)
    page["Retry-After"] = str(seconds)
    return page
