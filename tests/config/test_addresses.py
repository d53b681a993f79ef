"""Addresses that bookmarks may hold lead on."""

import pytest
from django.test import Client


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/admin/quizzes/classroom/", "/admin/classrooms/classroom/"),
        ("/admin/quizzes/classroom/3/board/?x=1", "/admin/classrooms/classroom/3/board/?x=1"),
        ("/admin/engines/labsettings/add/", "/admin/lab/labsettings/add/"),
    ],
)
def test_a_bookmark_from_before_an_app_got_its_own_room_leads_there(old: str, new: str) -> None:
    response = Client().get(old)
    assert (response.status_code, response["Location"]) == (302, new)
