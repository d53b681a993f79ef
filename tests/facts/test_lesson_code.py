"""The code that the lessons show does what they say of it."""

import json
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import login
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from time_machine import TimeMachineFixture

from quizzes.kinds.gaps import filled_code, gap_names, right_option
from tests.course import PACK
from tests.facts.lessons import question
from tests.facts.site import KEYED, Browser, View, sent, sign_in, visit
from tests.facts.statements import statements

CONFIGURATION, SESSIONS, EXPIRY = "configuration", "what-sessions-are", "expiry"


def code(page: str, containing: str) -> list[str]:
    """The Python blocks of a page that contain these words, in order."""
    blocks = re.findall(r"^```python[^\n]*\n(.*?)^```", (PACK / page).read_text(), re.M | re.S)
    return [block for block in blocks if containing in block]


def run(block: str) -> dict[str, Any]:
    """What a block defines. `render` answers with the context, and "remember" is right."""
    names: dict[str, Any] = {
        "HttpResponse": HttpResponse,
        "JsonResponse": JsonResponse,
        "AuthenticationForm": AuthenticationForm,
        "login": login,
        "redirect": redirect,
        "timedelta": timedelta,
        "timezone": timezone,
        "render": lambda request, template, context: HttpResponse(str(context["score"])),
        "is_right": lambda choice: choice == "remember",
    }
    exec(block, names)  # noqa: S102  (the lesson's own code is what is tried)
    return names


def posting(view: Callable[[Any], Any], **fields: str) -> View:
    def answer(request: HttpRequest) -> Any:
        request.POST = fields
        return view(request)

    return answer


def test_a_score_in_the_form_is_whatever_the_form_says(visitor: Browser) -> None:
    before, _ = code(f"{CONFIGURATION}/why.md", "def answer")
    view = posting(run(before)["answer"], choice="remember", score="1000")
    assert visitor.open(view).content == b"1001"


def test_a_score_in_the_session_counts_on_each_engine(engine: str, visitor: Browser) -> None:
    _, after = code(f"{CONFIGURATION}/why.md", "def answer")
    view = posting(run(after)["answer"], choice="remember", score="1000")
    assert [visitor.open(view).content for _ in range(3)] == [b"1", b"2", b"3"]


def test_the_visit_counter_counts_on_each_engine(engine: str, visitor: Browser) -> None:
    (block,) = code(f"{CONFIGURATION}/concept.md", "def visit")
    view = run(block)["visit"]
    assert [visitor.open(view).content for _ in range(2)] == [b"Visit number 1", b"Visit number 2"]


def test_the_mistake_in_the_lesson_is_one(engine: str, visitor: Browser) -> None:
    (edit,) = code(f"{CONFIGURATION}/concept.md", '["basket"]["apples"]')

    def buy(request: HttpRequest) -> HttpResponse:
        exec(edit, {"request": request})  # noqa: S102  (as above)
        return HttpResponse()

    def start(request: HttpRequest) -> HttpResponse:
        request.session["basket"] = {"pears": 1}
        return HttpResponse()

    visitor.open(start)
    visitor.open(buy)
    assert visitor.data() == {"basket": {"pears": 1}}


def filled(page: str, task: str, **wrong: str) -> dict[str, Any]:
    """What a task's code defines, its gaps filled right but for these."""
    item = question(page, task)
    keys = {gap: wrong.get(gap) or right_option(item, gap) for gap in gap_names(item)}
    return run(filled_code(item, keys))


def tried(**wrong: str) -> View:
    view: View = filled(f"{CONFIGURATION}/try.yaml", "visits", **wrong)["visit"]
    return view


def test_the_task_filled_right_counts_on_each_engine(engine: str, visitor: Browser) -> None:
    found = [visitor.open(tried()).content for _ in range(3)]
    assert found == [b"Visit number 1", b"Visit number 2", b"Visit number 3"]


@pytest.mark.parametrize("save", ["attribute", "copy"])
def test_what_is_set_elsewhere_than_in_the_session_is_not_saved(
    visitor: Browser, save: str
) -> None:
    found = [visitor.open(tried(save=save)).content for _ in range(2)]
    assert found == [b"Visit number 1"] * 2


