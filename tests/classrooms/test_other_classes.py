"""A class is its own: nobody gets at it with the id or the code of another."""

import re

import pytest
from django.contrib.auth.models import User
from django.forms.models import model_to_dict
from django.test import Client

from classrooms.models import Classroom, Member
from tests.classrooms.boards import HTMX, person
from tests.classrooms.classes import answers, classroom, join, leave, purpose, right
from tests.fuzz.addresses import routes
from tests.signed_in import signed_in

SECRET = "Web, autumn"


@pytest.fixture
def theirs(ina: User) -> Classroom:
    return classroom(SECRET, owner=person("otto"))


def addresses_of(room: Classroom) -> list[str]:
    """Every address of the panel that leads to one class."""
    start = "admin/classrooms/classroom/<"
    known = [route for route in sorted(set(routes())) if route.startswith(start)]
    filled = [route.replace("<str:code>", room.code) for route in known]
    return ["/" + re.sub("<[^>]*>", str(room.pk), route) for route in filled]


def test_an_instructor_reaches_no_page_of_anothers_class_by_its_id(
    theirs: Classroom, panel: Client
) -> None:
    addresses = addresses_of(theirs)
    assert any("board" in address for address in addresses)
    before = model_to_dict(theirs)
    for address in addresses:
        for headers in ({}, HTMX):
            replies = [panel.get(address, headers=headers), panel.post(address, {"post": "yes"})]
            for reply in replies:
                assert reply.status_code in (200, 302, 403, 404, 405), address
                assert reply.status_code != 200 or not reply.content, address
                assert SECRET not in reply.content.decode()
                shown = reply.content.decode().replace(address, "")  # the page that one asked for
                assert theirs.code not in shown
    assert model_to_dict(Classroom.objects.get(pk=theirs.pk)) == before


def test_the_owner_does_reach_them(theirs: Classroom) -> None:
    owner = signed_in(User.objects.get(username="otto"))
    reached = [owner.get(address).status_code for address in addresses_of(theirs)]
    assert reached.count(200) >= 4


def test_a_learner_sees_and_leaves_no_class_but_their_own(
    theirs: Classroom, autumn: Classroom, alice: Client, bob: Client
) -> None:
    join(alice, theirs, name="Alice")
    join(bob, autumn, name="Bob")
    answers(Member.objects.get(name="Alice"), purpose(), right(purpose()))
    for address in (f"/class/{theirs.code}/", "/class/", "/progress/"):
        page = bob.get(address).content.decode()
        assert "Alice" not in page
    leave(bob)
    assert [member.name for member in Member.objects.all()] == ["Alice"]


def test_a_learner_reaches_no_page_of_the_panel_with_a_code(
    theirs: Classroom, alice: Client
) -> None:
    join(alice, theirs, name="Alice")
    for address in addresses_of(theirs):
        assert alice.get(address).status_code == 302
        reply = alice.get(address, headers=HTMX)
        assert SECRET not in reply.content.decode()
