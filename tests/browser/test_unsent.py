"""What is sent and brings nothing: the page says so and stays, with all that was entered."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from quizzes.kinds.form_values import form_value
from tests.course import LESSON
from tests.running import Site, manage, running
from tests.waiting import wait_until

PRACTICE, RECALL, TEST = (f"{LESSON}{mode}/" for mode in ("practice", "recall", "test"))


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """Its console is not silent: the browser notes each failure there."""
    page = context.new_page()
    page.set_default_timeout(10_000)
    return page


@pytest.fixture(scope="module")
def changing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site of which something is withdrawn."""
    with running(tmp_path_factory.mktemp("changing")) as site:
        yield site


def check(page: Page) -> None:
    page.get_by_role("button", name="Check").click()


def chosen(page: Page) -> str:
    return str(page.locator("#quiz input:checked").get_attribute("value"))


@pytest.mark.browser
def test_an_answer_sent_offline_stays_chosen_and_counts_once_when_it_arrives(
    page: Page, context: BrowserContext, site: str
) -> None:
    page.goto(f"{site}{PRACTICE}")
    page.locator("label.choice", has_text="Signing users in, and nothing else").click()
    context.set_offline(True)
    check(page)
    said = page.get_by_role("alert")
    expect(said).to_contain_text("No answer from the site (offline)")
    expect(said).to_contain_text("What you entered is still here")
    assert chosen(page) == form_value("purpose", "login")
    check(page)
    expect(said).to_have_count(1)
    context.set_offline(False)
    check(page)
    expect(page.locator(".verdict")).to_have_text("Not yet. 2 tries left.")
    expect(said).to_have_count(0)


@pytest.mark.browser
def test_a_link_that_leads_nowhere_offline_says_so_too(
    page: Page, context: BrowserContext, site: str
) -> None:
    page.goto(f"{site}{TEST}")
    context.set_offline(True)
    page.locator(".map a").nth(2).click()
    expect(page.get_by_role("alert")).to_be_in_viewport()
    expect(page.locator("#quiz-title")).to_contain_text("question 1 of 10")
    context.set_offline(False)
    page.locator(".map a").nth(2).click()
    expect(page.locator("#quiz-title")).to_contain_text("question 3 of 10")


@pytest.mark.browser
def test_an_error_of_the_server_is_said(page: Page, site: str) -> None:
    page.goto(f"{site}{PRACTICE}")
    broken = "**/answers/"

    def break_down(route: Route) -> None:
        route.fulfill(status=502, body="<h1>Bad gateway</h1>")

    page.route(broken, break_down)
    page.locator("label.choice").first.click()
    check(page)
    expect(page.get_by_role("alert")).to_contain_text("No answer from the site (502)")
    page.unroute(broken)
    check(page)
    expect(page.locator(".verdict")).to_be_visible()


@pytest.mark.browser
def test_words_on_a_card_outlive_the_cookies(
    page: Page, context: BrowserContext, site: str
) -> None:
    """They were cleared under the open page. Nothing typed is lost, and it is sent again as is."""
    page.goto(f"{site}{RECALL}?q=in-your-words")
    words = "A cookie holds a key.\nThe row holds data. " * 8
    card = page.get_by_label("Explain it in your words")
    while not card.count():
        page.get_by_role("button", name="Show the answer").click()
        page.get_by_role("button", name="Easy").click()
        expect(page.locator(".back")).to_have_count(0)
    card.fill(words)
    context.clear_cookies()
    page.get_by_role("button", name="Compare").click()
    expect(page.get_by_role("alert")).to_contain_text("What you entered is still here")
    expect(card).to_have_value(words)
    page.get_by_role("button", name="Compare").click()
    expect(page.locator(".words")).to_contain_text("A cookie holds a key.")


@pytest.mark.browser
def test_the_panel_goes_on_after_lost_cookies(
    page: Page, context: BrowserContext, site: str
) -> None:
    page.goto(f"{site}{PRACTICE}")
    context.clear_cookies()
    page.locator('.switch button[value="file"]').click()
    expect(page.locator("#engine").get_by_role("alert")).to_contain_text("Please send it again")
    page.locator('.switch button[value="file"]').click()
    expect(page.locator("html")).to_have_attribute("data-engine", "file")


@pytest.mark.browser
def test_a_lesson_that_was_withdrawn_meanwhile(page: Page, changing: Site) -> None:
    page.goto(f"{changing.url}{PRACTICE}")
    page.locator("label.choice").first.click()
    source = (
        "from learn.course_versions import touch_course; from learn.models import *; "
        "Lesson.objects.filter(slug='configuration').update(published=None); touch_course(pk=1)"
    )
    manage(Path(changing.folder), "shell", "-c", source)
    lesson = f"{changing.url}{LESSON}"  # the site looks for a new version once a second
    wait_until(lambda: page.request.get(lesson).status == 404, seconds=10)
    check(page)
    expect(page.get_by_role("alert")).to_contain_text("is no longer here")
