"""Pairs and texts with gaps by mouse, by keyboard alone, without JavaScript, and in Hebrew."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.axe import problems_in_both_schemes
from tests.quizzes.pairs_course import write_pairs_course
from tests.quizzes.toys.course import PRACTICE
from tests.running import manage, prepare, running

CAPITALS = {"Paris": "France", "Lyon": "France", "Rome": "Italy"}
EVERY = ("capitals", "sweep-gaps", "hebrew-pairs", "hebrew-gaps")


@pytest.fixture(scope="module")
def pairs_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site that has the course as well."""
    folder = tmp_path_factory.mktemp("pairs-site")
    prepare(folder, {})
    pack = write_pairs_course(tmp_path_factory.mktemp("pack"))
    manage(folder, "loadcourse", str(pack))
    with running(folder) as site:
        yield site.url


@pytest.fixture
def quiz(context: BrowserContext, pairs_site: str) -> Iterator[Page]:
    page = context.new_page()
    said: list[str] = []
    page.on("pageerror", lambda error: said.append(str(error)))
    page.set_default_timeout(10_000)
    yield page
    assert said == []


def open_question(page: Page, site: str, slug: str) -> None:
    page.goto(f"{site}{PRACTICE}?q={slug}")


def check(page: Page) -> None:
    page.get_by_role("button", name="Check").click()


def expect_told(page: Page, text: str) -> None:
    expect(page.locator(".verdict")).to_contain_text(text)


def list_of(page: Page, part: str) -> Locator:
    return page.get_by_role("combobox", name=part, exact=True)


def choose(page: Page, part: str, match: str) -> None:
    option = list_of(page, part).locator("option", has_text=match)
    list_of(page, part).select_option(option.get_attribute("value"))


