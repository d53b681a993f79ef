"""Classes in the panel: what is done there, and whose they are."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from classrooms.models import Classroom, Member
from learn.models import Course
from quizzes.records import Answer
from tests.classrooms.boards import HTMX, page_of, person, seen
from tests.classrooms.classes import answers, classroom, member, purpose
from tests.signed_in import BACKEND, signed_in
from tests.words import told


def saved(panel: Client, address: str, **fields: Any) -> Any:
    empty = {f"members-{name}_FORMS": "0" for name in ("TOTAL", "INITIAL", "MIN_NUM", "MAX_NUM")}
    return panel.post(address, {**empty, "course": Course.objects.get().pk, **fields})


def test_an_instructor_makes_a_class_and_owns_it(panel: Client, ina: User) -> None:
    reply = saved(panel, "/admin/classrooms/classroom/add/", title="Spring", is_open="on")
    assert reply.status_code == 302
    made = Classroom.objects.get()
    assert (made.owner, made.title, len(made.code)) == (ina, "Spring", 9)
    page = told(panel.get("/admin/classrooms/classroom/").content.decode())
    assert f"Spring {made.code_in_groups} Django sessions 0" in page


def test_a_member_is_taken_out_and_the_log_says_so(panel: Client, autumn: Classroom) -> None:
    rude = member(autumn, "Rude")
    fields = {
        "title": "Web, autumn",
        "is_open": "on",
        "members-TOTAL_FORMS": "1",
        "members-INITIAL_FORMS": "1",
        "members-0-id": rude.pk,
        "members-0-classroom": autumn.pk,
        "members-0-DELETE": "on",
    }
    assert saved(panel, page_of(autumn, "change/"), **fields).status_code == 302
    assert not Member.objects.exists()


def test_the_first_page_says_how_many_of_ones_own_are_in_class(
    panel: Client, autumn: Classroom
) -> None:
    for name in ("Mia", "Bo"):
        member(autumn, name)
    member(autumn, "Away", seen=timezone.now() - timedelta(hours=1))
    member(classroom("Another", owner=person("other")), "Cleo")
    assert "2 In class now" in told(panel.get("/admin/").content.decode())


def test_closing_opening_and_a_new_code_for_many(panel: Client, autumn: Classroom) -> None:
    code = autumn.code
    for action, is_open in (("close", False), ("open", True), ("renew", True)):
        data = {"action": action, "_selected_action": [autumn.pk]}
        panel.post("/admin/classrooms/classroom/", data)
        autumn.refresh_from_db()
        assert autumn.is_open == is_open
    assert autumn.code != code
    assert "Closed: nobody can join now." not in seen(panel, autumn)
    Classroom.objects.update(is_open=False)
    page = told(seen(panel, autumn))
    assert "Closed: nobody can join now." in page
    assert autumn.code_in_groups not in page


def test_deleting_a_class_takes_its_members_and_no_answer(panel: Client, autumn: Classroom) -> None:
    answers(member(autumn, "Mia"), purpose(), "login")
    assert panel.post(page_of(autumn, "delete/"), {"post": "yes"}).status_code == 302
    assert not Classroom.objects.exists()
    assert not Member.objects.exists()
    assert Answer.objects.count() == 1


def test_a_course_with_classes_is_not_deleted(panel: Client, autumn: Classroom) -> None:
    panel.post(f"/admin/learn/course/{autumn.course.pk}/delete/", {"post": "yes"})
    assert Course.objects.count() == 1


# --- Whose it is -----------------------------------------------------------------------------

GETS = ("change/", "history/", "delete/", "board/", "board/?latest")
POSTS = ("change/", "delete/", "board/question/", "board/answer/", "codes/")
AS_THEIR_OWN = {"ina", "shared", "administrator", "superuser"}


@pytest.fixture
def cast(ina: User, autumn: Classroom) -> dict[str, Client]:
    found = {
        "ina": ina,
        "shared": person("shared"),
        "other": person("other"),
        "author": person("author", "author"),
        "staff": person("staff", "none"),
        "administrator": person("administrator", "administrator"),
        "superuser": person("superuser", "none", is_superuser=True),
    }
    autumn.teachers.add(found["shared"])
    classroom("Of the other", owner=found["other"])
    return {"nobody": Client(), **{name: signed_in(user) for name, user in found.items()}}


def test_every_page_of_a_class_is_for_those_who_teach_it(
    cast: dict[str, Client], autumn: Classroom
) -> None:
    wrong = []
    for name, client in cast.items():
        for address in (*GETS, f"board/{autumn.code}.svg"):
            status = client.get(page_of(autumn, address)).status_code
            allowed = {200} if name in AS_THEIR_OWN else {302} if name == "nobody" else {403, 404}
            if status not in allowed:
                wrong.append((name, address, status))
    assert wrong == []


def test_nobody_else_changes_anything_of_a_class(
    cast: dict[str, Client], autumn: Classroom
) -> None:
    member(autumn, "Mia")
    before = (list(Classroom.objects.values()), list(Member.objects.values()))
    for name in cast.keys() - AS_THEIR_OWN:
        for address in POSTS:
            for headers in ({}, HTMX):
                data = {"question": purpose().pk, "post": "yes", "title": "Mine"}
                reply = cast[name].post(page_of(autumn, address), data, headers=headers)
                refreshed = reply.get("HX-Refresh") == "true" and not reply.content
                away = name == "nobody" and reply.status_code == 302
                assert reply.status_code in (403, 404) or refreshed or away, (name, address)
        for action in ("close", "renew", "delete_selected"):
            data = {"action": action, "_selected_action": [autumn.pk], "post": "yes"}
            cast[name].post("/admin/classrooms/classroom/", data)
    assert (list(Classroom.objects.values()), list(Member.objects.values())) == before


def test_a_fragment_of_anothers_board_holds_nothing(
    cast: dict[str, Client], autumn: Classroom
) -> None:
    for name in cast.keys() - AS_THEIR_OWN:
        reply = cast[name].get(page_of(autumn), headers=HTMX)
        assert (reply["HX-Refresh"], reply.content) == ("true", b"")


def test_those_who_teach_it_do_all_of_it(cast: dict[str, Client], autumn: Classroom) -> None:
    for name in AS_THEIR_OWN:
        code = autumn.code
        cast[name].post(page_of(autumn, "codes/"))
        cast[name].post(page_of(autumn, "board/answer/"), {"question": purpose().pk})
        autumn.refresh_from_db()
        assert autumn.code != code
        assert autumn.revealed == purpose()
        autumn.conceal()


def test_each_lists_their_own(cast: dict[str, Client]) -> None:
    for name, client in cast.items():
        page = client.get("/admin/classrooms/classroom/")
        if name in ("nobody", "author", "staff"):
            assert page.status_code in (302, 403)
            continue
        own, others = (title in page.content.decode() for title in ("Web, autumn", "Of the other"))
        assert own == (name in AS_THEIR_OWN)
        assert others == (name in {"other", "administrator", "superuser"})


def test_an_instructor_gives_a_class_to_nobody_else(panel: Client, autumn: Classroom) -> None:
    other = person("other")
    saved(panel, page_of(autumn, "change/"), title="Autumn", is_open="on", owner=other.pk)
    autumn.refresh_from_db()
    assert (autumn.title, autumn.owner.username) == ("Autumn", "ina")  # type: ignore[union-attr]


def test_who_changed_a_class_is_told_to_those_who_teach_it(
    cast: dict[str, Client], autumn: Classroom
) -> None:
    cast["ina"].post(page_of(autumn, "codes/"))
    assert LogEntry.objects.filter(change_message="New code.").count() == 1
    for name, client in cast.items():
        if name == "nobody":
            continue
        pages = [client.get(one).content.decode() for one in ("/admin/", "/admin/admin/logentry/")]
        tells = ["New code." in page for page in pages]
        assert tells[0] == (name in AS_THEIR_OWN), name
        assert not any(tells) or name in AS_THEIR_OWN


def test_what_is_posted_without_the_token_is_refused(ina: User, autumn: Classroom) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(ina, backend=BACKEND)
    for address in ("board/question/", "board/answer/", "codes/"):
        assert strict.post(page_of(autumn, address), {}).status_code == 403
