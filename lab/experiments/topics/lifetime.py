"""The two clocks: the cookie's in the browser, and the store's on the server."""

from django.conf import settings

from lab.experiments.experiment import Conclusion, experiment
from lab.experiments.parameters import (
    AGE,
    AGE_OR_NONE,
    CLOSE,
    EVERY,
    YEAR,
    Parameter,
    engine_parameter,
)
from lab.experiments.sandbox.pages import expiring, read, untouched, write
from lab.experiments.sandbox.sandbox import Sandbox


@experiment(
    title="The browser is closed and opened again",
    shows="What closing ends: the browser's cookie or the session on the server.",
    parameters=(
        engine_parameter(),
        CLOSE,
        AGE,
        Parameter("set_expiry", None, (None, 0, 60, 300, 3600)),
        Parameter("away", 0, range(YEAR + 1)),
    ),
    finds={
        "cookie_max_age": "the Max-Age on the cookie, in seconds",
        "cookie_has_expires": "the cookie carries Expires",
        "after_closing_sees": "what the browser reads after it was closed and opened again",
        "copy_of_the_cookie_sees": "what the server answers, at that time, to the old cookie",
    },
)
def browser_close(sandbox: Sandbox, set_expiry: int | None, away: int) -> Conclusion:
    """Django documentation, "How to use sessions", "Browser-length sessions vs. persistent
    sessions"."""
    browser = sandbox.browser()
    first = browser.open(expiring(set_expiry))
    sandbox.look("the save")
    copy = browser.copy()
    browser.close()
    sandbox.clock.move_to(away)
    after = browser.open(read).sees
    server = copy.open(read).sees
    return Conclusion(
        {
            "cookie_max_age": first.max_age,
            "cookie_has_expires": "expires=" in first.set_cookie.lower(),
            "after_closing_sees": after,
            "copy_of_the_cookie_sees": server,
        },
        f"The cookie's Max-Age was {first.max_age}. After closing and {away} s the browser read "
        f"{after!r}, and the server still answered {server!r} to the old cookie.",
    )


@experiment(
    title="When the server ends a session",
    shows="The age counts on the server from the last save, whatever the cookie says.",
    parameters=(engine_parameter(), AGE_OR_NONE, CLOSE, EVERY),
    finds={
        "save_status": "the status of the request that saves",
        "cookie_max_age": "the Max-Age on the cookie, in seconds",
        "ends_after": "how many seconds after the save the server knows nothing more",
        "just_before_sees": "what is read one second before the age is over",
        "just_after_sees": "what is read one second after",
        "read_extends": "a read half-way makes the session last longer",
        "save_extends": "a save half-way makes the session last longer",
    },
)
def age_after_last_save(sandbox: Sandbox) -> Conclusion:
    """Django documentation, "Settings", SESSION_COOKIE_AGE; "How to use sessions", "When sessions
    are saved"; tickets #19200, #19201."""
    age = settings.SESSION_COOKIE_AGE or AGE.default
    who = ("early", "late", "reader", "writer")
    early, late, reader, writer = map(sandbox.browser, who)
    saved = early.open(write)
    for browser in (late, reader, writer):
        browser.open(write)
    sandbox.look("the save")
    sandbox.clock.move_to(age / 2)
    reader.open(read)
    writer.open(write)
    sandbox.clock.move_to(age - 1)
    before = early.known_to_the_server()
    sandbox.clock.move_to(age + 1)
    after, read_half_way, saved_half_way = (
        browser.known_to_the_server() for browser in (late, reader, writer)
    )
    sandbox.look("the age and a second")
    return Conclusion(
        {
            "save_status": saved.status,
            "cookie_max_age": saved.max_age,
            "ends_after": age if before and not after else None,
            "just_before_sees": before,
            "just_after_sees": after,
            "read_extends": read_half_way is not None,
            "save_extends": saved_half_way is not None,
        },
        f"{age - 1} s after the save the server knew {before!r}, two seconds later {after!r}. "
        f"After a read half-way it then knew {read_half_way!r}, after a save {saved_half_way!r}.",
    )


@experiment(
    title="Save at every request",
    shows="The session slides with every request, at the price of a save each time.",
    parameters=(engine_parameter(), EVERY, AGE),
    finds={
        "cookie_sent_again": "a page that does not touch the session sends the cookie again",
        "slides": "a request half-way makes the session last longer",
        "queries": "the SQL statements of a page that does not touch the session",
        "made_up_cookie_makes": "rows, entries and files made for a bot with a made-up cookie",
    },
)
def save_every_request(sandbox: Sandbox) -> Conclusion:
    """Django documentation, "Settings", SESSION_SAVE_EVERY_REQUEST; "How to use sessions", "When
    sessions are saved"."""
    age = settings.SESSION_COOKIE_AGE
    browser = sandbox.browser()
    browser.open(write)
    sandbox.clock.move_to(age / 2)
    page = browser.open(untouched)
    sandbox.look("a page that does not touch the session")
    before = len(sandbox.holds())
    bot = sandbox.browser("a bot")
    bot.cookie = "a" * 32
    bot.open(untouched)
    made = len(sandbox.holds()) - before
    sandbox.look("a bot with a made-up cookie")
    sandbox.clock.move_to(age + 1)
    later = browser.known_to_the_server()
    return Conclusion(
        {
            "cookie_sent_again": bool(page.set_cookie),
            "slides": later is not None,
            "queries": page.queries,
            "made_up_cookie_makes": made,
        },
        f"A page that does not touch the session made {len(page.queries)} queries and "
        f"{'sent' if page.set_cookie else 'did not send'} the cookie again. {age + 1} s after "
        f"the write the session read {later!r}. A bot with a made-up cookie left {made} "
        "thing(s) behind.",
    )
