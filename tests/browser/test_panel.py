"""An instructor's day, in a browser: writing, importing, and moving the site while it is used."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.axe import problems, problems_in_both_schemes, serious
from tests.browser.instructor import listen, panel_of, sign_in
from tests.course import LESSON

PRACTICE = f"{LESSON}practice/"


@pytest.fixture(scope="module")
def panel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with panel_of(tmp_path_factory.mktemp("panel"), "instructor", "ina") as site:
        yield site


@pytest.fixture
def said() -> list[str]:
    """What the console says."""
    return []


@pytest.fixture
def ina(page: Page, panel: str, said: list[str]) -> Iterator[Page]:
    """An instructor, no superuser, who is signed in. The console stays silent."""
    listen(page, said)
    yield sign_in(page, panel)
    assert said == []


@pytest.fixture
def learner_elsewhere(browser: Browser, panel: str) -> Iterator[Page]:
    """A learner in a browser of their own."""
    context = browser.new_context(base_url=panel)
    page = context.new_page()
    page.set_default_timeout(10_000)
    yield page
    context.close()


def write_question(page: Page, panel: str, slug: str) -> None:
    """A question whose wrong choice does not say why it is wrong."""
    page.goto(f"{panel}/admin/quizzes/question/add/")
    page.get_by_label("Question set").select_option(
        label="Configuring the session framework: Practice"
    )
    page.locator("#id_slug").fill(slug)
    page.locator("#id_kind").select_option("choice")
    page.locator("#id_prompt").fill("Which header carries the session's key back to the server?")
    for number, (key, text) in enumerate({"cookie": "`Cookie`", "etag": "`ETag`"}.items()):
        page.get_by_role("button", name="Add another Choice").click()
        page.locator(f"#id_choices-{number}-key").fill(key)
        page.locator(f"#id_choices-{number}-text").fill(text)
    page.locator("#id_choices-0-right").check()


def at_field(page: Page, field: str) -> Locator:
    """What the linter says at a field."""
    place = page.locator(f"#id_{field}").locator(
        "xpath=ancestor::div[contains(@class, 'form-row')]"
    )
    return place.locator(".finding")


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_question_is_written_mended_looked_at_published_answered_and_analysed(
    ina: Page, learner_elsewhere: Page, panel: str, scheme: Any
) -> None:
    ina.emulate_media(color_scheme=scheme)
    slug = f"header-{scheme}"
    write_question(ina, panel, slug)
    # The linter objects, beside the field, while one writes.
    expect(at_field(ina, "choices-1-text").first).to_contain_text("has no `why`")
    ina.get_by_role("button", name="Save and publish now").click()
    expect(ina.locator(".errornote, .errorlist").first).to_be_visible()
    expect(ina.locator("body")).to_contain_text("Nothing was saved yet.")
    learner_elsewhere.goto(f"{PRACTICE}?q={slug}")
    expect(learner_elsewhere.locator("main")).not_to_contain_text("Which header")
    # Mended, it is looked at in each state.
    ina.locator("#id_choices-1-why").fill("A server sends it to say which version this is.")
    expect(ina.locator("#findings")).to_contain_text("The linter finds nothing.")
    shown = ina.frame_locator("iframe[name=preview]")
    expect(shown.locator("body")).to_contain_text("Which header carries")
    for look, words in {
        "After a wrong answer": "A server sends it to say which version this is.",
        "Solved": "Right on the first try.",
    }.items():
        ina.get_by_label(look).check()
        expect(shown.locator("main")).to_contain_text(words)
    for width in (1280, 390):
        ina.set_viewport_size({"width": width, "height": 900})
        assert serious(problems(ina)) == []
    ina.get_by_role("button", name="Save and publish now").click()
    expect(ina.locator(".state")).to_contain_text("Published: learners see it.")
    # A learner answers it, and the analysis knows.
    learner_elsewhere.goto(f"{PRACTICE}?q={slug}")
    learner_elsewhere.locator("label.choice", has_text="ETag").click()
    learner_elsewhere.get_by_role("button", name="Check").click()
    expect(learner_elsewhere.locator(".choice.wrong .why")).to_contain_text("which version this is")
    ina.get_by_role("link", name="Analysis").click()
    row = ina.get_by_role("row").filter(has_text="etag")
    expect(row).to_contain_text("1")
    expect(row).to_contain_text("100 %")
    assert problems(ina) == []


@pytest.mark.browser
def test_the_site_moves_while_a_learner_works_who_loses_nothing(
    ina: Page, learner_elsewhere: Page, panel: str
) -> None:
    learner_elsewhere.goto(PRACTICE)
    learner_elsewhere.locator("label.choice", has_text="Keeping a visitor's data").click()
    learner_elsewhere.get_by_role("button", name="Check").click()
    expect(learner_elsewhere.locator(".verdict")).to_contain_text("Right on the first try.")
    learner_elsewhere.goto("/progress/")
    card = learner_elsewhere.locator("main .card", has_text="Configuring the session framework")
    done = card.inner_text()
    for engine in ("cached_db", "file", "signed_cookies", "cache", "db"):
        ina.goto(f"{panel}/admin/")
        ina.get_by_role("link", name="Engine of the site").first.click()
        ina.get_by_role("radio", name=re.compile(f"^{engine}:")).check()
        ina.get_by_role("button", name="Next: what will happen").click()
        expect(ina.get_by_role("heading", name="What will happen")).to_be_visible()
        assert problems(ina) == []
        ina.get_by_role("button", name=f"Move the site to {engine}").click()
        expect(ina.locator(".messagelist")).to_contain_text(f"New sessions are kept in {engine}")
        until_moved(learner_elsewhere, engine)
        assert card.inner_text() == done


@pytest.mark.browser
def test_a_hint_says_where_the_session_is_since_the_site_moved(
    ina: Page, learner_elsewhere: Page, panel: str
) -> None:
    page, place = learner_elsewhere, learner_elsewhere.locator("#engine")
    page.goto(PRACTICE)
    page.get_by_role("button", name="Hint").click()
    expect(page.locator(".hints li")).to_have_count(1)
    ina.goto(f"{panel}/admin/engines/siteengine/")
    ina.get_by_role("radio", name=re.compile("^file:")).check()
    ina.get_by_role("button", name="Next: what will happen").click()
    ina.get_by_role("button", name="Move the site to file").click()
    expect(ina.locator(".messagelist")).to_contain_text("New sessions are kept in file")
    other_tab = page.context.new_page()
    until_moved(other_tab, "file")
    # The first tab is not loaded anew: what comes with the hint is all that it learns.
    expect(place.locator(".name")).not_to_have_text("file")
    page.get_by_role("button", name="Another hint").click()
    expect(place.locator(".name")).to_have_text("file")
    expect(page.locator("html")).to_have_attribute("data-engine", "file")
    expect(place.locator("[aria-pressed=true]")).to_have_attribute("value", "file")
    expect(place.locator("[aria-pressed=true]")).to_have_count(1)


def until_moved(learner: Page, engine: str) -> None:
    """Every process knows within seconds: the learner only goes on."""
    moved = learner.locator(f'html[data-engine="{engine}"]')
    for _ in range(40):
        learner.goto("/progress/")
        if moved.count():
            break
    expect(moved).to_be_attached()


@pytest.mark.browser
def test_axe_finds_nothing_on_the_pages_of_the_panel(ina: Page, panel: str) -> None:
    for address in (
        "/admin/",
        "/admin/learn/course/1/change/",
        "/admin/learn/course/import/",
        "/admin/learn/lesson/1/change/",
        "/admin/quizzes/questionset/1/change/",
        "/admin/quizzes/questionset/1/export/",
        "/admin/quizzes/questionset/1/import/",
        "/admin/quizzes/question/",
        "/admin/quizzes/question/1/change/",
        "/admin/engines/siteengine/",
        "/admin/lab/labsettings/",
        "/admin/admin/logentry/",
    ):
        assert ina.goto(f"{panel}{address}").status == 200  # type: ignore[union-attr]
        for width in (1280, 390):
            ina.set_viewport_size({"width": width, "height": 900})
            assert serious(problems_in_both_schemes(ina)) == [], address
            assert ina.evaluate("document.documentElement.scrollWidth") <= width, address


@pytest.mark.browser
def test_whoever_was_signed_out_loses_nothing_and_goes_on_after_signing_in_elsewhere(
    ina: Page, panel: str, said: list[str]
) -> None:
    write_question(ina, panel, "signed-out")
    elsewhere = ina.context.new_page()
    elsewhere.goto(f"{panel}/admin/")
    elsewhere.get_by_role("button", name="Log out").click()
    elsewhere.get_by_text("Thanks for spending some quality time").wait_for()
    # What is typed and what is sent both find it, and leave the form as it is.
    ina.locator("#id_prompt").fill("Which header carries the key?")
    told = ina.locator("#findings")
    expect(told).to_contain_text("You are signed out, so nothing was saved.")
    ina.get_by_role("button", name="Save", exact=True).click()
    expect(told).to_contain_text("what you wrote is still here")
    expect(ina.locator("#id_prompt")).to_have_value("Which header carries the key?")
    assert ina.url.endswith("/question/add/")
    # Signing in makes a new token, which the form takes over.
    sign_in(elsewhere, panel)
    ina.get_by_role("button", name="Save and publish now").click()
    expect(ina.locator(".errornote")).to_be_visible()  # the linter's findings, as ever
    assert "403" in said.pop()  # the old token was refused, once
    ina.locator("#id_choices-1-why").fill("A server sends it to say which version this is.")
    ina.get_by_role("button", name="Save and publish now").click()
    expect(ina.locator(".state")).to_contain_text("Published: learners see it.")
    elsewhere.close()


@pytest.mark.browser
def test_what_only_pairs_need_is_seen_for_pairs_and_where_it_must_be_taken_out(
    ina: Page, panel: str
) -> None:
    write_question(ina, panel, "pairs")
    match = ina.locator("#id_choices-0-match")
    expect(match).to_be_hidden()
    ina.locator("#id_kind").select_option("match")
    expect(match).to_be_visible()
    match.fill("Sent by the browser")
    expect(ina.locator("#findings")).to_contain_text("to mend before")
    ina.locator("#id_kind").select_option("choice")
    expect(at_field(ina, "choices-0-match")).to_contain_text("`match` has no meaning")
    expect(match).to_be_visible()
