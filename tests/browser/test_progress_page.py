"""The progress page in a browser: take it along, bring it, begin anew."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.course import LESSON

PRACTICE = f"{LESSON}practice/"
DONE = "1 of 5 answered, 1 right. Score 0.75 of 5; your best is 0.75."


def two_answers(page: Page, site: str) -> None:
    """Sure and wrong, then fairly sure and right."""
    page.goto(f"{site}{PRACTICE}")
    for choice, certainty in (
        ("Signing users in, and nothing else", "sure"),
        ("Keeping a visitor's data", "fairly"),
    ):
        page.locator("label.choice", has_text=choice).click()
        page.get_by_label(certainty, exact=True).check()
        page.get_by_role("button", name="Check").click()
        expect(page.locator(".verdict")).to_be_visible()
        expect(page.locator("label.choice", has_text=choice)).to_have_count(0)
    page.goto(f"{site}/progress/")
    expect(page.locator("main")).to_contain_text(DONE)


def downloaded(page: Page, folder: Path) -> Path:
    with page.expect_download() as download:
        page.get_by_role("link", name="Download my progress").click()
    assert download.value.suggested_filename == "stateful-progress.json"
    file = folder / download.value.suggested_filename
    download.value.save_as(file)
    return file


def take_along(page: Page, browser: Browser, site: str, folder: Path, javascript: bool) -> None:
    """Download here, restore in another browser, restore once more, and a spoilt file."""
    two_answers(page, site)
    file = downloaded(page, folder)
    assert len(json.loads(file.read_text())["rows"]["answers"]) == 2
    other = browser.new_context(java_script_enabled=javascript).new_page()
    other.goto(f"{site}/progress/")
    expect(other.locator("main")).to_contain_text("Nothing yet.")
    for said in ("Restored: 2 answers.", "Restored: 0 answers. 2 were here already."):
        other.locator("#restore-file").set_input_files(file)
        other.get_by_role("button", name="Restore", exact=True).click()
        expect(other.locator("main [role=status]")).to_have_text(said)
        expect(other.locator("main")).to_contain_text(DONE)
        expect(other.locator("main")).to_contain_text("Sure and wrong: 1.")
    file.write_text(file.read_text().replace('"right": false', '"right": true'))
    other.locator("#restore-file").set_input_files(file)
    other.get_by_role("button", name="Restore", exact=True).click()
    expect(other.locator("#restore-error")).to_contain_text("something in it was changed")
    expect(other.locator("main")).to_contain_text(DONE)
    other.context.close()


@pytest.mark.browser
def test_it_is_taken_along(learner: Page, browser: Browser, site: str, tmp_path: Path) -> None:
    take_along(learner, browser, site, tmp_path, javascript=True)


@pytest.mark.browser(javascript=False)
def test_it_is_taken_along_without_javascript(
    learner: Page, browser: Browser, site: str, tmp_path: Path
) -> None:
    take_along(learner, browser, site, tmp_path, javascript=False)


def begin_anew(page: Page, context: BrowserContext, site: str) -> None:
    two_answers(page, site)
    page.get_by_role("link", name="Begin this lesson anew").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("anew?")
    page.get_by_role("link", name="Keep everything").click()
    expect(page.locator("main")).to_contain_text(DONE)
    page.get_by_role("link", name="Begin this lesson anew").click()
    page.get_by_role("button", name="Begin anew").click()
    expect(page.locator("main [role=status]")).to_contain_text("begins anew.")
    expect(page.locator("main")).to_contain_text("No question answered yet.")
    page.goto(f"{site}{PRACTICE}")
    expect(page.locator(".quiz")).to_contain_text("3 of 3 tries left")
    page.goto(f"{site}/progress/")
    page.get_by_role("link", name="Forget me").click()
    page.get_by_role("button", name="Forget me").click()
    expect(page.locator("main [role=status]")).to_have_text("This site has forgotten you.")
    expect(page.locator("main")).to_contain_text("Nothing yet.")
    assert {cookie["name"] for cookie in context.cookies()} <= {"csrftoken"}  # type: ignore[typeddict-item]


@pytest.mark.browser
def test_a_lesson_begins_anew_and_the_site_forgets(
    learner: Page, context: BrowserContext, site: str
) -> None:
    begin_anew(learner, context, site)


@pytest.mark.browser(javascript=False)
def test_a_lesson_begins_anew_and_the_site_forgets_without_javascript(
    learner: Page, context: BrowserContext, site: str
) -> None:
    begin_anew(learner, context, site)


def tab_to(page: Page, name: str) -> None:
    """Press Tab until the element with this text has the focus, as a person without a mouse."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if name in (page.evaluate("document.activeElement.textContent.trim()") or ""):
            return
    raise AssertionError(f"Tab does not reach {name!r}.")


@pytest.mark.browser
def test_by_keys_alone(learner: Page, site: str, tmp_path: Path) -> None:
    """Say how sure, answer, download, restore, begin everything anew: no mouse."""
    learner.goto(f"{site}{PRACTICE}")
    right = learner.locator("label.choice", has_text="Keeping a visitor's data").locator("input")
    learner.keyboard.press(right.get_attribute("data-key") or "")
    expect(right).to_be_checked()
    learner.keyboard.press("Tab")
    learner.keyboard.press("Space")
    expect(learner.get_by_label("guess")).to_be_checked()
    learner.keyboard.press("ArrowDown")
    expect(learner.get_by_label("fairly")).to_be_checked()
    learner.keyboard.press("Enter")
    expect(learner.locator(".verdict")).to_be_focused()
    learner.goto(f"{site}/progress/")
    tab_to(learner, "Download my progress")
    with learner.expect_download() as download:
        learner.keyboard.press("Enter")
    file = tmp_path / "progress.json"
    download.value.save_as(file)
    learner.goto(f"{site}/progress/")
    tab_to(learner, "Begin everything anew")
    learner.keyboard.press("Enter")
    expect(learner.get_by_role("heading", level=1)).to_have_text("Begin everything anew?")
    tab_to(learner, "Begin anew")
    learner.keyboard.press("Enter")
    expect(learner.locator("main [role=status]")).to_have_text("Everything begins anew.")
    field = learner.locator("#restore-file")
    for _ in range(60):
        learner.keyboard.press("Tab")
        if field.evaluate("field => field === document.activeElement"):
            break
    expect(field).to_be_focused()
    # What opens on Enter is the browser's own dialog, outside the page.
    field.set_input_files(file)
    tab_to(learner, "Restore")
    learner.keyboard.press("Enter")
    expect(learner.locator("main [role=status]")).to_have_text("Restored: 1 answer.")
    expect(learner.locator("main")).to_contain_text("1 of 5 answered, 1 right")
