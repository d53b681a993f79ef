"""The cookie: what fits, and what a copy or a change of it is worth."""

import base64
import json
import random

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from lab.experiments.experiment import Conclusion, experiment
from lab.experiments.parameters import Parameter, engine_parameter
from lab.experiments.sandbox.browser import LIMIT, Browser
from lab.experiments.sandbox.pages import View, names, read, setting, sign_in, sign_out, user, write
from lab.experiments.sandbox.sandbox import Sandbox
from lab.experiments.sandbox.signed_cookies import decode_without_key, forge_cookie

ITEM = 120  # bytes
COOKIE_ENGINE = engine_parameter("signed_cookies")


@experiment(
    title="A session that outgrows its cookie",
    shows="A browser ignores a cookie over 4,096 bytes, and the server is not told.",
    parameters=(
        COOKIE_ENGINE,
        Parameter("items", 40, range(1, 81)),
        Parameter("text", "random", ("random", "repeated")),
    ),
    finds={
        "items_sent": "how many items were put into the session, one a request",
        "items_kept": "how many of them the next request finds",
        "statuses": "the different statuses of these requests",
        "cookie_deleted": "the browser was told to delete it",
        "frozen": "the session is as it was when its cookie last fitted",
        "largest_cookie": "the longest cookie that the server sent, with its name, in bytes",
        "kept_cookie": "the one that the browser has now, with its name, in bytes",
    },
)
def cookie_overflow(sandbox: Sandbox, items: int, text: str) -> Conclusion:
    """Django documentation, "How to use sessions", "Using cookie-based sessions", the warning on
    size; RFC 6265bis, section 5.7."""
    browser = sandbox.browser(recorded=False)
    chance = random.Random(1)  # noqa: S311  (the same text each time)
    sent = []
    for number in range(1, items + 1):
        random_text = base64.b85encode(chance.randbytes(ITEM * 4 // 5)).decode()
        value = random_text if text == "random" else "x" * ITEM
        sent.append(browser.open(setting(**{f"item_{number}": value})))
    sandbox.look("the last item")
    last = browser.open(names)
    kept = len(json.loads(last.body))
    # Three are recorded: the first, the last that was kept, the next that was not.
    recorded = sorted({1, kept, min(kept + 1, items)})
    sandbox.server.exchanges += [*(sent[number - 1] for number in recorded), last]
    largest = max(exchange.set_cookie_bytes for exchange in sent)
    now = len(settings.SESSION_COOKIE_NAME) + len(browser.cookie)
    return Conclusion(
        {
            "items_sent": items,
            "items_kept": kept,
            "statuses": sorted({str(exchange.status) for exchange in sent}),
            "cookie_deleted": any(exchange.max_age == 0 for exchange in sent),
            "frozen": 0 < kept < items and sent[kept - 1].set_cookie_bytes == now <= LIMIT,
            "largest_cookie": largest,
            "kept_cookie": now,
        },
        f"Of {items} items of {ITEM} bytes the next request found {kept}. The longest cookie sent "
        f"had {largest} bytes with its name; the browser has one of {now}.",
    )


@experiment(
    title="An old cookie after sign-out",
    shows="A key is worthless once its session is gone; a copied signed cookie works on.",
    parameters=(COOKIE_ENGINE,),
    finds={
        "browser_is": "who the browser is after it signed out",
        "old_cookie_is": "who a copy of the cookie from before is to the server",
        "slow_request_status": "the status of a slow request during which the user signed out",
        "slow_request_error": "the exception behind it",
        "after_the_slow_request_is": "who the browser is when the slow request is done",
    },
)
def replay_after_sign_out(sandbox: Sandbox) -> Conclusion:
    """Django documentation, "How to use sessions", "Using cookie-based sessions": "No guarantee of
    freshness"."""
    ada = sandbox.ada()
    browser, slow = sandbox.browser(), sandbox.browser("slow")
    browser.open(sign_in(ada))
    copy = browser.copy()
    sandbox.look("sign-in")
    browser.open(sign_out)
    sandbox.look("sign-out")
    browser_is, copy_is = browser.open(user).sees, copy.open(user).sees
    slow.open(sign_in(ada))
    response = slow.open(during_sign_out(slow))
    slow_is = slow.open(user).sees
    return Conclusion(
        {
            "browser_is": browser_is,
            "old_cookie_is": copy_is,
            "slow_request_status": response.status,
            "slow_request_error": response.exception,
            "after_the_slow_request_is": slow_is,
        },
        f"After sign-out the browser was {browser_is or 'nobody'}, and a copy of its old cookie "
        f"was {copy_is or 'nobody'}. A slow request that ended after a sign-out was answered with "
        f"{response.status} and left the browser as {slow_is or 'nobody'}.",
    )


def during_sign_out(browser: Browser) -> View:
    """A view that changes the session, while another tab signs out."""

    def slow(request: HttpRequest) -> HttpResponse:
        request.session["slow"] = True
        browser.open(sign_out)
        return HttpResponse("done")

    return slow


@experiment(
    title="A cookie that was tampered with",
    shows="A changed or made-up cookie is an empty session; a signed one can be read by anyone.",
    parameters=(COOKIE_ENGINE,),
    finds={
        "readable_without_the_key": "the data can be read in the cookie, without SECRET_KEY",
        "changed_cookie_status": "the status of a request with a changed cookie",
        "changed_cookie_sees": "what it reads",
        "cookie_deleted": "the answer to it deletes the cookie",
        "made_up_key_adopted": "a value that the browser made up is taken as the session's key",
    },
)
def tampering(sandbox: Sandbox) -> Conclusion:
    """Django documentation, "How to use sessions", "Using cookie-based sessions": "The session
    data is signed but not encrypted"; "Session security"."""
    browser = sandbox.browser()
    browser.open(write)
    sandbox.look("the save")
    forger = browser.copy("a forger")
    forger.cookie = forge_cookie(browser.cookie, {"kept": "forged"})
    changed = forger.open(read)
    planted = sandbox.browser("a visitor with a made-up cookie")
    planted.cookie = made_up = "a" * 32
    planted.open(write)
    sandbox.look("a write with a made-up cookie")
    is_readable = decode_without_key(browser.cookie) is not None
    return Conclusion(
        {
            "readable_without_the_key": is_readable,
            "changed_cookie_status": changed.status,
            "changed_cookie_sees": changed.sees,
            "cookie_deleted": changed.max_age == 0,
            "made_up_key_adopted": planted.cookie == made_up,
        },
        f"The cookie {'can' if is_readable else 'can not'} be read without the key. A changed one "
        f"was answered with {changed.status} and read {changed.sees!r}.",
    )
