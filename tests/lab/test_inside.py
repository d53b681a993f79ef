"""What the lab shows of a session is what its store holds, and nothing that is secret."""

import os
import re
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pymemcache
import pytest
import redis
from django.conf import settings as live
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.sessions.models import Session
from django.core.cache import caches
from django.test import Client

from config import env
from engines.registry import ENGINES
from engines.storage_inspector import StoredCopy, inspect_storage
from lab.benchmark.benchmark import run_benchmark
from lab.benchmark.store import save_measurement
from lab.formatting import format_request_time
from tests.learner import answer

AUTH = "django.contrib.auth.backends.ModelBackend"


def lab(client: Client, engine: str) -> str:
    """The lab's page for a session with something in it, in this engine."""
    answer(client, "remember")
    client.post("/engine/switch/", {"engine": engine})
    return unescape(client.get("/engine/").content.decode())


def facts(page: str) -> dict[str, str]:
    return dict(re.findall(r"<div><dt>([^<]+)</dt><dd>([^<]+)</dd></div>", page))


def parts(page: str) -> dict[str, str]:
    return dict(re.findall(r"<div><dt>(\w+)</dt><dd><code>([^<]+)</code>", page))


def moment(text: str) -> datetime:
    return datetime.strptime(text, "%d %B %Y, %H:%M:%S UTC").replace(tzinfo=UTC)


def test_the_row_is_the_one_in_the_table(alice: Client) -> None:
    page = lab(alice, "db")
    row = Session.objects.get()
    shown = facts(page)
    assert shown["session_key"] == f"{row.session_key[:6]}…"
    assert shown["session_data"] == f"{len(row.session_data):,} bytes"
    assert moment(shown["expire_date"]) == row.expire_date.replace(microsecond=0)
    payload, stamp, signature = row.session_data.rsplit(":", 2)
    assert parts(page)["payload"] == payload[:240] + ("…" if len(payload) > 240 else "")
    assert parts(page)["timestamp"] == stamp
    assert parts(page)["signature"] == f"{signature[:6]}…"


def test_the_file_is_the_one_in_the_folder(alice: Client, settings: Any) -> None:
    shown = facts(lab(alice, "file"))
    (path,) = Path(settings.SESSION_FILE_PATH).glob("sessionid*")
    assert shown["name"] == path.name[: len("sessionid") + 6] + "…"
    assert shown["size"] == f"{path.stat().st_size:,} bytes"
    assert shown["may be read by"] == "the server's user alone"
    assert moment(shown["saved"]).timestamp() == int(path.stat().st_mtime)


def test_the_cookie_is_the_browsers(alice: Client) -> None:
    page = lab(alice, "signed_cookies")
    cookie = alice.cookies["sessionid"].value
    assert facts(page)["value"] == f"{len(cookie):,} bytes"
    size = len("sessionid") + len(cookie)
    assert f"{size} of 4096 bytes" in page
    assert f'<rect width="{round(100 * size / 4096, 1)}%"' in page
    assert parts(page)["payload"].rstrip("…") == cookie.split(":")[0][:240]


def test_a_copy_is_shown_beside_its_row(alice: Client) -> None:
    page = lab(alice, "cached_db")
    assert "The row in django_session" in page
    assert "The copy in memory" in page
    assert moment(facts(page)["expire_date"]) == Session.objects.get().expire_date.replace(
        microsecond=0
    )


def look(alice: Client, url: dict[str, Any], settings: Any) -> tuple[StoredCopy, str]:
    """The entry of a session in the cache at this address, and the key it really has there."""
    settings.CACHES = {"default": url}
    session = ENGINES["cache"].store()
    session["a"] = "b" * 100
    session.set_expiry(1000)
    session.save()
    (found,) = inspect_storage(session)
    return found, caches["default"].make_key(session.cache_key)


