"""History, two at once, order and the preview of texts in a browser: axe finds nothing, and the
console is silent."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.axe import problems_in_both_schemes
from tests.browser.instructor import listen, panel_of, sign_in


@pytest.fixture(scope="module")
def panel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with panel_of(tmp_path_factory.mktemp("panel"), "superuser", "ina", "ben") as site:
        yield site


@pytest.fixture
def said(context: BrowserContext) -> Iterator[list[str]]:
    """What the consoles of all pages say: nothing but that an answer was a refusal."""
    said: list[str] = []
    for page in context.pages:
        listen(page, said)
    context.on("page", lambda page: listen(page, said))
    yield said
    assert [words for words in said if "status of 422" not in words] == []


def open_question(page: Page, panel: str, words: str = "purpose") -> None:
    """By way of the search, as one finds it."""
    page.goto(f"{panel}/admin/quizzes/question/?q={words}")
    page.get_by_role("link", name=re.compile("^purpose")).first.click()
    page.locator("#id_prompt").wait_for()


def save(page: Page) -> None:
    page.get_by_role("button", name="Save", exact=True).click()


def delete(page: Page) -> None:
    page.locator("a.deletelink").click()
    page.locator('#content form input[type="submit"]').click()
    page.locator(".messagelist .success").wait_for()


def looks_right(page: Page, within: str | None = None) -> None:
    """In every width, light and dark. `within`: the admin's own forms have faults of their own."""
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        assert problems_in_both_schemes(page, within) == [], width
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.browser
def test_a_change_is_seen_in_the_history_and_brought_back(
    page: Page, panel: str, said: list[str]
) -> None:
    sign_in(page, panel)
    open_question(page, panel)
    before = page.locator("#id_prompt").input_value()
    page.locator("#id_prompt").fill("What are they for?")
    save(page)
    page.locator(".messagelist .success").wait_for()
    open_question(page, panel)
    page.get_by_role("link", name="History").click()
    newest = page.locator(".history section").first
    assert "ina" in newest.locator("h2").inner_text()
    assert "What are they for?" in newest.locator("ins").inner_text()
    looks_right(page)
    page.get_by_role("link", name="Bring this back").first.click()
    page.get_by_role("heading", name="What would change").wait_for()
    looks_right(page)
    page.get_by_role("button", name="Bring this back").click()
    page.locator(".messagelist .success").wait_for()
    assert page.locator("#id_prompt").input_value() == before


@pytest.mark.browser(javascript=False)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_second_to_save_loses_nothing(
    page: Page, panel: str, said: list[str], scheme: str
) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    browser = page.context.browser
    assert browser
    other = browser.new_context(java_script_enabled=False).new_page()
    sign_in(page, panel)
    sign_in(other, panel, "ben")
    for one in (page, other):
        open_question(one, panel)
    other.locator("#id_prompt").fill(f"Ben's words, {scheme}?")
    save(other)
    other.locator(".messagelist .success").wait_for()
    other.context.close()
    page.locator("#id_prompt").fill(f"Ina's words, {scheme}?")
    save(page)
    clash = page.locator(".clash")
    assert "ben" in clash.locator(".since").inner_text()
    assert f"Ben's words, {scheme}?" in clash.locator("ins").inner_text()
    assert page.locator("#id_prompt").input_value() == f"Ina's words, {scheme}?"
    page.get_by_role("button", name="Save mine all the same").click()
    page.locator(".messagelist .success").wait_for()
    open_question(page, panel)
    assert page.locator("#id_prompt").input_value() == f"Ina's words, {scheme}?"


@pytest.mark.browser
def test_the_clash_looks_right(page: Page, panel: str, said: list[str]) -> None:
    sign_in(page, panel)
    other = page.context.new_page()
    for one in (page, other):
        open_question(one, panel)
    other.locator("#id_prompt").fill("From the other tab?")
    save(other)
    other.locator(".messagelist .success").wait_for()
    page.locator("#id_prompt").fill("From this tab?")
    save(page)
    page.locator(".clash").wait_for()
    looks_right(page, ".clash")
    looks_right(page, "#mine")


