"""A recorded request says what happened, counted without the recorder, and leaves nothing."""

import json
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from django.conf import settings
from django.contrib.sessions.middleware import SessionMiddleware
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.cache.backends.locmem import LocMemCache
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test.utils import CaptureQueriesContext

from engines import circuit_breaker, compare_and_swap
from engines.engine import Engine
from engines.models import Forward
from engines.registry import ENGINES
from lab.tracing.steps import Step
from lab.tracing.traces import Trace, record_visit, trace_of
from lab.tracing.visits import VISITS, Visit

pytestmark = pytest.mark.django_db
EVERY = pytest.mark.parametrize("engine", ENGINES.values(), ids=ENGINES)
EACH = pytest.mark.parametrize("visit", VISITS.values(), ids=VISITS)
DOWN = ConnectionRefusedError("down")
COOKIE = settings.SESSION_COOKIE_NAME


def run(engine: Engine, visit: Visit, cookie: str = "") -> HttpResponse:
    """The visit through Django's middleware, with nothing recorded."""
    request = HttpRequest()
    request.COOKIES = {COOKIE: cookie} if cookie else {}
    middleware = SessionMiddleware(visit.view)
    middleware.SessionStore = engine.store
    response: Any = middleware(request)
    return response  # type: ignore[no-any-return]


def cookie_of(engine: Engine, visit: Visit) -> str:
    """What the browser sends with this visit."""
    return run(engine, VISITS["first"]).cookies[COOKIE].value if visit.back else ""


def commands(trace: Trace) -> list[str]:
    return [command for step in trace.steps for command in step.commands]


def step_called(trace: Trace, call: str) -> Step:
    return next(step for step in trace.steps if step.call.endswith(call))


# --- Against independent counts --------------------------------------------------------------


@EACH
@EVERY
def test_its_sql_is_that_of_the_sql_log(engine: Engine, visit: Visit) -> None:
    cookie = cookie_of(engine, visit)
    with CaptureQueriesContext(connection) as log:
        run(engine, visit, cookie)
    logged = [query["sql"].split()[0] for query in log if "django_session" in query["sql"]]
    told = [
        one.split()[0] for one in commands(record_visit(engine, visit)) if "django_session" in one
    ]
    assert told == logged
    assert (
        told
        or not engine.keeps_rows
        or visit.slug == "untouched"
        or (engine.cache and visit.slug == "read")
    )


@contextmanager
def cache_calls() -> Iterator[list[str]]:
    """What a cache in memory is asked for sessions, counted in the cache itself."""
    calls: list[str] = []
    words = {"get": "GET", "add": "ADD", "set": "SET", "delete": "DEL"}

    def counting(name: str) -> Any:
        real = getattr(LocMemCache, name)

        def counted(self: Any, key: str, *rest: Any, **more: Any) -> Any:
            if key.startswith("django.contrib.sessions"):
                calls.append(words[name])
            return real(self, key, *rest, **more)

        return counted

    def swapped(store: Any, *rest: Any) -> Any:
        calls.append("SWAP")
        held = list(calls)
        found = compare_and_swap.swap_in_memory(store, *rest)
        calls[:] = held
        return found

    with pytest.MonkeyPatch.context() as change:
        for name in words:
            change.setattr(LocMemCache, name, counting(name))
        change.setitem(compare_and_swap.SWAPS, LocMemCache, swapped)
        yield calls


@EACH
@pytest.mark.parametrize("name", ["cache", "cached_db"])
def test_its_cache_commands_are_those_that_the_cache_gets(name: str, visit: Visit) -> None:
    engine = ENGINES[name]
    cookie = cookie_of(engine, visit)
    with cache_calls() as calls:
        run(engine, visit, cookie)
    trace = record_visit(engine, visit)
    assert [one.split()[0] for one in commands(trace) if "django_session" not in one] == calls
    assert calls or visit.slug == "untouched"


opened: list[str] = []
watching = False


def note_open(event: str, arguments: tuple[Any, ...]) -> None:
    if watching and event in ("open", "os.remove") and isinstance(arguments[0], str | Path):
        opened.append(str(arguments[0]))


sys.addaudithook(note_open)  # for ever, so it looks only while it is watching


@EACH
def test_its_files_are_those_that_are_opened(visit: Visit) -> None:
    global watching
    engine = ENGINES["file"]
    cookie = cookie_of(engine, visit)
    opened.clear()
    watching = True
    run(engine, visit, cookie)
    watching = False
    touched = [path for path in opened if path.startswith(settings.SESSION_FILE_PATH)]
    told = commands(record_visit(engine, visit))
    assert all(command.startswith(f"file {COOKIE}fi") for command in told)
    assert bool(told) == bool(touched)
    assert len({Path(path).name for path in touched if COOKIE in path}) == len(set(told))


@EACH
@EVERY
def test_its_set_cookie_is_that_of_the_response(engine: Engine, visit: Visit) -> None:
    def bare(line: str) -> str:
        return re.sub(r"(sessionid=)[^;\"]+|expires=[^;]+", r"\1", line)

    response = run(engine, visit, cookie_of(engine, visit))
    sent = [f"Set-Cookie: {one.OutputString()}" for one in response.cookies.values()]
    trace = record_visit(engine, visit)
    told = [line for line in trace.steps[-1].wire if line.startswith("Set-Cookie")]
    assert list(map(bare, told)) == list(map(bare, sent))
    assert (f"Vary: {response.get('Vary')}" in trace.steps[-1].wire) == ("Vary" in response)


# --- What it tells ---------------------------------------------------------------------------


