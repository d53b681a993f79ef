"""Test, challenge and recall in a browser: by mouse, by keys alone, without JavaScript."""

import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.course import LESSON
from tests.running import Site, manage, running

TEST, CHALLENGE, RECALL = (f"{LESSON}{mode}/" for mode in ("test", "challenge", "recall"))


def tab_to(page: Page, place: Locator) -> None:
    while not place.evaluate("one => one === document.activeElement"):
        page.keyboard.press("Tab")


def title(page: Page, text: str) -> None:
    expect(page.locator("#quiz-title")).to_contain_text(text)


# --- Test ------------------------------------------------------------------------------------


def answer_all_but_the_last(page: Page) -> None:
    for number in range(1, 10):
        title(page, f"question {number} of 10")
        page.locator("label.choice").nth(number % 4).click()
        page.get_by_role("button", name="Save and go on").click()
    title(page, "question 10 of 10")
    expect(page.locator(".map .given")).to_have_count(9)


def change_the_first_and_hand_in(page: Page) -> None:
    page.locator(".map a").first.click()
    title(page, "question 1 of 10")
    expect(page.locator("label.choice input").nth(1)).to_be_checked()
    page.locator("label.choice").nth(2).click()
    page.get_by_role("button", name="Save and go on").click()
    title(page, "question 10 of 10")
    page.get_by_role("link", name="Hand in", exact=True).click()
    expect(page.locator("#quiz .note")).to_contain_text("No answer yet: question 10.")
    page.get_by_role("button", name="Hand in with 1 unanswered").click()


def read_the_result(page: Page) -> None:
    title(page, "Test: result")
    expect(page.get_by_role("link", name="Test (done)")).to_be_visible()
    expect(page.locator("#lesson-progress")).to_contain_text("10 of 10 questions answered")
    expect(page.locator(".levels li")).to_have_count(3)
    expect(page.locator(".levels .pill").first).to_have_text(re.compile("strong|shaky|weak"))
    expect(page.locator(".told details")).to_have_count(10)
    last = page.locator(".told").last
    expect(last.locator(".whole")).to_be_hidden()
    last.locator("summary").click()
    expect(last).to_contain_text("You gave no answer.")
    expect(last.locator(".choice.right")).to_be_visible()
    page.get_by_role("heading", name="Read again").locator("+ ul a").first.click()
    assert "#text-" in page.url
    expect(page.locator(f'[id="{page.url.split("#")[1]}"]')).to_be_in_viewport()
    page.goto(page.url.split("/learn/")[0] + TEST)
    page.get_by_role("button", name="Take a new test").click()
    title(page, "question 1 of 10")


@pytest.mark.browser
def test_a_test_by_mouse(learner: Page, site: str) -> None:
    learner.goto(f"{site}{TEST}")
    answer_all_but_the_last(learner)
    change_the_first_and_hand_in(learner)
    read_the_result(learner)


@pytest.mark.browser(javascript=False)
def test_a_test_without_javascript(learner: Page, site: str) -> None:
    learner.goto(f"{site}{TEST}")
    answer_all_but_the_last(learner)
    change_the_first_and_hand_in(learner)
    read_the_result(learner)


@pytest.mark.browser
def test_a_test_by_keys_alone(learner: Page, site: str) -> None:
    """Letters and Enter; the focus goes to each new question, and to the hand-in."""
    learner.goto(f"{site}{TEST}")
    for number in range(1, 11):
        title(learner, f"question {number} of 10")
        if number > 1:
            expect(learner.locator("#quiz-title")).to_be_focused()
        learner.keyboard.press("abcd"[number % 4])
        learner.keyboard.press("Enter")
    title(learner, "hand in?")
    expect(learner.locator("#quiz-title")).to_be_focused()
    expect(learner.locator("#quiz")).to_contain_text("Every question has an answer.")
    tab_to(learner, learner.get_by_role("button", name="Hand in", exact=True))
    learner.keyboard.press("Enter")
    title(learner, "Test: result")
    expect(learner.locator("#quiz-title")).to_be_focused()


