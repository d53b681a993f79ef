"""Who may do what in the panel: every address it has, tried as nobody and as each role."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, User
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.test import Client
from django.urls import URLPattern, URLResolver

from engines.models import SiteEngine
from exchange.kept_imports import keep_file
from lab.models import LabSettings
from learn.models import Course
from quizzes.models import Question
from studio.roles import ABOUT, ROLES, make_groups
from tests.signed_in import BACKEND
from tests.studio.panel import content, edit, page_of
from tests.words import told

NOBODY, STAFF, SUPERUSER = "nobody", "staff", "superuser"
WHO = [NOBODY, STAFF, *ROLES, SUPERUSER]
AUTHORS, TEACHERS = {*ROLES, SUPERUSER}, {"instructor", "administrator", SUPERUSER}
ADMINISTRATORS = {"administrator", SUPERUSER}
# Who may look at the pages of which models. Whoever signed in may see the pages of no model.
MAY_LOOK = {
    "learn": AUTHORS,
    "quizzes": AUTHORS,
    "engines": TEACHERS,
    "admin": AUTHORS,
    "auth": ADMINISTRATORS,
    "axes": ADMINISTRATORS,
}
SIGNED_IN = {STAFF, *ROLES, SUPERUSER}


@pytest.fixture
def people(course: None) -> dict[str, Client]:
    make_groups()
    SiteEngine.objects.create(name="db", turn=1)
    LabSettings.objects.create(pk=1)
    found = {NOBODY: Client()}
    for who in WHO[1:]:
        user = User.objects.create(username=who, is_staff=True, is_superuser=who == SUPERUSER)
        user.groups.set(Group.objects.filter(name=who))
        found[who] = Client()
        found[who].force_login(user, backend=BACKEND)
    return found


def addresses() -> Iterator[tuple[str, str]]:
    """Every address of the panel with the app that it belongs to (empty: to none)."""
    for app, route, name in routes(admin.site.get_urls()):
        if name in {"login", "jsi18n", "logout", "autocomplete", "view_on_site"} or "(?P" in route:
            continue  # login, and what needs parameters of its own: below
        yield app, "/admin/" + filled(route, app)


def routes(urls: list[Any], prefix: str = "", app: str = "") -> Iterator[tuple[str, str, str]]:
    for one in urls:
        route = prefix + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from routes(one.url_patterns, route, app or route.partition("/")[0])
        elif isinstance(one, URLPattern):
            yield app, route, one.name or ""


def filled(route: str, app: str) -> str:
    model = next(
        (
            model
            for model in admin.site._registry
            if route.startswith(f"{model._meta.app_label}/{model._meta.model_name}/")
        ),
        None,
    )
    row = model._default_manager.order_by("pk").first() if model else None
    route = re.sub(r"<\w+:content_type_id>/<path:object_id>", "1/1", route)
    return re.sub(r"<[^>]+>", str(row.pk if row else 1), route)


@pytest.mark.slow
def test_every_address_is_open_to_those_it_is_for_and_closed_to_all_others(
    people: dict[str, Client],
) -> None:
    LogEntry.objects.log_actions(User.objects.get(username=SUPERUSER).pk, Course.objects.all(), 2)
    tried = dict.fromkeys(addresses())
    assert len(tried) > 50
    wrong = []
    for app, address in tried:
        for who, client in people.items():
            page = client.get(address)
            # The first page is not asked for each time that somebody is sent there.
            away = page.headers.get("Location") == "/admin/"
            if page.status_code == 302 and who != NOBODY and not away:
                page = client.get(page.headers["Location"], follow=True)
                away = page.redirect_chain[-1:] == [("/admin/", 302)]
            status = page.status_code
            if who == NOBODY:
                expected = status == 302
            elif who in MAY_LOOK.get(app, SIGNED_IN):
                # What is not this role's to do, as adding a second row, is closed to it still.
                expected = status in (200, 403, 404, 405) or away
            else:
                # A row that one may not see is not there: Django says so on the first page.
                expected = status in (403, 404, 405) or away
            if not expected:
                wrong.append((address, who, status))
    assert wrong == []


@pytest.mark.slow
def test_what_a_role_may_open_opens(people: dict[str, Client]) -> None:
    question = Question.objects.get(slug="purpose")
    kept = keep_file(b"Is it so? {T}", "a.gift", question.question_set, None)
    pages = {
        "/admin/": SIGNED_IN,
        "/admin/learn/course/": AUTHORS,
        "/admin/learn/lesson/add/": AUTHORS,
        page_of(question): AUTHORS,
        page_of(question, "analysis"): AUTHORS,
        page_of(question, "preview"): AUTHORS,
        page_of(question, "delete"): AUTHORS,
        page_of(question.question_set, "import"): AUTHORS,
        page_of(question.question_set, "imports") + f"{kept.pk}/": AUTHORS,
        "/admin/engines/siteengine/1/change/": TEACHERS,
        "/admin/lab/labsettings/1/change/": TEACHERS,
        "/admin/admin/logentry/": AUTHORS,
        "/admin/auth/user/": ADMINISTRATORS,
        "/admin/auth/user/add/": ADMINISTRATORS,
        "/admin/axes/accessattempt/": ADMINISTRATORS,
    }
    wrong = [
        (address, who, status)
        for address, allowed in pages.items()
        for who, client in people.items()
        if (status := client.get(address).status_code)
        != (302 if who == NOBODY else 200 if who in allowed else 403)
    ]
    assert wrong == []


def test_nobody_changes_anything_by_posting_to_any_address(people: dict[str, Client]) -> None:
    before, log = content(), LogEntry.objects.count()
    for _, address in dict.fromkeys(addresses()):
        for who in (NOBODY, STAFF):
            assert people[who].post(address, {"post": "yes"}).status_code < 500
    assert (content(), LogEntry.objects.count()) == (before, log)
    assert SiteEngine.objects.get().turn == 1


def test_an_author_does_not_move_the_site(people: dict[str, Client]) -> None:
    address = "/admin/engines/siteengine/1/change/"
    data = {"name": "cache", "_confirmed": "1"}
    assert people["author"].post(address, data).status_code == 403
    assert SiteEngine.objects.get().name == "db"
    assert people["instructor"].post(address, data).status_code == 302
    assert SiteEngine.objects.get().name == "cache"


def test_an_administrator_makes_an_instructor_but_no_superuser(people: dict[str, Client]) -> None:
    administrator = people["administrator"]
    data: Any = {
        "username": "nina",
        "usable_password": "true",
        "password1": "a long one 4711",
        "password2": "a long one 4711",
        "groups": [Group.objects.get(name="instructor").pk],
        "is_superuser": "on",
    }
    assert administrator.post("/admin/auth/user/add/", data).status_code == 302
    nina = User.objects.get(username="nina")
    assert (nina.is_staff, nina.is_superuser) == (True, False)
    assert [group.name for group in nina.groups.all()] == ["instructor"]
    assert_no_superuser(administrator, nina)
    signs_in = {"username": "nina", "password": "a long one 4711"}
    assert Client().post("/admin/login/?next=/admin/", signs_in).status_code == 302


def assert_no_superuser(client: Client, user: User) -> None:
    data: Any = {"username": user.username, "is_superuser": "on", "is_active": "on", "groups": []}
    client.post(page_of(user), data)
    user.refresh_from_db()
    assert not user.is_superuser


def test_an_administrator_does_not_touch_a_superuser(people: dict[str, Client]) -> None:
    boss = User.objects.get(username=SUPERUSER)
    administrator = people["administrator"]
    for action in ("change", "delete", "password"):
        data = {"post": "yes", "password1": "a new one 4711", "password2": "a new one 4711"}
        assert administrator.post(page_of(boss, action), data).status_code == 403
    before = boss.password
    boss.refresh_from_db()
    assert boss.password == before


# --- Who changed what ------------------------------------------------------------------------


def test_changes_are_told_in_the_time_of_the_site(
    instructor: Client, course: None, settings: Any
) -> None:
    settings.TIME_ZONE = "Asia/Kolkata"
    row = Question.objects.all()[0]
    edit(instructor, row, level="hard")
    LogEntry.objects.update(action_time="2026-11-26T20:30:00Z")
    assert "27 Nov 2026 02:00" in told(instructor.get("/admin/admin/logentry/"))


def test_the_first_page_says_who_changed_what(people: dict[str, Client]) -> None:
    question = Question.objects.get(slug="purpose")
    edit(people["author"], question, prompt="Anew?")
    page = told(people["instructor"].get("/admin/"))
    assert re.search(r"purpose : Changed Prompt\.? author, \d+ \w+ \d\d:\d\d", page)
    assert "purpose" in told(people["instructor"].get("/admin/admin/logentry/"))


def test_changes_to_people_are_for_administrators(people: dict[str, Client]) -> None:
    boss = User.objects.get(username=SUPERUSER)
    rows: list[Model] = [User.objects.get(username="author")]
    LogEntry.objects.log_actions(boss.pk, rows, 2, "Changed Role.")
    for who in ("author", "instructor"):
        assert "Changed Role." not in told(people[who].get("/admin/"))
        assert "Changed Role." not in told(people[who].get("/admin/admin/logentry/"))
    assert "Changed Role." in told(people["administrator"].get("/admin/admin/logentry/"))


def test_changes_are_found_by_what_was_changed(people: dict[str, Client]) -> None:
    """And only kinds that somebody changed are offered, of those that one may know of."""
    boss = User.objects.get(username=SUPERUSER)
    of_people: list[Model] = [boss]
    of_courses: list[Model] = [Course.objects.all()[0]]
    LogEntry.objects.log_actions(boss.pk, of_people, 2, "Changed Role.")
    LogEntry.objects.log_actions(boss.pk, of_courses, 2, "Changed Title.")
    asked = "/admin/admin/logentry/?kind="
    kinds = {model: ContentType.objects.get_for_model(model).pk for model in (User, Course)}
    only_people = told(people[SUPERUSER].get(f"{asked}{kinds[User]}"))
    assert "Changed Role." in only_people
    assert "Changed Title." not in only_people
    page = people["author"].get(asked).content.decode()
    assert "Who changed what" in page
    assert offered(page) == {kinds[Course]}
    assert "Changed Role." not in told(people["author"].get(f"{asked}{kinds[User]}"))
    assert people["author"].get(f"{asked}nonsense").status_code == 200


def offered(page: str) -> set[int]:
    return {int(found) for found in re.findall(r"[?&]kind=(\d+)", page)}


def test_the_page_of_a_person_says_what_each_role_may_do(people: dict[str, Client]) -> None:
    page = told(people["administrator"].get("/admin/auth/user/add/"))
    for role in ROLES:
        assert f"{role}: {ABOUT[role]}" in page


# --- Signed out ------------------------------------------------------------------------------


def test_what_was_sent_while_signed_out_is_said_to_be_unsaved(people: dict[str, Client]) -> None:
    before = content()
    question = Question.objects.get(slug="purpose")
    page = people[NOBODY].post(page_of(question), {"prompt": "Anew?"}, follow=True)
    assert "You had been signed out, so what you sent was not saved." in told(page)
    assert "Password" in told(page)
    assert content() == before


def test_a_script_that_asks_and_signing_out_twice_are_nothing_to_be_told_of(
    people: dict[str, Client],
) -> None:
    nobody, script = people[NOBODY], {"Sec-Fetch-Mode": "same-origin"}
    preview = "/admin/quizzes/question/preview/"
    assert "was not saved" not in told(nobody.post(preview, headers=script, follow=True))
    assert "was not saved" not in told(nobody.post("/admin/logout/", follow=True))
