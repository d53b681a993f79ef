"""What the lesson "What sessions are" says beyond the other lessons."""

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse

from tests.facts.cookies import without_the_key
from tests.facts.lessons import question
from tests.facts.site import Browser, read, sent, sign_in, sign_out, untouched, visit, who, write
from tests.facts.statements import statements


def test_a_row_is_read_without_the_key(visitor: Browser) -> None:
    visitor.open(write(colour="green"))
    row = Session.objects.get()
    assert without_the_key(row.session_data) == {"colour": "green"}


def test_a_visitor_without_an_account_is_an_anonymous_user(visitor: Browser) -> None:
    users = []

    def look(request: HttpRequest) -> HttpResponse:
        users.append(request.user)
        return visit(request)

    visitor.open(look)
    visitor.open(look)
    assert users == [AnonymousUser()] * 2
    assert not User.objects.exists()


def test_the_sessions_of_one_user_in_two_browsers_are_two(
    engine: str, visitor: Browser, ada: User
) -> None:
    laptop = Browser()
    for browser in (visitor, laptop):
        browser.open(sign_in(ada))
    visitor.open(write(colour="green"))
    assert "colour" in visitor.data()
    assert "colour" not in laptop.data()


def test_another_user_who_signs_in_gets_an_empty_session(
    engine: str, visitor: Browser, ada: User
) -> None:
    visitor.open(sign_in(User.objects.create_user("ben")))
    visitor.open(write(list="leeks"))
    visitor.open(sign_in(ada))
    assert visitor.user() == "ada"
    assert "list" not in visitor.data()


def test_modified_is_set_by_a_key_and_not_by_a_read(engine: str, visitor: Browser) -> None:
    found = []

    def view(request: HttpRequest) -> HttpResponse:
        request.session.get("visits")
        found.append(request.session.modified)
        request.session["visits"] = 1
        found.append(request.session.modified)
        return HttpResponse()

    visitor.open(view)
    assert found == [False, True]


def test_a_robot_without_cookies_that_only_reads_leaves_nothing() -> None:
    for _ in range(10):
        Browser().open(read)
    assert not Session.objects.exists()


def test_the_three_pages_of_the_question_make_three_statements(visitor: Browser) -> None:
    def three_values(request: HttpRequest) -> HttpResponse:
        return HttpResponse(str([request.session.get(key) for key in ("a", "b", "visits")]))

    visitor.open(visit)
    made = [statements(visitor, view) for view in (untouched, three_values, visit)]
    assert made == [[], ["SELECT"], ["SELECT", "UPDATE"]]
    choices = question("what-sessions-are/practice.yaml", "statements").choices.values()
    assert [one.text for one in choices if one.right] == [f"`{sum(map(len, made))}`"]


def test_the_events_of_the_question_happen_in_its_order(visitor: Browser, ada: User) -> None:
    asked = question("what-sessions-are/practice.yaml", "a-sessions-life")
    assert list(asked.choices) == ["nothing", "insert", "login", "user", "flush"]
    assert sent(visitor.open(read)) is None
    visitor.open(write(basket=["book"]))
    first = visitor.key
    visitor.open(sign_in(ada))
    assert visitor.key != first
    assert visitor.data()["basket"] == ["book"]
    assert statements(visitor, who) == ["SELECT", "SELECT"]
    visitor.open(sign_out)
    assert visitor.key is None
    assert not Session.objects.exists()


@pytest.mark.parametrize("made_up", ["a" * 32, "0123456789"])
def test_a_planted_key_gives_the_one_who_planted_it_nothing(
    engine: str, ada: User, made_up: str
) -> None:
    victim, thief = Browser({"sessionid": made_up}), Browser({"sessionid": made_up})
    victim.open(sign_in(ada))
    assert victim.user() == "ada"
    assert thief.user() == ""
