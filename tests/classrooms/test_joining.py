"""Joining a class with a code and a name, and what is refused."""

import html
import re
from typing import Any
from unittest.mock import patch

import pytest
from django.test import Client

from classrooms import codes, membership, names
from classrooms.models import Classroom, Member
from tests.classrooms.classes import JOIN, classroom, join
from tests.classrooms.learners import COURSE, HTMX, place_of
from tests.course import LESSON
from tests.words import told

# --- The code --------------------------------------------------------------------------------


def test_a_code_has_nine_characters_that_look_like_no_others(course: None) -> None:
    made = {classroom(str(number)).code for number in range(50)}
    assert len(made) == 50
    assert all(re.fullmatch(f"[{codes.ALPHABET}]{{9}}", code) for code in made)
    assert not set(codes.ALPHABET) & set("AEIOU01BS58LQZ2G")


@pytest.mark.parametrize("form", ["{0}{1}{2}", " {0}{1}{2} ", "{0}-{1}-{2}", "{0} {1} {2}"])
@pytest.mark.parametrize("case", [str.upper, str.lower])
def test_a_code_is_typed_in_any_case_and_in_groups(
    alice: Client, autumn: Classroom, form: str, case: Any
) -> None:
    code = autumn.code
    typed = case(form.format(code[:3], code[3:6], code[6:]))
    assert alice.post(JOIN, {"code": typed, "name": "Mia"}).url == COURSE


def test_a_link_fills_the_code_in_and_asks_only_for_the_name(
    alice: Client, autumn: Classroom
) -> None:
    page = alice.get(autumn.get_absolute_url())
    hidden = f'<input type="hidden" name="code" value="{autumn.code_in_groups}" id="id_code">'
    assert hidden in page.content.decode()
    assert f"Code of the class: {autumn.code_in_groups} · Another code Your name" in told(page)


@pytest.mark.parametrize("code", ["K7M", "K7M-P3X", "K7M-P3X-4HO", "<b>" * 99])
def test_a_link_with_what_can_be_no_code_asks_for_it(
    alice: Client, course: None, code: str
) -> None:
    page = alice.get(f"{JOIN}{code}/")
    assert page.status_code == 200
    assert '<label for="id_code">Code of the class</label>' in page.content.decode()


def test_a_link_whose_code_is_wrong_says_so_where_it_can_be_mended(
    alice: Client, course: None
) -> None:
    """Whether a class has the code is told to those who try to join, as they are counted."""
    assert "CCC DDD FFF" in told(alice.get(f"{JOIN}ccc-ddd-fff/"))
    page = alice.post(JOIN, {"code": "CCC DDD FFF", "name": "Mia"})
    assert "No class has this code." in told(page)
    assert '<label for="id_code">Code of the class</label>' in page.content.decode()


def test_a_new_code_lets_nobody_in_with_the_old_one(mia: Client, autumn: Classroom) -> None:
    old = autumn.code
    autumn.renew_code()
    assert autumn.code != old
    assert "No class has this code" in told(Client().post(JOIN, {"code": old, "name": "Bo"}))
    mia.get(f"{LESSON}why/")
    assert place_of()[1] == "why"


# --- Joining ---------------------------------------------------------------------------------


def test_the_home_page_and_the_form_lead_into_a_class(alice: Client, autumn: Classroom) -> None:
    assert f'href="{JOIN}"' in alice.get("/").content.decode()
    page = told(alice.get(JOIN))
    assert "The name that you type, on a board which the whole class may see." in page
    assert "Not those from before." in page
    reply = join(alice, autumn, "  Mia   Müller ")
    assert (reply.status_code, reply.url) == (302, COURSE)
    assert "You are in the class “Web, autumn” as Mia Müller." in told(alice.get(COURSE))
    assert Member.objects.get().name == "Mia Müller"


def test_looking_at_the_form_keeps_nothing(alice: Client) -> None:
    assert not {"learner", "sessionid"} & set(alice.get(JOIN).cookies)


def test_with_htmx_an_error_is_a_fragment_and_joining_leads_on(
    alice: Client, autumn: Classroom
) -> None:
    refused = alice.post(JOIN, {"code": "CCC CCC CCC", "name": "Mia"}, headers=HTMX)
    assert refused.status_code == 422
    assert refused.content.decode().strip().startswith('<div id="join"')
    assert "HX-Request" in refused["Vary"]
    fields = {"code": autumn.code, "name": "Mia"}
    assert alice.post(JOIN, fields, headers=HTMX)["HX-Redirect"] == COURSE


