"""Two processes behind nginx, and one client that guesses as fast as it can."""

import os
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.engines.postgresql import new_database
from tests.nginx import nginx_before
from tests.running import manage, running
from tests.visitor import Visitor

GUESSER, SOMEBODY_ELSE = "127.0.0.2", "127.0.0.3"  # all of 127 is this machine
TIMES, AT_ONCE = 200, 8
PASSWORD, CODE = "the right one 42", "KMPRTVWXY"
PEOPLE = f"""
from django.contrib.auth.models import User
from classrooms.models import Classroom
from learn.models import Course
User.objects.create_superuser("ina", password="{PASSWORD}")
Classroom.objects.create(title="Web", code="{CODE}", course=Course.objects.get())
"""


class Guesser:
    """One client, which says each time that it is another."""

    def __init__(self, front: str, path: str) -> None:
        self.path = path
        self.browser = Visitor(front, address=GUESSER)
        self.token = self.browser.token(path)

    def send(self, number: int, **fields: str) -> int:
        browser = self.browser.fork()
        browser.headers = {"X-Forwarded-For": f"192.0.2.{number % 256}"}
        return browser.ask("POST", self.path, {"csrfmiddlewaretoken": self.token, **fields})[0]

    def send_many(self, **fields: str) -> Counter[int]:
        with ThreadPoolExecutor(AT_ONCE) as threads:
            return Counter(threads.map(lambda number: self.send(number, **fields), range(TIMES)))


@pytest.mark.nginx
@pytest.mark.postgresql
@pytest.mark.redis
def test_hundreds_of_wrong_passwords_and_codes_lock_out_nobody_else(tmp_path: Path) -> None:
    environment = {
        "DATABASE_URL": new_database("guessing"),
        "REDIS_URL": os.environ["TEST_REDIS_URL"],
        "WEB_CONCURRENCY": "2",
        "TRUSTED_PROXIES": "127.0.0.1",
    }
    state, proxy = tmp_path / "state", tmp_path / "nginx"
    state.mkdir()
    proxy.mkdir()
    with running(state, **environment) as site, nginx_before(site.url, proxy) as front:
        manage(state, "shell", "-c", PEOPLE, **environment)
        statuses = Guesser(front, "/admin/login/").send_many(username="ina", password="guess")
        assert statuses[200] < 20  # the free ones, and those for which the time was waited
        assert statuses[429] + statuses[200] == TIMES
        statuses = Guesser(front, "/class/").send_many(code="CCC CCC CCC", name="Mia")
        assert 100 <= statuses[422] < 150
        assert statuses[429] + statuses[422] == TIMES
        elsewhere, right = Visitor(front, address=SOMEBODY_ELSE), {"password": PASSWORD}
        assert elsewhere.submit("/admin/login/", username="ina", **right) == 302
        for client in (GUESSER, SOMEBODY_ELSE):
            visitor = Visitor(front, address=client)
            assert visitor.submit("/class/", code=CODE, name="Bo") == 302