@pytest.mark.redis
def test_an_entry_in_redis_has_the_servers_own_time_to_live(db: None, settings: Any) -> None:
    url = os.environ["TEST_REDIS_URL"]
    found, name = look(Client(), env.redis_cache(url), settings)
    shown, server = dict(found.facts), redis.Redis.from_url(url)
    left = int(shown["time to live"].split()[0].replace(",", ""))
    assert abs(left - int(server.ttl(name))) <= 1  # type: ignore[arg-type]
    assert left > 990
    assert shown["value"].startswith(f"{server.strlen(name)} bytes")
    assert name.startswith(shown["key"].rstrip("…"))
    server.delete(name)


@pytest.mark.memcached
def test_an_entry_in_memcached_has_the_servers_own_time_to_live(db: None, settings: Any) -> None:
    url = os.environ["TEST_MEMCACHED_URL"]
    found, name = look(Client(), env.memcached_cache(url), settings)
    where = urlsplit(url)
    server = pymemcache.Client((where.hostname, where.port))
    left = int(dict(found.facts)["time to live"].split()[0].replace(",", ""))
    said = server.raw_command(f"mg {name} t")
    assert abs(left - int(said.removeprefix(b"HD t"))) <= 1
    assert dict(found.facts)["value"].startswith(f"{len(server.get(name))} bytes")
    server.delete(name)


def test_djangos_calls_are_those_that_were_recorded(alice: Client) -> None:
    page = lab(alice, "db")
    calls = page[page.index('<ol class="calls">') :]
    for call in ("process_request()", "load()", "save()", "process_response()"):
        assert call in calls
    assert Session.objects.count() == 1  # the recorded session is gone


@pytest.mark.parametrize("engine", ENGINES)
def test_nothing_secret_is_on_the_page(
    engine: str, alice: Client, bob: Client, django_user_model: Any
) -> None:
    carol = django_user_model.objects.create_user("carol", password="a password of hers")
    answer(bob, "remember")
    alice.force_login(carol, backend=AUTH)
    page = lab(alice, engine)
    session = alice.session
    assert "(masked)" in page
    text = str(session.session_key) if engine == "signed_cookies" else session.encode(dict(session))
    secrets = {
        "secret key": live.SECRET_KEY,
        "password": carol.password,
        "auth hash": session[HASH_SESSION_KEY],
        "own key": session.session_key,
        "own session, encoded": text.split(":")[0],
        "another learner's key": bob.session.session_key,
    }
    for name, secret in secrets.items():
        assert str(secret) not in page, name


def test_what_an_engine_costs_is_what_was_measured(alice: Client) -> None:
    assert "a request that reads it takes" not in lab(alice, "db")
    found = run_benchmark(seconds=0)
    save_measurement(found)
    page = unescape(alice.get("/engine/").content.decode())
    for engine in ENGINES:
        read, write = (found.cost(engine, kind) for kind in ("read", "write"))
        assert read
        assert write
        took = [format_request_time(cost.times.median) for cost in (read, write)]
        assert f"reads it takes {took[0]}, one that changes it too {took[1]}." in page


@pytest.mark.parametrize("engine", [name for name in ENGINES if name != "db"])
def test_a_move_says_what_came_along_and_how_long_it_took(alice: Client, engine: str) -> None:
    answer(alice, "remember")
    html = alice.post("/engine/switch/", {"engine": engine}, follow=True).content.decode()
    found = re.search(r"1 key came along \(progress\), ([\d,]+) bytes, .* in (\d+\.\d) ms\.", html)
    assert found
    assert "The copy in db is deleted." in html
    assert Session.objects.count() == (1 if engine == "cached_db" else 0)
    assert dict(alice.session.items()).keys() == {"progress"}
    held = alice.session.session_key if engine == "signed_cookies" else None
    assert held is None or int(found[1].replace(",", "")) == len(held)


def test_the_page_can_be_asked_for_without_its_body(alice: Client) -> None:
    assert alice.head("/engine/").status_code == 200
