"""Two processes behind a proxy, and one client that guesses as fast as it can."""

import os
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.engines.postgresql import new_database
from tests.running import Site, manage, running
from tests.visitor import Visitor

GUESSER, SOMEBODY_ELSE = "203.0.113.7", "203.0.113.8"
TIMES, AT_ONCE = 300, 8
PASSWORD, CODE = "the right one 42", "KMPRTVWXY"
PEOPLE = f"""
from django.contrib.auth.models import User
from classrooms.models import Classroom
from learn.models import Course
User.objects.create_superuser("ina", password="{PASSWORD}")
Classroom.objects.create(title="Web", code="{CODE}", course=Course.objects.get())
"""


class Guesser:
    """One client behind the proxy, which forges another address each time."""

    def __init__(self, site: Site, path: str) -> None:
        self.path = path
        self.browser = behind_proxy(site, GUESSER)
        self.token = self.browser.token(path)

    def send(self, number: int, **fields: str) -> int:
        browser = self.browser.fork()
        browser.headers = {"X-Forwarded-For": f"192.0.2.{number % 256}, {GUESSER}"}
        return browser.ask("POST", self.path, {"csrfmiddlewaretoken": self.token, **fields})[0]

    def send_many(self, **fields: str) -> Counter[int]:
        with ThreadPoolExecutor(AT_ONCE) as threads:
            return Counter(threads.map(lambda number: self.send(number, **fields), range(TIMES)))


def behind_proxy(site: Site, client: str) -> Visitor:
    """What the site hears of a client: this test stands in the proxy's place."""
    return Visitor(site.url, headers={"X-Forwarded-For": client})


@pytest.mark.postgresql
@pytest.mark.redis
def test_hundreds_of_wrong_passwords_and_codes_lock_out_nobody_else(tmp_path: Path) -> None:
    environment = {
        "DATABASE_URL": new_database("guessing"),
        "REDIS_URL": os.environ["TEST_REDIS_URL"],
        "WEB_CONCURRENCY": "2",
        "TRUSTED_PROXIES": "127.0.0.1",
    }
    with running(tmp_path, **environment) as site:
        manage(tmp_path, "shell", "-c", PEOPLE, **environment)
        statuses = Guesser(site, "/admin/login/").send_many(username="ina", password="guess")
        assert statuses[200] < 20  # the free ones, and those for which the time was waited
        assert statuses[429] + statuses[200] == TIMES
        statuses = Guesser(site, "/class/").send_many(code="CCC CCC CCC", name="Mia")
        assert 100 <= statuses[422] < 200
        assert statuses[429] + statuses[422] == TIMES
        right = {"username": "ina", "password": PASSWORD}
        assert behind_proxy(site, SOMEBODY_ELSE).submit("/admin/login/", **right) == 302
        for client in (GUESSER, SOMEBODY_ELSE):
            assert behind_proxy(site, client).submit("/class/", code=CODE, name="Bo") == 302