# --- Challenge -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def hasty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site whose challenge gives a second for each problem, less than any pack may."""
    with running(tmp_path_factory.mktemp("hasty")) as site:
        with sqlite3.connect(site.folder / "stateful.sqlite3") as database:
            database.execute("UPDATE quizzes_questionset SET seconds = 1 WHERE seconds > 0")
        source = "from learn.course_versions import touch_course; touch_course(pk=1)"
        manage(Path(site.folder), "shell", "-c", source)
        yield site


def seconds_left(page: Page) -> int:
    minutes, seconds = page.locator("[data-clock]").inner_text().split(":")
    return int(minutes) * 60 + int(seconds)


@pytest.mark.browser
def test_a_challenge_by_mouse(learner: Page, site: str) -> None:
    learner.goto(f"{site}{CHALLENGE}")
    expect(learner.locator("#quiz")).to_contain_text("From then on you have 120 seconds")
    learner.get_by_role("button", name="Open the problem").click()
    clock = learner.get_by_role("timer")
    expect(clock).to_contain_text("Time left: ")
    before = seconds_left(learner)
    assert 115 <= before <= 120
    expect(learner.locator("[data-clock]")).not_to_have_text(f"2:{before - 120:02}")
    learner.reload()
    assert seconds_left(learner) <= before
    for wrong in ("db", "cache"):
        choice = learner.locator("label.choice", has_text=re.compile(rf"^\s*[A-D]\s*{wrong}\s*$"))
        choice.click()
        learner.get_by_role("button", name="Check").click()
        expect(learner.locator(".verdict")).to_be_focused()
    expect(learner.locator(".choice.right")).to_be_visible()
    expect(learner.get_by_role("timer")).to_have_count(0)
    learner.get_by_role("link", name="Next question").click()
    expect(learner.get_by_role("button", name="Open the problem")).to_be_visible()


@pytest.mark.browser
def test_a_challenge_by_keys_alone_and_the_badge(learner: Page, site: str) -> None:
    right = {
        "emptied cache": "cached_db",
        "carries this header": "SESSION_COOKIE_AGE",
        "votes three times": "One",
        "Two tabs": "a and c",
        "two stores": "Five",
    }
    learner.goto(f"{site}{CHALLENGE}")
    for number in range(1, 6):
        title(learner, f"question {number} of 5")
        learner.keyboard.press("o")
        expect(learner.get_by_role("timer")).to_be_visible()
        expect(learner.locator("#quiz-title")).to_be_focused()
        prompt = learner.locator(".prompt").inner_text()
        text = next(answer for words, answer in right.items() if words in prompt)
        choice = learner.locator("label.choice", has_text=re.compile(rf"^\s*[A-D]\s*{text}"))
        learner.keyboard.press(choice.locator(".key").inner_text().lower())
        learner.keyboard.press("Enter")
        expect(learner.locator(".verdict.right")).to_be_focused()
        learner.keyboard.press("n")
    title(learner, "Challenge: summary")
    expect(learner.locator(".earned")).to_contain_text("The badge is yours")
    learner.reload()
    expect(learner.locator(".modes .badge")).to_contain_text("Challenge")
    learner.goto(f"{site}/progress/")
    expect(learner.get_by_role("link", name="Challenge ★")).to_be_visible()


@pytest.mark.browser
def test_the_browsers_clock_gains_nothing(learner: Page, site: str) -> None:
    """Two hours ahead, the page asks the server, and the server says what is left."""
    learner.clock.install()
    learner.goto(f"{site}{CHALLENGE}")
    learner.get_by_role("button", name="Open the problem").click()
    expect(learner.get_by_role("timer")).to_be_visible()
    with learner.expect_response(re.compile(r"challenge/\?q=")) as asked:
        learner.clock.fast_forward("02:00:00")
    assert asked.value.ok
    expect(learner.locator("[data-clock]")).to_have_text(re.compile("^1:5|^2:00"))
    expect(learner.locator("label.choice").first).to_be_visible()


