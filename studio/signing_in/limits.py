"""How often one may try to sign in (docs/decisions/0038-clients-and-limits.md)."""

from django.http import HttpRequest

from lab.limits.clients import client_of
from lab.limits.counters import counter_key, give_back, take
from lab.limits.slow_down import SlowDown
from studio.signing_in.browsers import known_browser

# One account from one client, or from one known browser: 1, 2, 4, … seconds, then a lock.
PAIR = SlowDown(free=5, longest=32, leak=300, lock_at=11)
# One client over all accounts (somebody tries a few passwords with many names), and one account
# over all clients (many machines guess). Never a lock: others may stand behind them. One client
# alone is locked before it slows an account down.
CLIENT = ACCOUNT = SlowDown(free=30, longest=32, leak=60)


def limits_of(request: HttpRequest, username: str) -> dict[str, SlowDown]:
    """What a try counts for. Whoever comes from a known browser does not depend on strangers."""
    if browser := known_browser(request, username):
        return {counter_key("browser", username, browser): PAIR}
    client = client_of(request)
    return {
        counter_key("pair", username, client): PAIR,
        counter_key("client", client): CLIENT,
        counter_key("account", username): ACCOUNT,
    }


def take_try(request: HttpRequest, username: str) -> int:
    """Count a try and return 0, or return the seconds to wait. Nobody's thread waits."""
    return take(limits_of(request, username))


def try_was_right(request: HttpRequest, username: str) -> None:
    give_back(limits_of(request, username))
