"""What a page costs beside reading the session: `python -m bench.pages`, in its own process.

The site is the one that the environment describes, with the default course. Each page is that of
a learner who has answered some questions and comes back. Beside it runs a view that reads the
progress from the same session and does nothing else, in the same middleware.
"""

import argparse
import os
import sys
import tempfile

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from bench.requests import requests
from bench.timing import Ratio, in_turn
from tests.course import LESSON
from tests.learner import answer

BARE = "/bare/"
PAGES = ("concept", "performance", "practice")
ALL_PAGES = (
    "/",
    "/learn/django-sessions/",
    *(f"{LESSON}{mode}/" for mode in ("why", "concept", "visualize", "deep", "performance")),
    *(f"{LESSON}{mode}/" for mode in ("try", "debug", "practice", "challenge", "recall", "test")),
    "/engine/",
    "/progress/",
)
LEAST = 0.7  # of a page's time, what reading the session alone takes
MOST_BYTES = 30_000


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=200)
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["VAR_DIR"] = folder
        django.setup()
        call_command("migrate", verbosity=0)
        call_command("loadcourse", "fixtures/django-sessions", verbosity=0)
        with override_settings(
            ROOT_URLCONF="bench.bare", ALLOWED_HOSTS=["testserver", "localhost"]
        ):
            below = compare_pages(options.pairs)
            above = weigh_pages()
    return 1 if below or above else 0


def compare_pages(pairs: int) -> int:
    """Print a row for each engine. Returns how many figures are below LEAST."""
    from engines.registry import ENGINES

    print(f"{'Reading the session, of a page':32}" + "".join(f"{name:>18}" for name in PAGES))
    database = "SQLite" if connection.vendor == "sqlite" else "PostgreSQL"
    below = 0
    for engine in ENGINES.values():
        learner = returning_learner(engine.name)
        shares = [share(learner, f"{LESSON}{page}/", pairs) for page in PAGES]
        below += sum(not found.is_unclear(LEAST) and found.median < LEAST for found in shares)
        row = "".join(f"{found!s:>18}" for found in shares)
        print(f"{engine.name + ' beside ' + database:32}{row}", flush=True)
    print(f"At least {LEAST}.\n")
    return below


def returning_learner(engine: str) -> Client:
    """A learner whose session is in this engine, and who has opened each page once."""
    learner = Client()
    for choice in ("login", "remember"):
        answer(learner, choice)
    learner.post("/engine/switch/", {"engine": engine})
    for page in ALL_PAGES:
        learner.get(page)
    return learner


def share(learner: Client, address: str, pairs: int) -> Ratio:
    """How much of the page's time reading the session takes."""
    site = WSGIHandler()
    cookies = {name: cookie.value for name, cookie in learner.cookies.items() if cookie.value}
    page, bare = (requests(site, url, cookies) for url in (address, BARE))
    return in_turn(page, bare, pairs, LEAST)


def weigh_pages() -> int:
    """Print statements and bytes of each page. Returns how many pages are too heavy."""
    learner = returning_learner(settings.SESSION_DEFAULT_ENGINE)
    print(f"{'Statements and bytes (gzip)':48}")
    heavy = 0
    for address in ALL_PAGES:
        learner.get(address)
        with CaptureQueriesContext(connection) as statements:
            content = learner.get(address, headers={"accept-encoding": "gzip"}).content
        size = len(content)
        heavy += size > MOST_BYTES
        print(f"{address:48}{len(statements):4}{size:10,}")
    return heavy


if __name__ == "__main__":
    sys.exit(main())
