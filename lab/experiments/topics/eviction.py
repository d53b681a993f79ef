"""A cache may forget, and a database does not."""

from lab.experiments.experiment import Conclusion, experiment
from lab.experiments.parameters import Parameter, engine_parameter
from lab.experiments.sandbox.browser import Browser
from lab.experiments.sandbox.pages import VALUE, read, write
from lab.experiments.sandbox.sandbox import Sandbox


@experiment(
    title="A cache that is full, and one that is emptied",
    shows="A full cache drops sessions, and its restart all of them, unless a database has them.",
    parameters=(
        engine_parameter("cache"),
        Parameter("visitors", 120, range(1, 501)),
        Parameter("max_entries", 90, range(1, 501)),
    ),
    finds={
        "sessions_made": "visitors who saved something",
        "left_in_a_full_cache": "how many of them find it again",
        "left_in_an_emptied_cache": "how many find it after the cache was emptied, as by a restart",
        "cookie_deleted": "a visitor whose session was dropped loses the cookie as well",
    },
)
def eviction(sandbox: Sandbox, visitors: int, max_entries: int) -> Conclusion:
    """Django documentation, "Django's cache framework", "Local-memory caching" and MAX_ENTRIES
    (300 by default); "How to use sessions", "Using cached sessions"."""
    sandbox.use_cache(OPTIONS={"MAX_ENTRIES": max_entries})
    browsers = [sandbox.browser(f"visitor {n}", recorded=False) for n in range(1, visitors + 1)]
    browsers[0].recorded = browsers[-1].recorded = True
    for browser in browsers:
        browser.open(write)
    sandbox.look("all have saved")
    full = count_kept(sandbox, browsers)
    first = browsers[0].open(read)
    sandbox.empty_the_cache()
    emptied = count_kept(sandbox, browsers)
    last = browsers[-1].open(read)
    sandbox.look("the cache was emptied")
    return Conclusion(
        {
            "sessions_made": visitors,
            "left_in_a_full_cache": full,
            "left_in_an_emptied_cache": emptied,
            "cookie_deleted": 0 in (first.max_age, last.max_age),
        },
        f"Of {visitors} sessions {full} were left in a cache for {max_entries} entries, and "
        f"{emptied} after it was emptied.",
    )


def count_kept(sandbox: Sandbox, browsers: list[Browser]) -> int:
    """How many of their sessions the store still has. Asked without a request, to be quick."""
    store = type(sandbox.a_store)
    return [store(browser.cookie).get("kept") for browser in browsers].count(VALUE)
