"""nginx as `docs/nginx.conf` has it: what it says to the site, and what it does when that stops."""

import http.client
import os
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.config.serving import TinySite, tiny_site
from tests.nginx import nginx_before
from tests.waiting import wait_until

pytestmark = pytest.mark.nginx


@contextmanager
def both(folder: Path) -> Iterator[tuple[TinySite, str]]:
    with tiny_site(folder) as site, nginx_before(site.url, folder) as front:
        yield site, front


def ask(
    url: str, method: str, path: str, body: str = "", **headers: str
) -> tuple[http.client.HTTPResponse, str]:
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=20)
    try:
        connection.request(method, path, body, headers)
        response = connection.getresponse()
        return response, response.read().decode()
    finally:
        connection.close()


def test_the_site_hears_the_real_address_and_the_name_that_was_asked_for(tmp_path: Path) -> None:
    forged = {"X-Forwarded-For": "8.8.8.8", "X-Forwarded-Proto": "https"}
    with both(tmp_path) as (_, front):
        _, said = ask(front, "GET", "/headers", **forged)
        assert said == repr([urlsplit(front).netloc, "127.0.0.1", "http"])


def test_while_the_site_is_away_a_page_says_what_is_kept(tmp_path: Path) -> None:
    with both(tmp_path) as (site, front):
        site.process.terminate()
        site.process.wait(10)
        for method in ("GET", "POST"):
            response, page = ask(front, method, "/", "choice=a")
            assert (response.status, response.headers["Retry-After"]) == (503, "5")
            assert "Every answer that it confirmed is kept." in page


def test_a_body_that_the_site_would_refuse_is_refused_at_the_door(tmp_path: Path) -> None:
    with both(tmp_path) as (_, front):
        assert ask(front, "POST", "/", "a" * 13_000_000)[1] != "13000000"
        assert ask(front, "POST", "/", "a" * 3_900_000)[1] == "3900000"


@pytest.mark.parametrize(("method", "times", "status"), [("GET", 2, 200), ("POST", 1, 503)])
def test_a_worker_that_dies_is_asked_again_only_for_what_changes_nothing(
    tmp_path: Path, method: str, times: int, status: int
) -> None:
    with both(tmp_path) as (site, front), ThreadPoolExecutor(1) as pool:
        site.hold.touch()
        reply = pool.submit(ask, front, method, "/held", "choice=a")
        wait_until(lambda: site.held() == 1, 10)
        for worker in site.workers():
            os.kill(worker, signal.SIGKILL)
        wait_until(lambda: site.held() == times, 10)
        site.hold.unlink()
        assert reply.result()[0].status == status
