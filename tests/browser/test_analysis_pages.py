"""The analysis in the instructor's panel, in a browser: the policy holds, axe finds nothing."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from tests.browser.axe import problems_in_both_schemes
from tests.browser.instructor import listen, panel_of, sign_in
from tests.running import manage

# Run at the site: 200 made-up learners.
PREPARE = """
from quizzes.models import QuestionSet
from tests.analysis.made_up import answers_of, keep
keep(answers_of(QuestionSet.objects.get(lesson__slug="configuration", mode="practice"), 200))
"""


@pytest.fixture(scope="module")
def panel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("panel")
    with panel_of(folder, "author", "ina") as site:
        manage(folder, "shell", "-c", PREPARE)
        yield site


def open_practice(page: Page, panel: str) -> None:
    page.goto(f"{panel}/admin/quizzes/questionset/")
    row = page.locator("tr", has_text="Configuring the session framework").filter(
        has=page.get_by_role("link", name="Practice", exact=True)
    )
    row.get_by_role("link", name="Analysis").click()


@pytest.mark.browser
def test_from_the_list_to_a_set_and_a_question(page: Page, panel: str) -> None:
    said: list[str] = []
    listen(page, said)
    sign_in(page, panel)
    open_practice(page, panel)
    for heading in ("What is counted", "Questions"):
        page.get_by_role("heading", name=heading, exact=True).wait_for()
    is_well_made(page)
    page.locator("#questions ~ div tbody th a").first.click()
    page.get_by_role("heading", name="What each choice drew").wait_for()
    is_well_made(page)
    assert said == []


def is_well_made(page: Page) -> None:
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        assert problems_in_both_schemes(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
