"""`prepare` makes a fresh machine ready, and touches nothing on one that is."""

import io
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import global_settings
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db.models import Model
from django.test import Client

from engines.registry import ENGINES
from lab.benchmark import store as benchmark_store
from lab.benchmark.benchmark import run_benchmark
from learn.models import Course, Lesson, Page
from quizzes.models import Choice, Hint, Question, QuestionSet, Step
from quizzes.records import Answer
from tests.course import counted
from tests.learner import answer

TABLES: list[type[Model]] = [
    Course, Lesson, Page, QuestionSet, Question, Choice, Hint, Step, Answer, User,
]  # fmt: skip
PASSWORD = re.compile(r"with the password (\S+)$", re.MULTILINE)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _measured(settings: Any, _empty_stores: None) -> None:
    """A machine that has been measured."""
    benchmark_store.save_measurement(
        run_benchmark([ENGINES["signed_cookies"]], seconds=0, kinds=("read",))
    )


@pytest.fixture
def mine(db: None) -> Course:
    """A course of somebody's own, so that the default one is not loaded."""
    return Course.objects.create(slug="mine", title="Mine")


def prepare() -> str:
    """What the command prints."""
    out = io.StringIO()
    call_command("prepare", stdout=out)
    return out.getvalue()


def password_in(printed: str) -> str:
    [password] = PASSWORD.findall(printed)
    return str(password)


def rows() -> dict[str, list[dict[str, Any]]]:
    return {
        model.__name__: list(model._default_manager.order_by("pk").values()) for model in TABLES
    }


def test_the_first_run_loads_the_course() -> None:
    lessons, questions = counted()
    told = f"Django sessions: {lessons} lessons, {questions} questions ({questions} new or changed"
    assert told in prepare()
    assert Course.objects.get().slug == "django-sessions"
    assert Question.objects.count() == questions
    assert Client().get("/learn/django-sessions/configuration/practice/").status_code == 200


def test_the_instructor_signs_in_with_the_printed_password(client: Client) -> None:
    printed = prepare()
    assert "signs in at /admin/ as 'instructor'" in printed
    form = {"username": "instructor", "password": password_in(printed), "next": "/admin/"}
    response = client.post("/admin/login/", form)
    assert (response.status_code, response.headers.get("Location")) == (302, "/admin/")
    assert "Welcome" in client.get("/admin/").content.decode()


def test_only_a_slow_hash_of_the_password_is_kept(mine: Course, settings: Any) -> None:
    settings.PASSWORD_HASHERS = global_settings.PASSWORD_HASHERS
    password = password_in(prepare())
    [kept] = rows()["User"]
    assert not any(password in str(value) for value in kept.values())
    assert kept["password"].startswith("pbkdf2_sha256$")


def test_the_password_is_random_and_not_short(mine: Course) -> None:
    passwords = set()
    for _ in range(3):
        User.objects.all().delete()
        passwords.add(password_in(prepare()))
    assert len(passwords) == 3
    assert all(len(password) >= 16 for password in passwords)


def test_a_second_run_prints_nothing_and_touches_nothing(client: Client) -> None:
    prepare()
    answer(client, "login")
    before = rows()
    assert len(before["Answer"]) == 1
    assert prepare() == ""
    assert rows() == before


def test_what_requests_cost_is_measured_where_it_never_was(mine: Course, settings: Any) -> None:
    Path(settings.MEASURED_FILE).unlink()
    assert "Measured what requests cost on this machine." in prepare()
    assert benchmark_store.is_fresh(benchmark_store.newest_measurement())


def test_a_course_of_ones_own_is_not_joined_by_the_default_one(mine: Course) -> None:
    prepare()
    assert Course.objects.get() == mine


def test_a_site_with_another_instructor_gets_no_second_one(mine: Course) -> None:
    User.objects.create_superuser("ada", password="chosen by herself")
    assert prepare() == ""
    assert [user.username for user in User.objects.all()] == ["ada"]


def test_an_instructor_whose_rights_were_taken_away_stays_as_they_are(mine: Course) -> None:
    User.objects.create_user("instructor", password="as it was")
    before = rows()
    assert prepare() == ""
    assert rows() == before
