"""Instructors who save the same question at the same moment: one of them does, and the others are
told. On both databases."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from threading import Barrier
from typing import Any

import pytest

from tests.running import Site, manage, prepared_database, running
from tests.visitor import Visitor

AT_ONCE, ROUNDS = 6, 5
PASSWORD = "a long one for this test"
PREPARE = f"""
from django.contrib.auth.models import User
User.objects.create_superuser("ina", password={PASSWORD!r})
"""
PAGE = "/admin/quizzes/questionset/1/change/"
REFUSED = "Nothing was saved: somebody changed this since you opened it."


@pytest.fixture(
    scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)]
)
def site(request: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    more = {"GUNICORN_THREADS": str(AT_ONCE)}
    if request.param == "postgresql":
        more["DATABASE_URL"] = prepared_database("two_instructors")
    folder = tmp_path_factory.mktemp("site")
    with running(folder, **more) as site:
        manage(folder, "shell", "-c", PREPARE, **more)
        yield site


def opened(visitor: Visitor) -> dict[str, str]:
    """The form of a set as a browser would send it back."""
    page = visitor.get(PAGE)
    typed = re.findall(r'<input type="(?:text|number|hidden)" name="(.*?)" value="(.*?)"', page)
    chosen = re.findall(r'<select name="(.*?)".*?<option value="([^"]*)" selected', page, re.DOTALL)
    return {name: unescape(value) for name, value in [*typed, *chosen]}


def saved_together(tabs: list[Visitor], forms: list[dict[str, str]]) -> list[tuple[int, str]]:
    """What each is told."""
    together = Barrier(len(tabs))

    def save(tab: Visitor, form: dict[str, str]) -> tuple[int, str]:
        together.wait()
        return tab.ask("POST", PAGE, form)

    with ThreadPoolExecutor(len(tabs)) as pool:
        return list(pool.map(save, tabs, forms))


def test_of_those_who_save_at_the_same_moment_one_does_and_the_others_are_told(site: Site) -> None:
    first = Visitor(site.url)
    assert first.submit("/admin/login/?next=/admin/", username="ina", password=PASSWORD) == 302
    tabs = [first.fork() for _ in range(AT_ONCE)]
    for turn in range(ROUNDS):
        forms = [{**opened(tab), "title": f"{turn}-{number}"} for number, tab in enumerate(tabs)]
        replies = saved_together(tabs, forms)
        assert sorted(status for status, _ in replies) == [*[200] * (AT_ONCE - 1), 302]
        assert all(REFUSED in body for status, body in replies if status == 200)
        [saved] = [number for number, (status, _) in enumerate(replies) if status == 302]
        assert opened(first)["title"] == f"{turn}-{saved}"


def test_what_was_deleted_comes_back_on_both_databases(site: Site) -> None:
    visitor = Visitor(site.url)
    assert visitor.submit("/admin/login/?next=/admin/", username="ina", password=PASSWORD) == 302
    assert visitor.submit("/admin/learn/lesson/2/delete/", post="yes") == 302
    assert visitor.ask("GET", "/admin/learn/lesson/2/change/")[0] == 302
    listed = visitor.get("/admin/learn/lesson/recover/")
    [version] = re.findall(r"/admin/learn/lesson/recover/(\d+)/", listed)
    assert visitor.submit(f"/admin/learn/lesson/recover/{version}/") == 302
    assert "configuration" in visitor.get("/admin/learn/lesson/2/change/")
    assert "Recovered, with" in visitor.get("/admin/learn/lesson/2/history/")
    listed = "/admin/quizzes/question/?q=purpose&state=published&answers=none"
    assert "1 result" in visitor.get(listed)