@pytest.mark.browser
def test_when_the_time_is_up_the_page_says_so_by_itself(learner: Page, hasty: Site) -> None:
    learner.goto(f"{hasty.url}{CHALLENGE}")
    learner.get_by_role("button", name="Open the problem").click()
    expect(learner.get_by_role("timer")).to_be_visible()
    expect(learner.locator(".verdict")).to_contain_text("Time is up, and this problem is finished.")
    expect(learner.locator(".choice.right")).to_be_visible()


@pytest.mark.browser(javascript=False)
def test_a_challenge_without_javascript(learner: Page, site: str, hasty: Site) -> None:
    learner.goto(f"{site}{CHALLENGE}")
    learner.get_by_role("button", name="Open the problem").click()
    assert "Reload to see it now." in learner.content()
    assert 110 <= seconds_left(learner) <= 120
    learner.locator("label.choice", has_text="cached_db").click()
    learner.get_by_role("button", name="Check").click()
    expect(learner.locator(".verdict.right")).to_be_visible()
    learner.goto(f"{hasty.url}{CHALLENGE}")
    learner.get_by_role("button", name="Open the problem").click()
    learner.locator("label.choice", has_text="cached_db").click()
    learner.wait_for_timeout(3_200)  # the second, and the grace
    learner.get_by_role("button", name="Check").click()
    expect(learner.locator("#quiz .errors")).to_contain_text("It is kept as late")
    expect(learner.locator(".verdict")).to_contain_text("Time is up")


# --- Recall ----------------------------------------------------------------------------------


def write_and_compare(page: Page) -> None:
    """The card to explain: the model answer comes when something is written."""
    expect(page.locator(".checklist")).to_have_count(0)
    page.get_by_label("Explain it in your words").fill("A cookie holds a key.\nThe row holds data.")
    page.get_by_role("button", name="Compare").click()
    expect(page.locator(".words")).to_contain_text("A cookie holds a key.")
    expect(page.locator(".back")).to_contain_text("HTTP forgets you after each response.")
    page.get_by_label("The first response sets a cookie").check()


def recall_by_mouse(page: Page, site: str) -> None:
    page.goto(f"{site}{RECALL}")
    for due in range(10, 0, -1):
        title(page, f"Recall: {due} of 10 cards due")
        if due == 1:
            write_and_compare(page)
        else:
            page.get_by_role("button", name="Show the answer").click()
        expect(page.locator(".ratings button")).to_have_count(4)
        expect(page.locator(".ratings button").first).to_contain_text("1 min")
        page.get_by_role("button", name="Good" if due == 10 else "Easy").click()
    title(page, "Recall: all done for now")
    expect(page.locator("#quiz")).to_contain_text(re.compile(r"card is due in (10|9) min, on "))


@pytest.mark.browser
def test_recall_by_mouse(learner: Page, site: str) -> None:
    recall_by_mouse(learner, site)


@pytest.mark.browser(javascript=False)
def test_recall_without_javascript(learner: Page, site: str) -> None:
    recall_by_mouse(learner, site)


@pytest.mark.browser
def test_recall_by_keys_alone(learner: Page, site: str) -> None:
    learner.goto(f"{site}{RECALL}")
    for due, key in zip(range(10, 0, -1), "2343432432", strict=True):
        title(learner, f"{due} of 10 cards due")
        if due == 1:
            tab_to(learner, learner.get_by_label("Explain it in your words"))
            learner.keyboard.type("sessions")  # an s here is a letter
            tab_to(learner, learner.get_by_role("button", name="Compare"))
            learner.keyboard.press("Enter")
        else:
            learner.keyboard.press("s")
        expect(learner.locator(".back")).to_be_focused()
        learner.keyboard.press(key)
    title(learner, "all done for now")
    expect(learner.locator("#quiz-title")).to_be_focused()
