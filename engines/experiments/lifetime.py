"""The two clocks: the cookie's in the browser, and the store's on the server."""

from django.conf import settings

from engines.experiments.browser import Browser
from engines.experiments.experiment import Outcome, experiment
from engines.experiments.lab import Lab
from engines.experiments.parameters import AGE, CLOSE, EVERY, YEAR, Parameter, engine
from engines.experiments.views import expiring, read, untouched, write

DAY = 24 * 3600
TWO_WEEKS = Parameter(AGE.name, 14 * DAY, AGE.allowed)


@experiment(
    title="The browser is closed and opened again",
    shows="What closing ends: the browser's cookie or the session on the server.",
    parameters=(
        engine(),
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
def browser_close(lab: Lab, set_expiry: int | None, away: int) -> Outcome:
    """Django documentation, "How to use sessions", "Browser-length sessions vs. persistent
    sessions"."""
    browser = lab.browser()
    first = browser.open(expiring(set_expiry))
    lab.look("the save")
    copy = browser.copy()
    browser.close()
    lab.clock.move_to(away)
    after = browser.open(read).sees
    server = copy.open(read).sees
    return Outcome(
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
    parameters=(engine(), AGE, CLOSE, EVERY),
    finds={
        "cookie_max_age": "the Max-Age on the cookie, in seconds",
        "just_before_sees": "what is read one second before the age is over",
        "just_after_sees": "what is read one second after",
        "read_extends": "a read half-way makes the session last longer",
        "save_extends": "a save half-way makes the session last longer",
    },
)
def age_after_last_save(lab: Lab) -> Outcome:
    """Django documentation, "Settings", SESSION_COOKIE_AGE; "How to use sessions", "When sessions
    are saved"; tickets #19200, #19201."""
    age = settings.SESSION_COOKIE_AGE
    who = ("early", "late", "reader", "writer")
    early, late, reader, writer = map(lab.browser, who)
    saved = early.open(write)
    for one in (late, reader, writer):
        one.open(write)
    lab.look("the save")
    lab.clock.move_to(age / 2)
    reader.open(read)
    writer.open(write)
    lab.clock.move_to(age - 1)
    before = server_sees(early)
    lab.clock.move_to(age + 1)
    after, read_half_way, saved_half_way = map(server_sees, (late, reader, writer))
    lab.look("the age and a second")
    return Outcome(
        {
            "cookie_max_age": saved.max_age,
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
    parameters=(engine(), EVERY, AGE),
    finds={
        "cookie_sent_again": "a page that does not touch the session sends the cookie again",
        "slides": "a request half-way makes the session last longer",
        "queries": "the SQL statements of a page that does not touch the session",
        "made_up_cookie_makes": "rows, entries and files made for a bot with a made-up cookie",
    },
)
def save_every_request(lab: Lab) -> Outcome:
    """Django documentation, "Settings", SESSION_SAVE_EVERY_REQUEST; "How to use sessions", "When
    sessions are saved"."""
    age = settings.SESSION_COOKIE_AGE
    browser = lab.browser()
    browser.open(write)
    lab.clock.move_to(age / 2)
    page = browser.open(untouched)
    lab.look("a page that does not touch the session")
    before = len(lab.holds())
    bot = lab.browser("a bot")
    bot.cookie = "a" * 32
    bot.open(untouched)
    made = len(lab.holds()) - before
    lab.look("a bot with a made-up cookie")
    lab.clock.move_to(age + 1)
    later = server_sees(browser)
    return Outcome(
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


@experiment(
    title="A lifetime for this session alone",
    shows="Which engines end a session on the server by what set_expiry says.",
    parameters=(engine(), Parameter("seconds", 60, range(2, YEAR + 1)), TWO_WEEKS),
    finds={
        "cookie_max_age": "the Max-Age on the cookie, in seconds",
        "just_before_sees": "what the server knows one second before the time given",
        "just_after_sees": "what it knows one second after",
        "after_the_age_sees": "what it knows after the time given and SESSION_COOKIE_AGE",
        "ten_years_later_sees": "what it knows ten years later",
    },
)
def set_expiry(lab: Lab, seconds: int) -> Outcome:
    """Django documentation, "How to use sessions", set_expiry(); tickets #22938 (file) and #27775
    (signed cookies)."""
    browser = lab.browser()
    saved = browser.open(expiring(seconds))
    lab.look("the save")
    ends = seconds + settings.SESSION_COOKIE_AGE
    sees = []
    for moment in (seconds - 1, seconds + 1, ends + 1, 10 * YEAR):
        lab.clock.move_to(moment)
        sees.append(server_sees(browser))
    lab.look("ten years")
    return Outcome(
        {
            "cookie_max_age": saved.max_age,
            "just_before_sees": sees[0],
            "just_after_sees": sees[1],
            "after_the_age_sees": sees[2],
            "ten_years_later_sees": sees[3],
        },
        f"The cookie's Max-Age was {saved.max_age}. The server knew {sees[0]!r} a second before "
        f"the {seconds} s were over, {sees[1]!r} a second after, {sees[2]!r} when "
        f"SESSION_COOKIE_AGE was over too, and {sees[3]!r} ten years later.",
    )


@experiment(
    title="No age at all",
    shows="SESSION_COOKIE_AGE = None means an error on most engines, and no end on the others.",
    parameters=(engine(), CLOSE),
    finds={
        "save_status": "the status of the request that saves",
        "save_error": "the exception behind it",
        "read_status": "the status of the next request, which reads",
        "read_error": "the exception behind it",
        "ten_years_later_sees": "what the server knows ten years later",
    },
)
def age_none(lab: Lab) -> Outcome:
    """Django documentation, "Settings", SESSION_COOKIE_AGE: a number of seconds. None is not one,
    and nothing checks it."""
    settings.SESSION_COOKIE_AGE = None
    browser = lab.browser()
    saved = browser.open(write)
    lab.look("the save")
    after = browser.open(read)
    lab.clock.move_to(10 * YEAR)
    later = server_sees(browser)
    return Outcome(
        {
            "save_status": saved.status,
            "save_error": saved.exception,
            "read_status": after.status,
            "read_error": after.exception,
            "ten_years_later_sees": later,
        },
        f"The save was answered with {saved.status}, the next read with {after.status}. "
        f"Ten years later the server knew {later!r}.",
    )


def server_sees(browser: Browser) -> str | None:
    """What the server makes of this browser's cookie, even if the browser would have dropped it."""
    return browser.copy(f"{browser.who}, cookie kept").open(read).sees
