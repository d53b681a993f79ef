"""An instructor whose board no phone can reach is told so, and what to do."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from classrooms.models import Classroom
from tests.classrooms.classes import classroom

TOLD = "No phone gets here"


@pytest.fixture
def autumn(course: None) -> Classroom:
    return classroom(owner=User.objects.create_superuser("ina"))


def board(room: Classroom, host: str) -> str:
    client = Client()
    client.force_login(room.owner, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(f"/admin/classrooms/classroom/{room.pk}/board/", headers={"Host": host})
    return page.content.decode()


@pytest.mark.parametrize(
    "host", ["localhost:8000", "127.0.0.1:8000", "127.9.9.9", "[::1]:8000", "class.localhost"]
)
def test_the_board_says_that_its_address_leads_only_here(
    autumn: Classroom, settings: object, host: str
) -> None:
    settings.ALLOWED_HOSTS = ["*"]  # type: ignore[attr-defined]
    assert f"{TOLD}: {host} means this computer" in board(autumn, host)
    Classroom.objects.update(is_open=False)
    assert TOLD not in board(autumn, host)  # nobody is to join


@pytest.mark.parametrize("host", ["192.168.1.20:8000", "learn.example", "[fd00::1]:8000"])
def test_the_board_says_nothing_where_phones_may_come(
    autumn: Classroom, settings: object, host: str
) -> None:
    settings.ALLOWED_HOSTS = ["*"]  # type: ignore[attr-defined]
    assert TOLD not in board(autumn, host)