def test_the_other_wrong_options_do_what_the_task_says_of_them(visitor: Browser) -> None:
    assert visitor.open(tried(start="one")).content == b"Visit number 2"
    with pytest.raises(TypeError):
        tried(start="none")(type("Request", (), {"session": {}})())


PAGES = [str(page.relative_to(PACK)) for page in sorted(PACK.glob("*/*.md"))]


@pytest.mark.parametrize("page", PAGES)
def test_all_python_in_the_lessons_compiles(page: str) -> None:
    for block in code(page, ""):
        compile(block, page, "exec")


# --- What sessions are -----------------------------------------------------------------------


def add_to(view: Any, *browsers: Browser) -> list[Any]:
    """What each browser in turn is told after it has added an item of its own."""
    items = [posting(view, item=f"item {number}") for number, _ in enumerate(browsers)]
    return [
        json.loads(browser.open(add).content) for browser, add in zip(browsers, items, strict=True)
    ]


def test_one_list_in_the_program_is_everybodys(visitor: Browser) -> None:
    before, _ = code(f"{SESSIONS}/why.md", "def add")
    assert add_to(run(before)["add"], visitor, Browser())[1] == {"items": ["item 0", "item 1"]}
    assert add_to(run(before)["add"], visitor) == [{"items": ["item 0"]}]  # started anew


def test_a_list_in_each_session_is_each_browsers_own(engine: str, visitor: Browser) -> None:
    _, after = code(f"{SESSIONS}/why.md", "def add")
    told = add_to(run(after)["add"], visitor, Browser(), visitor)
    assert told[1:] == [{"items": ["item 1"]}, {"items": ["item 0", "item 2"]}]
    assert add_to(run(after)["add"], visitor) == [{"items": ["item 0", "item 2", "item 0"]}]


def test_a_list_changed_from_within_is_kept_only_when_said(engine: str) -> None:
    for block, kept in zip(
        code(f"{SESSIONS}/concept.md", "def add"),
        (["item 0"], ["item 0", "item 1"]),
        strict=True,
    ):
        visitor = Browser()
        told = add_to(run(block)["add"], visitor, visitor)
        assert told[1] == {"items": ["item 0", "item 1"]}
        assert visitor.data() == {"items": kept}


def test_the_session_works_like_a_dictionary(engine: str, visitor: Browser) -> None:
    (tour,) = code(f"{SESSIONS}/concept.md", "def tour")
    told = json.loads(visitor.open(run(tour)["tour"]).content)
    assert told == {"step": 1, "known": True, "name": "Ben"}
    assert visitor.data() == {"step": 1}


def test_the_colour_is_in_the_row_and_not_in_the_cookie(visitor: Browser) -> None:
    (choose,) = code(f"{SESSIONS}/concept.md", "def choose")
    visitor.open(run(choose)["choose"])
    row = Session.objects.get()
    assert row.session_key == visitor.key
    assert row.get_decoded() == {"colour": "green"}
    assert not User.objects.exists()


BASKET = f"{SESSIONS}/practice.yaml", "basket"


@pytest.mark.parametrize("engine", KEYED, indirect=True)
def test_the_basket_filled_right_keeps_both_items_and_leaves_nothing(
    engine: str, visitor: Browser
) -> None:
    views = filled(*BASKET)
    add_to(views["add"], visitor, visitor)
    assert visitor.data() == {"basket": ["item 0", "item 1"]}
    old = visitor.copy()
    visitor.open(views["leave"])
    assert (visitor.key, old.data()) == (None, {})


@pytest.mark.parametrize(
    "wrong", [{"empty": "dict"}, {"empty": "none"}, {"save": "inner"}], ids=str
)
def test_these_options_for_the_basket_are_attribute_errors(
    visitor: Browser, wrong: dict[str, str]
) -> None:
    with pytest.raises(AttributeError):
        add_to(filled(*BASKET, **wrong)["add"], visitor)


