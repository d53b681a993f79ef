"""A cache may forget, and a database does not."""

from lab.experiments.browser import Browser
from lab.experiments.experiment import Outcome, experiment
from lab.experiments.lab import Lab
from lab.experiments.parameters import Parameter, engine
from lab.experiments.views import VALUE, read, write


@experiment(
    title="A cache that is full, and one that is emptied",
    shows="A full cache drops sessions, and its restart all of them, unless a database has them.",
    parameters=(
        engine("cache"),
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
def eviction(lab: Lab, visitors: int, max_entries: int) -> Outcome:
    """Django documentation, "Django's cache framework", "Local-memory caching" and MAX_ENTRIES
    (300 by default); "How to use sessions", "Using cached sessions"."""
    lab.use_cache(OPTIONS={"MAX_ENTRIES": max_entries})
    browsers = [lab.browser(f"visitor {n}", recorded=False) for n in range(1, visitors + 1)]
    browsers[0].recorded = browsers[-1].recorded = True
    for one in browsers:
        one.open(write)
    lab.look("all have saved")
    full = found(lab, browsers)
    first = browsers[0].open(read)
    lab.empty_the_cache()
    emptied = found(lab, browsers)
    last = browsers[-1].open(read)
    lab.look("the cache was emptied")
    return Outcome(
        {
            "sessions_made": visitors,
            "left_in_a_full_cache": full,
            "left_in_an_emptied_cache": emptied,
            "cookie_deleted": any(one.max_age == 0 for one in (first, last)),
        },
        f"Of {visitors} sessions {full} were left in a cache for {max_entries} entries, and "
        f"{emptied} after it was emptied.",
    )


def found(lab: Lab, browsers: list[Browser]) -> int:
    """How many of their sessions the store still has. It is asked without a request: quicker."""
    store = type(lab.a_store)
    return [store(one.cookie).get("kept") for one in browsers].count(VALUE)
