"""The main job in a browser: read, answer, see the solution, see progress, move the session."""

import re

import pytest
from playwright.sync_api import Page, expect

from engines.registry import ENGINES
from tests.course import LESSON

PRACTICE = f"{LESSON}practice/"


def choose(page: Page, text: str) -> None:
    page.locator("label.choice", has_text=text).click()


def walk_to_the_solution(page: Page, site: str) -> None:
    """Home, lesson, a wrong answer, a hint, the right answer, all steps: by mouse."""
    page.goto(site)
    page.get_by_role("link", name="Configuring the session framework").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Configuring the session framework")
    page.get_by_role("link", name="Practice").first.click()
    choose(page, "Signing users in, and nothing else")
    page.get_by_role("button", name="Check").click()
    expect(page.locator(".verdict")).to_have_text("Not yet. 2 tries left.")
    expect(page.locator(".choice.wrong .why")).to_contain_text("only one use among many")
    page.get_by_role("button", name="Hint").click()
    expect(page.locator(".hints li")).to_have_count(1)
    choose(page, "Keeping a visitor's data")
    page.get_by_role("button", name="Check").click()
    expect(page.locator(".verdict")).to_contain_text("Right on the second try. Score 0.65 of 1.")
    for shown in (1, 2, 3):
        page.get_by_role("button", name=re.compile("step", re.IGNORECASE)).click()
        expect(page.locator(".steps li")).to_have_count(shown)
    expect(page.get_by_text("Quick check.")).to_be_visible()
    expect(page.get_by_text("Common mistakes")).to_be_visible()


def walk_through_the_engines(page: Page, site: str) -> None:
    """Every engine and back; the progress page says the same each time."""
    page.goto(f"{site}/progress/")
    card = page.locator("main .card", has_text="Configuring the session framework")
    done = card.inner_text()
    assert "1 of 5 answered, 1 right. Score 0.65 of 5" in done
    for name in [*list(ENGINES)[1:], *reversed(list(ENGINES)[:-1])]:
        page.locator(f'.switch button[value="{name}"]').click()
        expect(page.locator(".flash")).to_contain_text(f"to {name}: 1 key came along")
        expect(page.locator("html")).to_have_attribute("data-engine", name)
        page.goto(f"{site}/progress/")
        expect(page.locator(".engine .name")).to_have_text(name)
        assert card.inner_text() == done


@pytest.mark.browser
def test_the_whole_path_with_javascript(learner: Page, site: str) -> None:
    walk_to_the_solution(learner, site)
    learner.get_by_role("link", name="Next question").click()
    expect(learner.locator("#quiz-title")).to_contain_text("question 2 of 5")
    walk_through_the_engines(learner, site)


@pytest.mark.browser(javascript=False)
def test_the_whole_path_without_javascript(learner: Page, site: str) -> None:
    walk_to_the_solution(learner, site)
    learner.get_by_role("link", name="Next question").click()
    expect(learner.locator("#quiz-title")).to_contain_text("question 2 of 5")
    walk_through_the_engines(learner, site)


@pytest.mark.browser
def test_the_whole_quiz_by_keys_alone(learner: Page, site: str) -> None:
    """The letters, H, S, N and Enter that the buttons show; the focus follows what appears."""
    learner.goto(f"{site}{PRACTICE}")
    for number in range(1, 6):
        expect(learner.locator("#quiz-title")).to_contain_text(f"question {number} of 5")
        answer_by_keys(learner)
        learner.keyboard.press("n")
    expect(learner.locator("#quiz-title")).to_have_text("Practice: summary")
    expect(learner.locator("#quiz-title")).to_be_focused()
    expect(learner.locator(".summary > li")).to_have_count(5)


def answer_by_keys(page: Page) -> None:
    """Hint, then the letters in turn until the question is finished, then one step."""
    page.keyboard.press("h")
    expect(page.locator(".hints li").last).to_be_focused()
    for letter in "abc":
        page.keyboard.press(letter)
        expect(page.locator(f'input[data-key="{letter}"]')).to_be_checked()
        page.keyboard.press("Enter")
        expect(page.locator(".verdict")).to_be_focused()
        if page.locator(".choice.right").count():
            break
    page.keyboard.press("s")
    expect(page.locator(".steps li").last).to_be_focused()


