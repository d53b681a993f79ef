"""What no database can look up, in the addresses and forms of the panel: refused with the reason,
whatever page it comes to."""

import logging
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from learn.models import Course
from quizzes.models import Question
from studio.site import Panel
from tests.signed_in import signed_in
from tests.studio.panel import content, list_of, page_of
from tests.words import told

QUESTIONS, CHANGES, PEOPLE = (
    "/admin/quizzes/question/",
    "/admin/admin/logentry/",
    "/admin/auth/user/",
)
BEYOND = "9223372036854775808"  # 64 bits
MONSTER = "9" * 5_000  # Python makes no number of it
UNREADABLE = [
    f"{QUESTIONS}?id__in={BEYOND}",
    f"{QUESTIONS}?published__gte=0001-01-01T00:00:00%2B14:00",
    f"{CHANGES}?action_time__year=2024&action_time__month={BEYOND}",
    f"{CHANGES}?action_time__year=9999",
    f"{CHANGES}?action_time__year=1&action_time__month=1&action_time__day=0",
    f"{CHANGES}?action_time__year=9999&action_time__month=12&action_time__day=31",
    "/admin/axes/accesslog/?attempt_time__year=9999",
    f"{QUESTIONS}1/change/?_to_field=",
    f"{QUESTIONS}1/delete/?_to_field=",
]
READABLE = [
    f"{QUESTIONS}?level=%00",
    f"{QUESTIONS}?o={MONSTER}&p={MONSTER}",
    f"{QUESTIONS}?_changelist_filters=%00&_popup=x&all=",
    f"{QUESTIONS}{BEYOND}/change/",
    f"{QUESTIONS}%00/change/",
    f"{QUESTIONS}recover/{BEYOND}/",
    f"{PEOPLE}?groups__id__exact={BEYOND}",
    f"{PEOPLE}add/?groups=x",
    f"{QUESTIONS}add/?question_set=abc&published=zzz&position=x&retired=x&answers=1",
    f"{QUESTIONS}add/?published=0001-01-01",
    f"{QUESTIONS}add/?published_0=0001-01-01",
    "/admin/learn/lesson/add/?course=x&published=x&minutes=x",
    f"/admin/autocomplete/?term=%00&app_label=admin&model_name=logentry&field_name=user&page={MONSTER}",
    "/admin/login/?next=%00",
    f"/admin/r/{BEYOND}/%00/",
]


@pytest.fixture
def root(course: None) -> Client:
    return signed_in(User.objects.create_superuser("root"))


@pytest.mark.parametrize("address", UNREADABLE)
def test_a_value_that_no_database_can_look_up_is_refused_with_the_reason(
    root: Client, address: str
) -> None:
    page = root.get(address)
    # The list of changes tells a day that does not exist by itself, and goes back to the list.
    assert page.status_code == (302 if "day=0" in address else 400)
    assert page.status_code == 302 or "holds a value that can't be looked up" in told(page)


@pytest.mark.parametrize("address", READABLE)
def test_an_odd_value_that_means_nothing_is_no_error(root: Client, address: str) -> None:
    assert root.get(address).status_code in (200, 302, 404)


@pytest.mark.parametrize("key", [BEYOND, MONSTER, "x", "\0", ""])
def test_an_action_on_a_row_that_no_database_can_look_up_changes_nothing(
    root: Client, key: str
) -> None:
    before = content()
    fields = {"action": "delete_selected", "_selected_action": key, "post": "yes"}
    assert root.post(QUESTIONS, fields).status_code in (200, 302, 400)
    moved = root.post(f"{page_of(Course.objects.get()).removesuffix('change/')}order/", {"up": key})
    assert moved.status_code in (302, 400)
    assert content() == before


def test_a_search_for_very_many_words_says_so(root: Client) -> None:
    for model in (Question, Course):
        page = root.get(list_of(model), {"q": "a " * 400})
        assert page.status_code == 400
        assert "The search has more than 30 words. Search for fewer." in told(page)
        assert root.get(list_of(model), {"q": "a " * 30}).status_code == 200


def test_what_was_refused_is_one_line_of_the_log_that_says_where(
    root: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING, "studio.unreadable"):
        root.get(UNREADABLE[0])
    [line] = [record for record in caplog.records if record.name == "studio.unreadable"]
    assert "GET /admin/quizzes/question/ was refused: OverflowError" in line.getMessage()
    assert ".py, line" in line.getMessage()
    assert not line.exc_info


def test_any_other_error_of_a_page_is_an_error(root: Client, rf: Any) -> None:
    def broken(request: Any) -> Any:
        raise KeyError("a fault of ours")

    request = rf.get("/admin/")
    request.user = User.objects.get(username="root")
    with pytest.raises(KeyError):
        Panel().admin_view(broken)(request)