def test_a_wrong_code_loses_nothing_that_was_typed(alice: Client) -> None:
    reply = alice.post(JOIN, {"code": "CCC DDD FFF", "name": "Mia"})
    assert "No class has this code" in told(reply)
    assert 'value="Mia"' in reply.content.decode()
    assert 'value="CCC DDD FFF"' in reply.content.decode()
    assert "learner" not in reply.cookies


def test_what_is_missing_is_said_beside_its_field(alice: Client, autumn: Classroom) -> None:
    page = told(alice.post(JOIN, {"code": "", "name": ""}))
    assert "Type the code that your instructor shows." in page
    assert "Type a name" in page


def test_a_closed_class_takes_nobody_and_keeps_whom_it_has(mia: Client, autumn: Classroom) -> None:
    Classroom.objects.update(is_open=False)
    assert "This class is closed" in told(join(Client(), autumn, "Bo"))
    mia.get(f"{LESSON}why/")
    assert place_of()[1] == "why"


def test_the_same_name_twice_is_told_apart(autumn: Classroom) -> None:
    for name in ("Mia", "Mia", "MIA", "Mia 2"):
        join(Client(), autumn, name)
    found = Member.objects.order_by("pk").values_list("name", flat=True)
    assert list(found) == ["Mia", "Mia 2", "MIA 3", "Mia 2 2"]


def test_another_class_has_its_own_mia(mia: Client) -> None:
    join(Client(), classroom("Another"))
    assert Member.objects.filter(name="Mia").count() == 2


@pytest.mark.parametrize(
    "name",
    [
        *("Ж" * 40, "李雷", "محمد", "👩‍👩‍👧 Fam", "a"),
        *("O'Neil & <b>Söhne</b>", '"x" onload=1', "{{ 7 }}"),
    ],
)
def test_a_name_is_text_of_any_language(alice: Client, autumn: Classroom, name: str) -> None:
    assert join(alice, autumn, name).status_code == 302
    page = alice.get("/progress/").content.decode()
    assert f"<bdi>{html.escape(name)}</bdi>" in page


@pytest.mark.parametrize("name", ["x" * 41, "a\x07b", "a\nb", "\u202eaiM", "\u200d", "\u0301", " "])
def test_what_is_no_name_is_refused(alice: Client, autumn: Classroom, name: str) -> None:
    assert join(alice, autumn, name).status_code == 422
    assert not Member.objects.exists()


def test_joining_again_renames_and_keeps_the_place(mia: Client, autumn: Classroom) -> None:
    before = Member.objects.get()
    join(mia, autumn, "Mia M.")
    after = Member.objects.get()
    assert (after.pk, after.joined, after.name) == (before.pk, before.joined, "Mia M.")


def test_joining_another_class_asks_before_it_leaves_the_first(
    mia: Client, autumn: Classroom
) -> None:
    spring = classroom("Web, spring")
    asked_first = join(mia, spring)
    page = told(asked_first)
    assert "joining “Web, spring” leaves “Web, autumn”" in page
    assert Member.objects.get().classroom == autumn
    leaves = re.findall(r'name="leaves" value="(\d+)"', asked_first.content.decode())[0]
    assert join(mia, spring, leaves=leaves).status_code == 302
    assert Member.objects.get().classroom == spring
    mia.get(f"{LESSON}why/")
    assert place_of()[1] == "why"


def test_a_class_that_is_full_says_so(alice: Client, autumn: Classroom, monkeypatch: Any) -> None:
    monkeypatch.setattr(membership, "MOST", 1)
    join(Client(), autumn)
    assert "This class is full" in told(join(alice, autumn))


def test_whoever_clears_the_cookies_joins_again_as_somebody_else(
    mia: Client, autumn: Classroom
) -> None:
    join(Client(), autumn, "Mia")
    assert set(Member.objects.values_list("name", flat=True)) == {"Mia", "Mia 2"}


def test_two_who_take_a_name_at_once_both_get_in(autumn: Classroom) -> None:
    """The second finds the name free, and taken when it writes."""
    join(Client(), autumn, "Mia")
    looks = iter(["Mia"])
    real = names.distinct_name

    def blind_once(name: str, taken: Any) -> str:
        return next(looks, None) or real(name, taken)

    with patch.object(membership, "distinct_name", blind_once):
        assert join(Client(), autumn, "Mia").status_code == 302
    assert set(Member.objects.values_list("name", flat=True)) == {"Mia", "Mia 2"}
