"""On paper: the result of a test, question by question and whole, and a practised set."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.course import LESSON

TEST, PRACTICE = f"{LESSON}test/", f"{LESSON}practice/"
A4 = {"width": 700, "height": 1000}  # what is left of it between the margins


def hand_in_a_test(page: Page, site: str) -> None:
    """The first choice of the first question, and nothing else."""
    page.goto(f"{site}{TEST}")
    page.locator("label.choice").first.click()
    page.get_by_role("button", name="Save and go on").click()
    expect(page.locator("#quiz-title")).to_contain_text("question 2 of 10")
    page.goto(f"{site}{TEST}?q=summary")
    page.get_by_role("button", name="Hand in with 9 unanswered").click()
    expect(page.locator("#quiz-title")).to_have_text("Test: result")


def put_on_paper(page: Page) -> None:
    page.set_viewport_size(A4)
    page.emulate_media(media="print")


def is_whole(question: Locator) -> None:
    """Its prompt, every choice with what is right, the reasons and the mark can be read."""
    expect(question.locator(".prompt")).to_be_visible()
    assert not question.locator(".prompt").inner_text().endswith("…")
    expect(question.locator(".choice")).to_have_count(4)
    for choice in question.locator(".choice").all():
        expect(choice).to_be_visible()
    assert question.locator(".choice.right").inner_text().split("\n")[1].startswith("Right")
    assert question.locator(".choice .why:visible").count() >= 3
    expect(question.locator(".verdict")).to_contain_text(re.compile(r"Score [\d.]+ of 1\."))


def printed(page: Page) -> None:
    """The heading and every question are on paper, and nothing to click."""
    for heading in (page.locator("main > .crumbs"), page.locator("h1"), page.locator(".score")):
        expect(heading).to_be_visible()
    expect(page.locator("main")).to_contain_text(re.compile(r"Handed in on \d+ \w+ \d{4}"))
    for gone in (".topbar", ".footer", ".rail", ".modes", ".actions"):
        for part in page.locator(gone).all():
            expect(part).to_be_hidden()
    questions = page.locator("section.told").all()
    assert len(questions) == 10
    for number, question in enumerate(questions, start=1):
        expect(question.locator("summary")).to_contain_text(f"{number}.")
        expect(question.locator(".brief")).to_be_hidden()
        is_whole(question)
    first = questions[0].locator(".choice", has_text=", your answer: ")
    expect(first).to_have_count(1)


@pytest.mark.browser
def test_the_result_of_a_test_is_printed_whole(learner: Page, site: str) -> None:
    hand_in_a_test(learner, site)
    expect(learner.locator(".whole:visible")).to_have_count(0)
    put_on_paper(learner)
    printed(learner)
    pages = len(re.findall(rb"/Type ?/Page\b", learner.pdf(format="A4")))
    assert pages >= 4  # one, where each question is a line


@pytest.mark.browser(javascript=False, color_scheme="dark")
def test_it_is_printed_whole_and_light_without_javascript_in_a_dark_scheme(
    learner: Page, site: str
) -> None:
    hand_in_a_test(learner, site)
    put_on_paper(learner)
    printed(learner)
    ink = learner.locator("h1").evaluate("one => getComputedStyle(one).color")
    assert max(map(int, re.findall(r"\d+", ink)[:3])) < 100, ink


@pytest.mark.browser
def test_no_question_is_cut_by_a_page_and_long_code_wraps(learner: Page, site: str) -> None:
    hand_in_a_test(learner, site)
    put_on_paper(learner)
    broken = "all => all.map(one => getComputedStyle(one).breakInside)"
    assert set(learner.locator("section.told").evaluate_all(broken)) == {"avoid"}
    wide = "all => all.filter(one => one.scrollWidth > one.clientWidth + 1).length"
    learner.locator(".prompt").first.evaluate(
        "one => one.insertAdjacentHTML('beforeend', `<pre>${'long'.repeat(90)}</pre>`)"
    )
    assert learner.locator("main, pre").evaluate_all(wide) == 0


@pytest.mark.browser
def test_a_practised_question_is_printed_whole_and_an_open_one_is_not(
    learner: Page, site: str
) -> None:
    learner.goto(f"{site}{PRACTICE}?q=purpose")
    for _ in range(4):  # whichever is right: a wrong one is asked for no more
        if learner.locator(".choice.right").count():
            break
        learner.locator("label.choice").first.click()
        learner.locator("#quiz form .button.primary").click()
        expect(learner.locator(".verdict")).to_be_focused()
    learner.goto(f"{site}{PRACTICE}?q=summary")
    expect(learner.locator(".whole:visible")).to_have_count(0)
    learner.locator(".opens summary").click()
    is_whole(learner.locator(".told"))
    learner.locator(".opens summary").click()
    put_on_paper(learner)
    is_whole(learner.locator(".told"))
    expect(learner.locator(".whole")).to_have_count(1)
    expect(learner.locator(".opens")).to_be_hidden()
