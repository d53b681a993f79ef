"""For tests of the board: who looks at it, and what it shows."""

import html
import re
from typing import Any

from django.contrib.auth.models import Group, User
from django.test import Client

from classrooms.board import build_board
from classrooms.models import Classroom
from learn.markdown import render_inline
from quizzes.models import Question
from tests.classrooms.classes import purpose
from tests.words import told

HTMX = {"HX-Request": "true"}


def person(name: str, role: str = "instructor", **more: Any) -> User:
    user = User.objects.create(username=name, is_staff=True, **more)
    user.groups.set(Group.objects.filter(name=role))
    return user


def page_of(room: Classroom, more: str = "board/") -> str:
    return f"/admin/classrooms/classroom/{room.pk}/{more}"


def seen(panel: Client, room: Classroom, address: str = "board/") -> str:
    return panel.get(page_of(room, address)).content.decode()


def put_up(room: Classroom, one: Question | None) -> None:
    room.put_up(one.pk if one else None)


def shares(room: Classroom, latest: bool = False) -> dict[str, int]:
    up = build_board(room, latest).up
    assert up
    return {told(bar.text): bar.count for group in up.groups for bar in group.bars if bar.count}


def text_of(key: str) -> str:
    return told(render_inline(purpose().choices.get(key=key).text))


def polled(page: str) -> str:
    found = re.search(r'hx-get="([^"]+)" hx-trigger="every 2s"', page)
    assert found
    return html.unescape(found[1])
