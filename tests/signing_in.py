"""For tests of signing in: an instructor, and those who guess."""

from typing import Any

from django.contrib.auth.models import User
from django.test import Client

LOGIN = "/admin/login/?next=/admin/"
PASSWORD = "the right one 42"


def make_instructor(name: str = "instructor") -> User:
    return User.objects.create_superuser(name, password=PASSWORD)


def sign_in(
    client: Client, password: str = PASSWORD, username: str = "instructor", **more: Any
) -> Any:
    return client.post(LOGIN, {"username": username, "password": password}, **more)


def sign_out(client: Client) -> None:
    """As the button does it: the browser keeps its other cookies."""
    assert client.post("/admin/logout/").status_code == 200


def guess(times: int, client: Client | None = None, **more: Any) -> list[int]:
    """The statuses of so many wrong passwords, one after the other."""
    guesser = client or Client()
    return [sign_in(guesser, f"guess {number}", **more).status_code for number in range(times)]


def is_let_in(reply: Any) -> bool:
    return bool(reply.status_code == 302)