@pytest.mark.browser(javascript=False)
def test_a_lesson_that_was_deleted_comes_back_with_its_questions(
    page: Page, panel: str, said: list[str]
) -> None:
    sign_in(page, panel)
    page.goto(f"{panel}/admin/learn/lesson/?q=expiry")
    page.get_by_role("link", name="How long a session lives", exact=True).click()
    delete(page)
    page.get_by_role("link", name="Deleted", exact=True).click()
    page.get_by_role("link", name="How long a session lives").click()
    page.get_by_role("heading", name="What comes back with it").wait_for()
    page.get_by_role("button", name="Recover").click()
    assert "Recovered, with" in page.locator(".messagelist").inner_text()
    page.goto(f"{panel}/learn/django-sessions/expiry/practice/")
    page.locator("#quiz").wait_for()


@pytest.mark.browser
def test_the_lists_of_what_was_deleted_look_right(page: Page, panel: str, said: list[str]) -> None:
    sign_in(page, panel)
    page.goto(f"{panel}/admin/quizzes/question/?q=untouched")
    page.locator("#result_list tbody th a").first.click()
    delete(page)
    page.get_by_role("link", name="Deleted", exact=True).click()
    looks_right(page)
    page.locator(".history tbody a").first.click()
    looks_right(page)
    page.get_by_role("button", name="Recover").click()
    page.locator(".messagelist .success").wait_for()


@pytest.mark.browser(javascript=False)
def test_questions_and_lessons_are_moved_without_javascript(
    page: Page, panel: str, said: list[str]
) -> None:
    sign_in(page, panel)
    for place in ("quizzes/questionset/1/change/", "learn/course/1/change/"):
        page.goto(f"{panel}/admin/{place}")
        listed = page.locator(".order li > a")
        names = listed.all_inner_texts()
        page.get_by_role("button", name=f"Move {names[0]} down").click()
        expect(listed).to_have_text([names[1], names[0], *names[2:]])
        page.get_by_role("button", name=f"Move {names[0]} up").click()
        expect(listed).to_have_text(names)


@pytest.mark.browser
def test_the_order_looks_right(page: Page, panel: str, said: list[str]) -> None:
    sign_in(page, panel)
    for place in ("quizzes/questionset/1/change/", "learn/course/1/change/"):
        page.goto(f"{panel}/admin/{place}")
        looks_right(page, ".order")


def look_at_the_first(page: Page) -> None:
    mode = page.locator("select[name=pages-0-mode]").input_value()
    page.locator(f'input[name="look"][value="{mode}"]').check()


@pytest.mark.browser
def test_a_text_is_previewed_as_it_is_typed(page: Page, panel: str, said: list[str]) -> None:
    sign_in(page, panel)
    page.goto(f"{panel}/admin/learn/lesson/?q=configuration")
    page.get_by_role("link", name="Configuring the session framework").click()
    shown = page.frame_locator('iframe[name="preview"]')
    shown.locator("article h2").first.wait_for()
    look_at_the_first(page)
    page.locator("textarea[name=pages-0-text]").fill(
        "# Too high\n\nSomething *new*, and SESION_ENGINE."
    )
    shown.locator("em", has_text="new").wait_for()
    assert "The page has its h1 already." in page.locator(".finding.blocks").inner_text()
    assert "SESSION_ENGINE" in page.locator(".finding.advice").inner_text()
    looks_right(page, ".authoring")


@pytest.mark.browser(javascript=False)
def test_a_text_is_previewed_without_javascript(page: Page, panel: str, said: list[str]) -> None:
    sign_in(page, panel)
    page.goto(f"{panel}/admin/learn/lesson/?q=configuration")
    page.get_by_role("link", name="Configuring the session framework").click()
    page.locator("textarea[name=pages-0-text]").fill("## High enough\n\nSomething *new*.")
    look_at_the_first(page)
    page.get_by_role("button", name="Look at it now").click()
    shown = page.frame_locator('iframe[name="preview"]')
    shown.locator("em", has_text="new").wait_for()
