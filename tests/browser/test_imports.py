"""Questions of another system come in by way of the panel, in a browser: with and without
JavaScript, wide and narrow."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Browser, Page, expect

from exchange.formats import format_labels
from tests.browser.axe import problems_in_both_schemes, serious
from tests.browser.instructor import listen, panel_of, sign_in
from tests.exchange.foreign import GIFT, MOODLE
from tests.exchange.moodle_xml import file as file_beside
from tests.exchange.moodle_xml import question, quiz
from tests.pictures import picture

READY = "\n\n".join(
    f"::Ready {n}::Which is {n}? {{={n} ~{n + 1}#One too many.}}" for n in range(60)
)

FLAG = '<p>Whose is it?</p><p><img src="@@PLUGINFILE@@/flag.png" alt="A red flag"></p>'
WITH_PICTURE = quiz(
    question(FLAG, files=file_beside("flag.png", picture(width=80, height=50))).replace(
        ">asked<", ">Flag of red<"
    )
)


@pytest.fixture(scope="module")
def panel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with panel_of(tmp_path_factory.mktemp("imports"), "author", "ina") as site:
        yield site


@pytest.fixture
def ina(page: Page, panel: str) -> Iterator[Page]:
    """An author, no superuser, who is signed in. The console stays silent."""
    said: list[str] = []
    listen(page, said)
    yield sign_in(page, panel)
    assert [words for words in said if "status of 422" not in words] == []


def open_import(page: Page, panel: str) -> None:
    page.goto(f"{panel}/admin/quizzes/questionset/?q=")
    page.get_by_role("link", name="Practice", exact=True).first.click()
    page.get_by_role("link", name="Import", exact=True).click()


def choose(page: Page, panel: str, file: Path) -> None:
    open_import(page, panel)
    page.get_by_label(format_labels()).set_input_files(file)
    page.get_by_role("button", name="Look at it").click()


def assert_reads_well(page: Page) -> None:
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        assert serious(problems_in_both_schemes(page)) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.browser
@pytest.mark.parametrize(
    ("name", "text", "comes", "stays"),
    [
        ("quiz.gift.txt", GIFT, "where-it-lives", "An essay"),
        ("quiz.xml", MOODLE, "closing", "dragged onto a picture"),
    ],
)
def test_a_file_is_chosen_once_looked_at_and_imported_and_its_report_is_found_again(
    ina: Page, panel: str, tmp_path: Path, name: str, text: str, comes: str, stays: str
) -> None:
    file = tmp_path / name
    file.write_text(text)
    choose(ina, panel, file)
    main = ina.locator("#content-main")
    expect(main).to_contain_text("Nothing was changed yet.")
    expect(main).to_contain_text(stays)
    several = ina.get_by_role("listitem").filter(has_text="keep a session on the server").first
    expect(several.locator(".choice.right")).to_have_text([re.compile("db"), re.compile("file")])
    assert_reads_well(ina)
    leave = ina.get_by_label("Leave them as they are here")
    if leave.count():  # the other file came first
        leave.check()
    ina.get_by_role("button", name="Import as drafts").click()
    expect(ina.locator(".messagelist")).to_contain_text(f"Imported from {name}")
    assert_reads_well(ina)
    address = ina.url
    open_import(ina, panel)
    assert_reads_well(ina)
    ina.get_by_role("link", name=name).first.click()
    assert ina.url == address
    ina.get_by_role("link", name=comes, exact=True).click()
    expect(ina.locator(".state")).to_contain_text("A draft: only this panel shows it.")


@pytest.mark.browser(javascript=False)
def test_without_javascript_all_that_are_ready_are_published_in_one_click(
    ina: Page, panel: str, tmp_path: Path
) -> None:
    file = tmp_path / "ready.gift"
    file.write_text(f"{READY}\n\n::Not ready::Why? {{=a ~b}}")
    choose(ina, panel, file)
    expect(ina.locator("#content-main")).to_contain_text("GIFT: 61 new. Nothing was changed yet.")
    ina.get_by_role("link", name="Page 2", exact=True).first.click()
    expect(ina.get_by_role("heading", name="not-ready")).to_be_visible()
    ina.get_by_role("button", name="Import as drafts").click()
    ina.get_by_role("button", name="Publish all 60 that are ready").click()
    told = ina.locator(".messagelist")
    expect(told).to_contain_text("Published 60 questions of the import of ready.gift.")
    expect(told).to_contain_text("1 question stays a draft, to be mended first.")
    expect(ina.get_by_role("button", name=re.compile("Publish"))).to_have_count(0)
    # Corrected outside, it asks what to do with what is here, and says what it did.
    file.write_text(READY.replace("Which is 7?", "Which one is 7?"))
    choose(ina, panel, file)
    ina.get_by_label("Update them").check()
    ina.get_by_role("button", name="Import as drafts").click()
    expect(told).to_contain_text("59 here already, 1 updated.")


@pytest.mark.browser
def test_a_file_that_is_no_quiz_is_named(ina: Page, panel: str, tmp_path: Path) -> None:
    file = tmp_path / "quiz.csv"
    file.write_text("question,right\nWhich?,a\n")
    choose(ina, panel, file)
    expect(ina.locator(".errornote")).to_contain_text("This looks like a table (CSV).")
    assert_reads_well(ina)


@pytest.mark.browser
def test_a_picture_comes_with_its_question_and_learners_see_it(
    ina: Page, browser: Browser, panel: str, tmp_path: Path
) -> None:
    file = tmp_path / "flag.xml"
    file.write_text(WITH_PICTURE)
    choose(ina, panel, file)
    expect(ina.locator(".image-missing")).to_have_text("Picture: A red flag")
    assert_reads_well(ina)
    ina.get_by_role("button", name="Import as drafts").click()
    shown = ina.get_by_role("img", name="A red flag")
    assert shown.evaluate("image => image.decode().then(() => image.naturalWidth)") == 80
    assert_reads_well(ina)
    ina.get_by_role("button", name="Publish the one that is ready").click()
    expect(ina.locator(".messagelist")).to_contain_text("Published 1 question")
    lesson = ina.title().split(": ")[1]
    learner = browser.new_context().new_page()
    learner.goto(f"{panel}/learn/django-sessions/")
    learner.get_by_role("link", name=lesson).first.click()
    learner.goto(f"{urljoin(learner.url, '../practice/')}?q=flag-of-red")
    seen = learner.get_by_role("img", name="A red flag")
    expect(seen).to_have_attribute("width", "80")
    expect(seen).to_have_attribute("height", "50")
    assert seen.evaluate("image => image.decode().then(() => image.naturalWidth)") == 80
    learner.context.close()