@pytest.mark.browser
def test_without_the_letter_keys_tab_arrows_space_and_enter_do(learner: Page, site: str) -> None:
    learner.goto(f"{site}{PRACTICE}")
    learner.get_by_role("button", name="Keys: on").click()
    learner.keyboard.press("b")
    expect(learner.locator("input:checked")).to_have_count(0)
    learner.locator("#quiz-title").focus()
    learner.keyboard.press("Tab")
    learner.keyboard.press("Space")
    learner.keyboard.press("ArrowDown")
    expect(learner.locator('input[data-key="b"]')).to_be_checked()
    learner.keyboard.press("Enter")
    expect(learner.locator(".verdict")).to_be_focused()
    learner.reload()
    expect(learner.get_by_role("button", name="Keys: off")).to_be_visible()


@pytest.mark.browser
def test_no_choice_is_an_error_beside_the_field(learner: Page, site: str) -> None:
    learner.goto(f"{site}{PRACTICE}")
    learner.get_by_role("button", name="Check").click()
    expect(learner.locator("#answer-error")).to_be_focused()
    expect(learner.locator("#answer-error")).to_contain_text("No try was taken")


@pytest.mark.browser
def test_back_and_reload_show_the_question_they_should(learner: Page, site: str) -> None:
    learner.goto(f"{site}{PRACTICE}")
    choose(learner, "Keeping a visitor's data")
    learner.keyboard.press("Enter")
    expect(learner.locator(".verdict.right")).to_be_visible()
    learner.keyboard.press("n")
    expect(learner.locator("#quiz-title")).to_contain_text("question 2 of 5")
    learner.reload()
    expect(learner.locator("#quiz-title")).to_contain_text("question 2 of 5")
    learner.go_back()
    expect(learner.locator("#quiz-title")).to_contain_text("question 1 of 5")
    expect(learner.locator(".verdict.right")).to_be_visible()


@pytest.mark.browser
def test_a_double_click_counts_once(learner: Page, site: str) -> None:
    learner.goto(f"{site}{PRACTICE}")
    choose(learner, "Signing users in, and nothing else")
    learner.get_by_role("button", name="Check").dblclick()
    expect(learner.locator(".verdict")).to_have_text("Not yet. 2 tries left.")
    learner.reload()
    expect(learner.locator(".verdict")).to_have_text("Not yet. 2 tries left.")


@pytest.mark.browser
def test_the_panel_follows_the_newest_response(learner: Page, site: str) -> None:
    learner.goto(f"{site}{PRACTICE}")
    expect(learner.locator('[data-figure="writes"]')).to_have_text("none")
    choose(learner, "Keeping a visitor's data")
    with learner.expect_response("**/answers/") as answered:
        learner.keyboard.press("Enter")
    assert 'session-writes;desc="1 INSERT"' in answered.value.headers["server-timing"]
    expect(learner.locator('[data-figure="writes"]')).to_have_text("1 INSERT")


@pytest.mark.browser
def test_the_panel_follows_a_session_that_another_tab_has_moved(learner: Page, site: str) -> None:
    learner.goto(f"{site}{PRACTICE}")
    choose(learner, "Signing users in, and nothing else")
    learner.keyboard.press("Enter")
    expect(learner.locator(".verdict")).to_be_visible()
    other = learner.context.new_page()
    other.goto(f"{site}{PRACTICE}")
    other.locator('.switch button[value="file"]').click()
    expect(other.locator(".flash")).to_be_visible()
    choose(learner, "Keeping a visitor's data")
    learner.keyboard.press("Enter")
    expect(learner.locator(".verdict.right")).to_be_visible()
    expect(learner.locator(".engine .name")).to_have_text("file")
    expect(learner.locator("html")).to_have_attribute("data-engine", "file")
    pressed = learner.locator('.switch [aria-pressed="true"]')
    expect(pressed).to_have_count(1)
    expect(pressed).to_have_attribute("value", "file")