@pytest.mark.parametrize("save", ["flag", "accessed"])
def test_these_options_for_the_basket_save_no_item(
    engine: str, visitor: Browser, save: str
) -> None:
    told = add_to(filled(*BASKET, save=save)["add"], visitor, visitor)
    assert told[0] == {"basket": ["item 0"]}
    assert visitor.data() == {}


def test_clear_keeps_the_key_and_cycle_key_the_basket(visitor: Browser) -> None:
    for end, left in (("clear", {}), ("cycle", {"basket": ["item 0"]})):
        views = filled(*BASKET, end=end)
        add_to(views["add"], visitor)
        old = visitor.key
        visitor.open(views["leave"])
        assert (visitor.key == old) is (end == "clear")
        assert Session.objects.get().get_decoded() == left


# --- How long a session lives ----------------------------------------------------------------


def signing_in(view: Any, *boxes: str) -> View:
    fields = dict.fromkeys(boxes, "on")
    return posting(view, username="ada", password="before", **fields)


@pytest.mark.parametrize(("boxes", "age"), [((), 1209600), (("shared",), "")])
def test_the_box_for_a_shared_computer_lets_the_cookie_end_with_the_browser(
    visitor: Browser, ada: User, boxes: tuple[str, ...], age: Any
) -> None:
    before, after = code(f"{EXPIRY}/why.md", "def sign_in")
    assert sent(visitor.open(signing_in(run(before)["sign_in"], *boxes)))["max-age"] == 1209600
    assert sent(Browser().open(signing_in(run(after)["sign_in"], *boxes)))["max-age"] == age
    assert visitor.user() == "ada"


def test_the_lesson_keeps_a_session_with_one_update_a_day(
    visitor: Browser, ada: User, clock: TimeMachineFixture
) -> None:
    (keep,) = code(f"{EXPIRY}/performance.md", "def keep")

    def page(request: HttpRequest) -> HttpResponse:
        run(keep)["keep"](request)
        return HttpResponse()

    visitor.open(sign_in(ada))
    for _ in range(30):
        assert statements(visitor, page) == ["SELECT", "SELECT", "UPDATE"]
        assert statements(visitor, page) == ["SELECT", "SELECT"]
        clock.shift(24 * 3600)
    assert visitor.user() == "ada"
    stranger = Browser()
    stranger.open(page)
    assert stranger.key is None


REMEMBER = f"{EXPIRY}/practice.yaml", "remember-me"


@pytest.mark.parametrize(
    ("boxes", "wrong", "age"),
    [
        (("remember",), {}, 30 * 24 * 3600),
        (("remember",), {"long": "days"}, 30),
        ((), {}, ""),
        ((), {"short": "none"}, 1209600),
        ((), {"short": "one"}, 1),
    ],
)
def test_the_remember_me_form_does_what_the_task_says(
    visitor: Browser, ada: User, boxes: tuple[str, ...], wrong: dict[str, str], age: Any
) -> None:
    view = filled(*REMEMBER, **wrong)["sign_in"]
    assert sent(visitor.open(signing_in(view, *boxes)))["max-age"] == age


@pytest.mark.parametrize(
    ("boxes", "wrong"), [(("remember",), {"call": "get"}), ((), {"call-too": "flush"})]
)
def test_these_options_of_the_remember_me_form_are_type_errors(
    visitor: Browser, ada: User, boxes: tuple[str, ...], wrong: dict[str, str]
) -> None:
    with pytest.raises(TypeError):
        visitor.open(signing_in(filled(*REMEMBER, **wrong)["sign_in"], *boxes))


@pytest.mark.parametrize(("long", "left"), [("seconds", "ada"), ("fixed", "")])
def test_a_number_counts_from_the_last_save_and_a_timedelta_is_a_fixed_moment(
    visitor: Browser, ada: User, clock: TimeMachineFixture, long: str, left: str
) -> None:
    visitor.open(signing_in(filled(*REMEMBER, long=long)["sign_in"], "remember"))
    clock.shift(20 * 24 * 3600)
    visitor.open(visit)
    clock.shift(20 * 24 * 3600)
    assert visitor.user() == left