@EVERY
def test_the_steps_are_the_lines_that_ran_in_their_order(engine: Engine) -> None:
    trace = record_visit(engine, VISITS["change"])
    lines = [step.line for step in trace.steps if step.place == "view"]
    assert lines == [1, 2, 3]
    assert trace.source[0] == "def count(request):"
    assert [step.call for step in trace.steps if step.place == "view"] == [
        line.strip() for line in trace.source[1:]
    ]
    assert [step.place for step in trace.steps][:2] == ["browser", "middleware"]
    assert trace.steps[-1].place == "browser"
    assert all(step.says for step in trace.steps)


@EVERY
def test_values_are_those_after_each_step(engine: Engine) -> None:
    trace = record_visit(engine, VISITS["change"])
    load, save = step_called(trace, "load()"), step_called(trace, "save()")
    first = trace.steps[1]
    assert (first.data, first.accessed, first.modified) == ("", False, False)
    assert (load.data, load.accessed, load.modified) == ('{"visits": 1}', True, False)
    assert (save.data, save.accessed, save.modified) == ('{"visits": 2}', True, True)


def test_another_engine_makes_another_trace() -> None:
    told = {
        name: commands(record_visit(engine, VISITS["read"])) for name, engine in ENGINES.items()
    }
    assert told["db"][0].startswith("SELECT session_data")
    assert told["cache"][0].startswith("GET ca")
    assert told["cached_db"][0].startswith("GET cd")
    assert told["file"][0].startswith("file sessionidfi")
    assert told["signed_cookies"] == []


def test_signed_cookies_have_no_key_and_their_cookie_changes() -> None:
    trace = record_visit(ENGINES["signed_cookies"], VISITS["change"])
    assert {step.key for step in trace.steps} == {""}
    assert trace.steps[0].cookie != trace.steps[-1].cookie


@pytest.mark.parametrize("name", ["db", "cache", "cached_db", "file"])
def test_sign_in_changes_the_key_and_keeps_the_data(name: str) -> None:
    trace = record_visit(ENGINES[name], VISITS["sign-in"])
    assert trace.steps[0].cookie != trace.steps[-1].cookie
    assert json.loads(trace.steps[-1].data) == {"visits": 1, "user": "ada"}
    assert [step.call for step in trace.steps if step.call.startswith("cycle_key()")] == [
        "cycle_key() → load()",
        "cycle_key() → create() → save(must_create=True)",
        "cycle_key() → delete()",
    ]


# --- What it leaves --------------------------------------------------------------------------


@EACH
@EVERY
def test_nothing_stays_in_any_store(engine: Engine, visit: Visit) -> None:
    record_visit(engine, visit)
    assert Session.objects.count() == Forward.objects.count() == 0
    assert list(Path(settings.SESSION_FILE_PATH).iterdir()) == []
    kept = cache._cache  # type: ignore[attr-defined]
    assert [key for key in kept if "sessions" in key] == []


@EVERY
def test_no_whole_key_is_told(engine: Engine) -> None:
    keys: list[str] = []
    real = engine.store._get_new_session_key

    def noted(self: Any) -> str:
        keys.append(real(self))
        return keys[-1]

    with patch.object(engine.store, "_get_new_session_key", noted):
        trace = record_visit(engine, VISITS["sign-in"])
    assert keys or engine.in_cookie
    text = repr(trace)
    assert not [key for key in keys if key in text or key[8:] in text]


def test_a_view_that_breaks_leaves_no_session_and_no_tracing() -> None:
    def broken(request: HttpRequest) -> HttpResponse:
        request.session["x"] = 1
        request.session.save()
        raise ZeroDivisionError

    visit = Visit("broken", "Broken", broken)
    with pytest.raises(ZeroDivisionError):
        record_visit(ENGINES["db"], visit)
    assert Session.objects.count() == 0
    assert getattr(sys.gettrace(), "__name__", "") != "note"


# --- Kept, and silent ------------------------------------------------------------------------


def test_a_recording_is_shown_again_for_some_minutes() -> None:
    first = trace_of(ENGINES["db"], VISITS["first"])
    assert trace_of(ENGINES["db"], VISITS["first"]) == first
    cache.clear()
    assert trace_of(ENGINES["db"], VISITS["first"]) != first


def test_what_another_version_kept_is_recorded_anew() -> None:
    for text in ('{"old": 1}', "[]", "not json", '{"steps": [{"x": 1}]}'):
        cache.set("engines.trace.db.first", text)
        trace = trace_of(ENGINES["db"], VISITS["first"])
        assert trace is not None
        assert trace.steps


def test_an_engine_that_does_not_answer_has_no_trace_and_is_not_asked_again_at_once() -> None:
    with patch.object(LocMemCache, "add", side_effect=DOWN) as add:
        assert trace_of(ENGINES["cache"], VISITS["first"]) is None
        assert trace_of(ENGINES["cache"], VISITS["first"]) is None
    assert add.call_count == 1
    assert Session.objects.count() == 0


def test_a_folder_that_is_gone_is_no_error(settings: Any) -> None:
    settings.SESSION_FILE_PATH = "/nowhere/at/all"
    assert trace_of(ENGINES["file"], VISITS["change"]) is None


def test_without_the_shared_cache_each_look_makes_its_own() -> None:
    with patch.object(LocMemCache, "get", side_effect=DOWN) as get:
        assert trace_of(ENGINES["db"], VISITS["first"])
        assert trace_of(ENGINES["db"], VISITS["first"])
    assert get.call_count == 1
    assert circuit_breaker.is_silent("cache default")
