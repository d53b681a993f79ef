"""Every kind of question by mouse, by keyboard alone, and without JavaScript."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import SHIFTS, problems_in_both_schemes
from tests.course import LESSON

TRY = f"{LESSON}try/"
STEPS = [
    "takes the key from the cookie",
    "The view asks for",
    "loads the row with a",
    "sets a new score",
    "saves the whole session",
    "leaves for the browser",
]
CLOCKS = {"Gap 1": "db", "Gap 2": "True", "Gap 3": "30 * 60", "Gap 4": "SAVE_EVERY_REQUEST"}


def open_question(page: Page, site: str, slug: str) -> None:
    page.goto(f"{site}{TRY}?q={slug}")


def check(page: Page) -> None:
    page.get_by_role("button", name="Check").click()


def expect_right(page: Page, on: str = "first") -> None:
    expect(page.locator(".verdict")).to_contain_text(f"Right on the {on} try.")


def expect_told(page: Page, text: str) -> None:
    expect(page.locator(".verdict")).to_contain_text(text)


def tab_to(page: Page, selector: str, key: str = "Tab") -> None:
    """By the Tab key alone, as somebody without a mouse gets there."""
    for _ in range(60):
        page.keyboard.press(key)
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"Tab never reaches {selector}")


def steps_now(page: Page) -> list[str]:
    return [re.sub(r"\s+", " ", one) for one in page.locator(".order li").all_inner_texts()]


# --- By mouse --------------------------------------------------------------------------------


@pytest.mark.browser
def test_a_typed_answer_by_mouse(learner: Page, site: str) -> None:
    open_question(learner, site, "sweep")
    learner.get_by_label("Your answer").fill("flush")
    check(learner)
    expect_told(learner, "Not yet. 2 tries left.")
    expect(learner.locator(".choice.wrong .why")).to_contain_text("empties every table")
    expect(learner.locator(".verdict")).to_be_focused()
    learner.get_by_label("Your answer").fill(" ClearSessions ")
    check(learner)
    expect_right(learner, "second")


@pytest.mark.browser
def test_gaps_are_filled_by_clicks(learner: Page, site: str) -> None:
    open_question(learner, site, "visits")
    for chip in ("session", "1", 'request.session["visits"]'):
        learner.locator(".chips button", has_text=re.compile(f"^{re.escape(chip)}$")).click()
    expect(learner.get_by_label("Gap 2").locator("option:checked")).to_have_text("1")
    expect(learner.locator(".chips [aria-pressed=true]")).to_have_count(3)
    check(learner)
    expect_told(learner, "Not yet. 2 of 3 gaps are right. 2 tries left.")
    expect(learner.locator(".choice.wrong .why")).to_contain_text("would be number 2")
    expect(learner.locator(".chips")).to_have_count(1)
    learner.locator(".chips button", has_text=re.compile("^0$")).click()
    check(learner)
    expect_right(learner, "second")


@pytest.mark.browser
def test_gaps_are_filled_by_dragging(learner: Page, site: str) -> None:
    open_question(learner, site, "both-clocks")
    for gap, chip in CLOCKS.items():
        dragged = learner.locator(".chips button", has_text=re.compile(f"^{re.escape(chip)}$"))
        dragged.drag_to(learner.locator(f'select[aria-label="{gap}"]'))
    check(learner)
    expect_right(learner)


@pytest.mark.browser
def test_a_chip_is_dropped_into_its_own_gap_only(learner: Page, site: str) -> None:
    open_question(learner, site, "both-clocks")
    chip = learner.locator(".chips button", has_text=re.compile("^db$"))
    chip.drag_to(learner.locator('select[aria-label="Gap 3"]'))
    check(learner)
    expect(learner.locator("#answer-error")).to_contain_text("Gap 1 is still empty.")


@pytest.mark.browser
def test_several_choices_by_mouse(learner: Page, site: str) -> None:
    open_question(learner, site, "need-the-app")
    for name in ("backends.db", "backends.file"):
        learner.locator("label.choice", has_text=name).click()
    check(learner)
    expect_told(learner, "Not yet. Of the 2 you chose, 1 is wrong. Something is missing.")
    expect(learner.locator(".choice.right")).to_contain_text("backends.db")
    learner.locator("label.choice", has_text="cached_db").click()
    check(learner)
    expect_right(learner, "second")


@pytest.mark.browser
def test_steps_are_ordered_by_the_arrows(learner: Page, site: str) -> None:
    open_question(learner, site, "a-changed-session")
    expect(learner.locator(".moves")).to_have_count(6)
    for place, text in enumerate(STEPS):
        step = learner.locator(".order li", has_text=text)
        while text not in steps_now(learner)[place]:
            step.get_by_role("button", name="Move up").click()
    check(learner)
    expect_right(learner)
    expect(learner.locator(".steps-in-order .why").first).to_contain_text("nobody knows whose")


@pytest.mark.browser
def test_steps_are_ordered_by_dragging_around_those_in_place(learner: Page, site: str) -> None:
    learner.set_viewport_size({"width": 1280, "height": 1600})  # nothing scrolls under the mouse
    open_question(learner, site, "a-changed-session")
    expect(learner.locator(".moves")).to_have_count(6)
    last = learner.locator(".order li", has_text=STEPS[-1])
    if STEPS[-1] not in steps_now(learner)[-1]:
        last.drag_to(learner.locator(".order li").last)
    expect(learner.locator(".order li").last).to_contain_text(STEPS[-1])
    if all(text in now for text, now in zip(STEPS, steps_now(learner), strict=True)):
        learner.locator(".order li").nth(0).drag_to(learner.locator(".order li").nth(1))
        expect(learner.locator(".order li").nth(1)).to_contain_text(STEPS[0])
    check(learner)
    expect_told(learner, "Not yet.")
    expect(last).to_have_class("choice right")
    for place, text in enumerate(STEPS):
        if text not in steps_now(learner)[place]:
            step = learner.locator(".order li", has_text=text)
            step.drag_to(learner.locator(".order li").nth(place))
            expect(learner.locator(".order li").nth(place)).to_contain_text(text)
    check(learner)
    expect_right(learner, "second")


# --- By keyboard alone -----------------------------------------------------------------------


@pytest.mark.browser
def test_a_typed_answer_by_keyboard(learner: Page, site: str) -> None:
    open_question(learner, site, "sweep")
    tab_to(learner, "#typed")
    learner.keyboard.type("shazam")  # H and S are letters here, not keys
    learner.keyboard.press("Enter")
    expect(learner.locator(".verdict")).to_be_focused()
    expect_told(learner, "Not yet. 2 tries left.")
    learner.keyboard.press("h")
    expect(learner.locator(".hints li")).to_be_focused()
    tab_to(learner, "#typed", key="Shift+Tab")
    learner.keyboard.type("clearsessions")
    learner.keyboard.press("Enter")
    expect_right(learner, "second")
    learner.keyboard.press("s")
    expect(learner.locator(".steps li")).to_be_focused()


@pytest.mark.browser
def test_gaps_by_keyboard(learner: Page, site: str) -> None:
    open_question(learner, site, "visits")
    for gap, text in {"Gap 1": "session", "Gap 2": "0"}.items():
        tab_to(learner, f'select[aria-label="{gap}"]')
        learner.keyboard.type(text)
        expect(learner.get_by_label(gap).locator("option:checked")).to_have_text(text)
    tab_to(learner, ".chips:last-child button")
    chips = learner.locator(".chips").last.locator("button")
    for _ in range(chips.count()):
        if learner.evaluate("document.activeElement.textContent") == 'request.session["visits"]':
            break
        learner.keyboard.press("Tab")
    learner.keyboard.press("Space")
    tab_to(learner, ".button.primary")
    learner.keyboard.press("Enter")
    expect(learner.locator(".verdict")).to_be_focused()
    expect_right(learner)


@pytest.mark.browser
def test_several_choices_by_keyboard(learner: Page, site: str) -> None:
    open_question(learner, site, "need-the-app")
    for name in ("backends.cached_db", "backends.db"):
        label = learner.locator("label.choice", has_text=name)
        letter = label.locator(".key").inner_text()
        learner.keyboard.press(letter.lower())
        expect(label.locator("input")).to_be_checked()
    learner.keyboard.press(letter.lower())
    expect(label.locator("input")).not_to_be_checked()
    learner.keyboard.press("Space")
    learner.keyboard.press("Enter")
    expect(learner.locator(".verdict")).to_be_focused()
    expect_right(learner)


@pytest.mark.browser
def test_steps_by_keyboard(learner: Page, site: str) -> None:
    """The focus stays with the step, and where it is now is said."""
    open_question(learner, site, "a-changed-session")
    expect(learner.locator(".moves")).to_have_count(6)
    for place, text in enumerate(STEPS):
        if text in steps_now(learner)[place]:
            continue
        learner.locator("#quiz-title").focus()
        tab_to(learner, f'[aria-label^="Move up"][aria-label*="{text}"]')
        while text not in steps_now(learner)[place]:
            before = next(n for n, now in enumerate(steps_now(learner)) if text in now)
            learner.keyboard.press("Enter")
            expect(learner.get_by_role("status")).to_have_text(f"Now at {before}.")
            assert learner.evaluate("document.activeElement.closest('li').textContent").count(text)
    tab_to(learner, ".button.primary")
    learner.keyboard.press("Enter")
    expect_right(learner)


# --- Without JavaScript ----------------------------------------------------------------------


@pytest.mark.browser(javascript=False)
def test_a_typed_answer_without_javascript(learner: Page, site: str) -> None:
    open_question(learner, site, "sweep")
    check(learner)
    expect(learner.locator("#answer-error")).to_contain_text("Type an answer first.")
    learner.get_by_label("Your answer").fill("clearsessions")
    learner.keyboard.press("Enter")
    expect_right(learner)


@pytest.mark.browser(javascript=False)
def test_gaps_without_javascript(learner: Page, site: str) -> None:
    open_question(learner, site, "both-clocks")
    learner.get_by_label("Gap 1").select_option("db")
    learner.get_by_role("button", name="Hint").click()
    expect(learner.locator(".hints li")).to_have_count(1)
    expect(learner.get_by_label("Gap 1").locator("option:checked")).to_have_text("db")
    check(learner)
    expect(learner.locator("#answer-error")).to_contain_text("Gap 2 is still empty.")
    for gap, text in CLOCKS.items():
        learner.get_by_label(gap).select_option(text)
    check(learner)
    expect_right(learner)


@pytest.mark.browser(javascript=False)
def test_several_choices_without_javascript(learner: Page, site: str) -> None:
    open_question(learner, site, "need-the-app")
    learner.locator("label.choice", has_text="backends.db").click()
    check(learner)
    expect_told(learner, "Not yet. What you chose is right. Something is missing.")
    learner.locator("label.choice", has_text="cached_db").click()
    check(learner)
    expect_right(learner, "second")


@pytest.mark.browser(javascript=False)
def test_steps_without_javascript(learner: Page, site: str) -> None:
    open_question(learner, site, "a-changed-session")
    swapped = [1, 2, 3, 4, 6, 5]
    for text, place in zip(STEPS, swapped, strict=True):
        learner.locator(".order li", has_text=text).locator("select").select_option(str(place))
    check(learner)
    expect_told(learner, "Not yet. 4 of 6 steps are in place. 2 tries left.")
    expect(learner.locator(".order select")).to_have_count(2)
    for text, place in zip(STEPS[4:], (5, 6), strict=True):
        learner.locator(".order li", has_text=text).locator("select").select_option(str(place))
    check(learner)
    expect_right(learner, "second")


# --- Looks -----------------------------------------------------------------------------------


@pytest.mark.browser
def test_axe_finds_nothing_in_any_kind(learner: Page, site: str) -> None:
    for slug in ("sweep", "visits", "need-the-app", "a-changed-session"):
        open_question(learner, site, slug)
        assert problems_in_both_schemes(learner) == [], slug
        check(learner)
        learner.locator("#answer-error, .verdict").first.wait_for()
        assert problems_in_both_schemes(learner) == [], slug


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_no_kind_scrolls_the_page_sideways_and_targets_are_large(
    learner: Page, site: str, width: int
) -> None:
    learner.set_viewport_size({"width": width, "height": 800})
    for slug in ("sweep", "visits", "need-the-app", "a-changed-session", "both-clocks"):
        open_question(learner, site, slug)
        learner.wait_for_load_state("networkidle")
        assert learner.evaluate("document.documentElement.scrollWidth") <= width, slug
        for target in learner.locator("#quiz :is(button, select, input:not([type=hidden]))").all():
            box = target.bounding_box()
            if box and target.get_attribute("type") not in ("radio", "checkbox"):
                assert min(box["width"], box["height"]) >= 24, (slug, target.inner_text())
    open_question(learner, site, "sweep")
    assert learner.evaluate(SHIFTS) == 0