def tab_to(page: Page, selector: str) -> None:
    """By the Tab key alone, as somebody without a mouse gets there."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"Tab never reaches {selector}")


def fill_gaps(page: Page) -> None:
    page.get_by_label("Gap 1").select_option("stay")
    page.get_by_label("Gap 2").fill("ClearSessions")
    page.get_by_label("Gap 3").fill("14")


# --- By mouse --------------------------------------------------------------------------------


@pytest.mark.browser
def test_pairs_by_mouse(quiz: Page, pairs_site: str) -> None:
    open_question(quiz, pairs_site, "capitals")
    for part, match in {**CAPITALS, "Lyon": "Spain"}.items():
        choose(quiz, part, match)
    check(quiz)
    expect_told(quiz, "Not yet. 2 of 3 pairs are right. 2 tries left.")
    expect(quiz.locator(".pairs select")).to_have_count(1)
    expect(list_of(quiz, "Lyon").locator("option", has_text="Spain")).to_have_count(0)
    choose(quiz, "Lyon", "France")
    check(quiz)
    expect_told(quiz, "Right on the second try.")
    expect(quiz.locator(".pairs .why").first).to_contain_text("You had it. On the")


@pytest.mark.browser
def test_gaps_in_a_text_by_mouse(quiz: Page, pairs_site: str) -> None:
    open_question(quiz, pairs_site, "sweep-gaps")
    widths = [quiz.get_by_label(f"Gap {number}").bounding_box() for number in (2, 3)]
    assert len({box["width"] for box in widths if box}) == 1
    fill_gaps(quiz)
    quiz.get_by_label("Gap 2").fill("flush")
    check(quiz)
    expect_told(quiz, "Not yet. 2 of 3 gaps are right. 2 tries left.")
    expect(quiz.locator(".choice.wrong .why")).to_contain_text("empties every table")
    quiz.get_by_label("Gap 2").fill("clearsessions")
    check(quiz)
    expect_told(quiz, "Right on the second try.")


# --- By keyboard alone -----------------------------------------------------------------------


@pytest.mark.browser
def test_pairs_by_keyboard(quiz: Page, pairs_site: str) -> None:
    open_question(quiz, pairs_site, "capitals")
    letters = {
        text: quiz.locator(".partners li", has_text=text).locator(".key").inner_text()
        for text in ("France", "Italy")
    }
    for place in range(3):
        tab_to(quiz, f".pairs li:nth-child({place + 1}) select")
        part = quiz.locator(".pairs .left").nth(place).inner_text()
        quiz.keyboard.type(letters[CAPITALS[part]])
    quiz.keyboard.press("Enter")
    tab_to(quiz, ".button.primary")
    quiz.keyboard.press("Enter")
    expect_told(quiz, "Right on the first try.")
    expect(quiz.locator(".verdict")).to_be_focused()


@pytest.mark.browser
def test_gaps_in_a_text_by_keyboard(quiz: Page, pairs_site: str) -> None:
    open_question(quiz, pairs_site, "sweep-gaps")
    for number, text in enumerate(("stay", "shazam", "14"), start=1):
        tab_to(quiz, f'[aria-label^="Gap {number}"]')
        quiz.keyboard.type(text)  # H and S are letters here, not keys
    quiz.keyboard.press("Enter")
    expect(quiz.locator(".verdict")).to_be_focused()
    expect_told(quiz, "Not yet. 2 of 3 gaps are right. 2 tries left.")
    quiz.get_by_label("Gap 2").focus()
    quiz.keyboard.type("clearsessions")
    quiz.keyboard.press("Enter")
    expect_told(quiz, "Right on the second try.")


# --- Without JavaScript ----------------------------------------------------------------------


@pytest.mark.browser(javascript=False)
def test_pairs_without_javascript(quiz: Page, pairs_site: str) -> None:
    open_question(quiz, pairs_site, "capitals")
    choose(quiz, "Paris", "France")
    quiz.get_by_role("button", name="Hint").click()
    expect(list_of(quiz, "Paris").locator("option:checked")).to_contain_text("France")
    check(quiz)
    expect(quiz.locator("#answer-error")).to_contain_text("Choose something for each part.")
    for part, match in CAPITALS.items():
        choose(quiz, part, match)
    check(quiz)
    expect_told(quiz, "Right on the first try.")


@pytest.mark.browser(javascript=False)
def test_gaps_in_a_text_without_javascript(quiz: Page, pairs_site: str) -> None:
    open_question(quiz, pairs_site, "sweep-gaps")
    quiz.get_by_label("Gap 2").fill("clearsessions")
    check(quiz)
    expect(quiz.locator("#answer-error")).to_contain_text("Gap 1 is still empty.")
    expect(quiz.get_by_label("Gap 2")).to_have_value("clearsessions")
    fill_gaps(quiz)
    quiz.keyboard.press("Enter")
    expect_told(quiz, "Right on the first try.")


# --- From right to left, and looks -----------------------------------------------------------


@pytest.mark.browser(viewport={"width": 390, "height": 800})
def test_hebrew_runs_from_right_to_left_on_a_phone(quiz: Page, pairs_site: str) -> None:
    open_question(quiz, pairs_site, "hebrew-pairs")
    text, field = (box_of(quiz.locator(name).first) for name in (".pairs .left", ".pairs select"))
    assert text["x"] > field["x"]
    letter, part = (box_of(quiz.locator(f".partners li {name}").first) for name in ("b", "span"))
    assert letter["x"] > part["x"]
    for part, match in {"פריז": "צרפת", "רומא": "איטליה"}.items():
        choose(quiz, part, match)
    check(quiz)
    expect_told(quiz, "Right on the first try.")
    open_question(quiz, pairs_site, "hebrew-gaps")
    direction = "getComputedStyle(document.querySelector('.cloze')).direction"
    assert quiz.evaluate(direction) == "rtl"
    quiz.get_by_label("Gap 1").fill("פריז")
    choose(quiz, "Gap 2", "הסן")
    check(quiz)
    expect_told(quiz, "Right on the first try.")


def box_of(place: Locator) -> dict[str, Any]:
    box = place.bounding_box()
    assert box
    return dict(box)


@pytest.mark.browser
def test_axe_finds_nothing_in_pairs_and_gaps(quiz: Page, pairs_site: str) -> None:
    for slug in EVERY:
        open_question(quiz, pairs_site, slug)
        assert problems_in_both_schemes(quiz) == [], slug
        check(quiz)
        quiz.locator("#answer-error").wait_for()
        assert problems_in_both_schemes(quiz) == [], slug
    open_question(quiz, pairs_site, "sweep-gaps")
    fill_gaps(quiz)
    quiz.get_by_label("Gap 2").fill("flush")
    check(quiz)
    quiz.locator(".verdict").wait_for()
    assert problems_in_both_schemes(quiz) == []


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_pairs_and_gaps_never_scroll_sideways(quiz: Page, pairs_site: str, width: int) -> None:
    quiz.set_viewport_size({"width": width, "height": 800})
    for slug in EVERY:
        open_question(quiz, pairs_site, slug)
        assert quiz.evaluate("document.documentElement.scrollWidth") <= width, slug
        for target in quiz.locator("#quiz :is(button, select, input:not([type=hidden]))").all():
            box = target.bounding_box()
            if box and target.get_attribute("type") not in ("radio", "checkbox"):
                assert min(box["width"], box["height"]) >= 24, slug
