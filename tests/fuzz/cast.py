"""Who sends the requests, and a site that has what they want to touch."""

import io
from typing import Any

from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.test import Client
from django.test.client import ClientHandler
from django.urls import reverse

from classrooms.models import Classroom
from engines.models import SiteEngine
from lab.models import LabSettings
from learn.models import Course
from studio.roles import make_groups
from tests.course import LESSON, PACK
from tests.fuzz.wire import HOST
from tests.learner import answer
from tests.signed_in import signed_in

STRANGER, LEARNER = "anonymous", "learner"
STAFF = ("author", "administrator")
ROLES = (STRANGER, LEARNER, *STAFF)
# One for all: each would look at all static files anew.
HANDLER = ClientHandler(enforce_csrf_checks=False)
ENGINES = ("db", "cache", "cached_db", "file", "signed_cookies")


def make_site() -> None:
    """The default course, people and a class, as they are at the start, whatever was done."""
    call_command("loadcourse", PACK, stdout=io.StringIO())
    make_groups()
    SiteEngine.objects.all().delete()
    LabSettings.objects.all().delete()
    owner = [person(role) for role in STAFF][-1]
    course = Course.objects.get(slug=PACK.name)
    Classroom.objects.get_or_create(title="Autumn", course=course, defaults={"owner": owner})


def person(role: str) -> User:
    user, _ = User.objects.update_or_create(
        username=f"fuzz-{role}", defaults={"is_staff": True, "is_active": True}
    )
    user.groups.set([Group.objects.get(name=role)])
    return user


def cookies_of(role: str, number: int) -> dict[str, str]:
    """The cookies of a browser in this role. Learners have answered, and each has the next engine;
    every fifth is in a class."""
    if role == STRANGER:
        return {}
    if role in STAFF:
        return kept(signed_in(person(role)))
    client = Client(SERVER_NAME=HOST)
    client.handler = HANDLER
    answer(client, "login")
    client.post(reverse("switch"), {"engine": ENGINES[number % len(ENGINES)]})
    if number % len(ENGINES) == 0:
        join = {"code": Classroom.objects.latest("pk").code, "name": "Fuzz"}
        client.post(reverse("join"), join)
    client.get(f"{LESSON}test/")
    return kept(client)


def kept(client: Client) -> dict[str, Any]:
    return {name: morsel.value for name, morsel in client.cookies.items()}
