"""The errors in the set "Debug" are what Django says, and the right answers end them.

Each broken site runs in a process of its own: settings, views and error are taken from the
question itself. Where a new Django words an error otherwise, the question is out of date.
"""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from packs.files import read_yaml
from packs.shape import parse_set
from quizzes.kinds.checking import right_keys
from quizzes.kinds.gaps import option_code, right_option, solved_code
from quizzes.schema import Item
from tests.course import PACK

# A site with nothing but what is on its standard input, and one visitor with a cookie jar.
SITE = """
import inspect, json, sys, traceback
from asgiref.sync import async_to_sync
from django.http import HttpResponse

site = json.load(sys.stdin)
given = {}
exec(site["settings"], given)
chosen = {name: value for name, value in given.items() if name.isupper()}

import django
from django.conf import settings
from django.core.management import call_command
from django.test import RequestFactory
from django.utils.module_loading import import_string

settings.configure(**({
    "SECRET_KEY": "a-key-for-this-process",
    "INSTALLED_APPS": ["django.contrib.sessions"],
    "MIDDLEWARE": ["django.contrib.sessions.middleware.SessionMiddleware"],
    "ALLOWED_HOSTS": ["testserver"],
    "DATABASES": {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": site["database"]}},
} | chosen))
django.setup()
call_command("migrate", verbosity=0)
jar = {}

def opened(view):
    request = RequestFactory().get("/")
    request.COOKIES = dict(jar)
    handler = async_to_sync(view) if inspect.iscoroutinefunction(view) else view
    for name in reversed(settings.MIDDLEWARE):
        handler = import_string(name)(handler)
    response = handler(request)
    jar.update({name: cookie.value for name, cookie in response.cookies.items()})
    return response.content.decode()

def sign_out(request):
    request.session.flush()
    return HttpResponse()

def charge(order):
    if order > 1:
        opened(sign_out)

names = {"__name__": "views", "HttpResponse": HttpResponse, "charge": charge}
exec(site["views"], names)
views = [one for one in names.values() if getattr(one, "__module__", "") == "views"]
told = []
try:
    for _ in range(site["visits"]):
        told += [opened(view) for view in views]
except Exception as error:
    told = traceback.format_exception_only(error)
print(json.dumps("\\n".join(told).strip()))
"""

READ = """
def visit(request):
    return HttpResponse(request.session.get("visits", "nothing yet"))
"""


def questions() -> dict[str, Item]:
    draft = parse_set(read_yaml(PACK, PACK / "configuration/debug.yaml"))
    return {item.id: item for item in draft.items.values()}


QUESTIONS = questions()


def blocks(item: Item, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", item.prompt, re.M | re.S)


def part(item: Item, name: str) -> str:
    """The sample of this file in the prompt, or nothing."""
    return "".join(one for one in blocks(item, "python") if one.startswith(f"# {name}"))


def said(tmp_path: Path, settings: str, views: str, visits: int = 3) -> str:
    """What three visits to the site read, or the first error, as a traceback's last line."""
    site = {
        "settings": settings,
        "views": views or READ,
        "visits": visits,
        "database": str(tmp_path / "site.sqlite3"),
    }
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", SITE],
        input=json.dumps(site),
        env={"PATH": "/usr/bin:/bin"},  # nothing that makes Django lenient
        capture_output=True,
        text=True,
        check=False,
    )
    assert not done.stderr, done.stderr
    return str(json.loads(done.stdout))


def mended(item: Item) -> str:
    """The question's code with the right options in its"""
    return solved_code(item)


def uniform(text: str) -> str:
    """Lines may be broken anywhere."""
    return " ".join(text.split())


@pytest.mark.parametrize("item", QUESTIONS.values(), ids=QUESTIONS)
def test_the_error_in_the_question_is_what_django_says(item: Item, tmp_path: Path) -> None:
    told = said(tmp_path, part(item, "settings.py"), part(item, "views.py"))
    assert uniform(told) == uniform(blocks(item, "text")[0])


def test_a_second_cache_of_that_name_ends_the_error_and_the_other_engine_does_not(
    tmp_path: Path,
) -> None:
    # Without a Redis, for only the name counts here.
    redis, local = "redis.RedisCache", "locmem.LocMemCache"
    broken = part(QUESTIONS["no-such-cache"], "settings.py").replace(redis, local)
    mended = broken + 'CACHES["sessions"] = {**CACHES["default"], "LOCATION": "sessions"}\n'
    assert said(tmp_path, mended, "", visits=1) == "nothing yet"
    shared = broken + 'SESSION_CACHE_ALIAS = "default"\n'
    assert said(tmp_path, shared, "", visits=1) == "nothing yet"
    other = broken.replace("backends.cache", "backends.cached_db", 1)
    assert "The connection 'sessions' doesn't exist" in said(tmp_path, other, "")


def test_a_folder_of_the_systems_own_is_taken_where_none_is_named(tmp_path: Path) -> None:
    settings = part(QUESTIONS["no-such-path"], "settings.py")
    without = re.sub("SESSION_FILE_PATH.*\n", "", settings)
    assert said(tmp_path, without, "", visits=1) == "nothing yet"


def test_a_number_of_seconds_is_an_age(tmp_path: Path) -> None:
    item = QUESTIONS["no-number"]
    assert said(tmp_path, mended(item), part(item, "views.py")).endswith("Visit number 3")


def test_a_text_in_iso_form_is_a_datetime_again(tmp_path: Path) -> None:
    item = QUESTIONS["not-serializable"]
    assert said(tmp_path, "", mended(item), visits=1) == "Go!\n0 days"


@pytest.mark.parametrize("key", ["set", "tuple", "text", "stamp"])
def test_no_other_pair_stores_and_reads_a_time(tmp_path: Path, key: str) -> None:
    item = QUESTIONS["not-serializable"]
    choice = item.choices[key]
    right = item.choices[right_option(item, choice.gap)]
    views = mended(item).replace(option_code(right.text), option_code(choice.text))
    assert said(tmp_path, "", views, visits=1).startswith("TypeError")


def test_the_twin_for_async_code_counts(tmp_path: Path) -> None:
    item = QUESTIONS["not-in-async"]
    line = blocks(item, "text")[1].strip()
    keys = right_keys(item)
    assert "aget" in keys
    for key in ("aget", "get", "async", "wrapped"):
        awaited = line.replace("______", option_code(item.choices[key].text))
        views = re.sub(r"visits = request.*", awaited, part(item, "views.py"))
        told = said(tmp_path, "", views)
        assert (told.splitlines()[-1:] == ["Visit number 3"]) is (key in keys), told


def test_setting_the_key_anew_keeps_each_vote(tmp_path: Path) -> None:
    views = part(QUESTIONS["no-error-at-all"], "views.py")
    kept = views.replace("    return", '    request.session["votes"] = votes\n    return')
    assert said(tmp_path, "", kept).endswith("You voted 3 times")


def said_by(tmp_path: Path, name: str, **settings: Any) -> str:
    item = QUESTIONS[name]
    lines = "".join(f"{key} = {value!r}\n" for key, value in settings.items())
    return said(tmp_path, part(item, "settings.py") + lines, part(item, "views.py"))


def test_the_missing_app_and_the_missing_middleware_are_mended_by_adding_them(
    tmp_path: Path,
) -> None:
    app, backends = ["django.contrib.sessions"], "django.contrib.sessions.backends."
    middleware = ["django.contrib.sessions.middleware.SessionMiddleware"]
    found = said_by(tmp_path, "no-such-attribute", MIDDLEWARE=middleware)
    assert found.endswith("Visit number 3")
    found = said_by(tmp_path, "no-app-label", INSTALLED_APPS=app)
    assert found.endswith("Visit number 3")
    found = said_by(tmp_path, "no-app-label", SESSION_ENGINE=f"{backends}signed_cookies")
    assert found.endswith("Visit number 3")
    found = said_by(tmp_path, "no-app-label", SESSION_ENGINE=f"{backends}cached_db")
    assert found.startswith("RuntimeError")
