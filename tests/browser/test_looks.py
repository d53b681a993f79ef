"""Pages are light, hold still, fit narrow windows, and axe finds nothing."""

from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from tests.browser.axe import SHIFTS, problems_in_both_schemes
from tests.browser.network import watch_network
from tests.course import LESSON

COURSE = "/learn/django-sessions/"
OTHERS, MODES = ("what-sessions-are", "expiry"), ("why", "concept", "performance", "practice")
PAGES = {
    "home": "/",
    "course": COURSE,
    "why": f"{LESSON}why/",
    "concept": f"{LESSON}concept/",
    "visualize": f"{LESSON}visualize/",
    "deep": f"{LESSON}deep/",
    "performance": f"{LESSON}performance/",
    "practice": f"{LESSON}practice/",
    "try": f"{LESSON}try/",
    "debug": f"{LESSON}debug/",
    "challenge": f"{LESSON}challenge/",
    "recall": f"{LESSON}recall/",
    "test": f"{LESSON}test/",
    **{f"{lesson} {mode}": f"{COURSE}{lesson}/{mode}/" for lesson in OTHERS for mode in MODES},
    "progress": "/progress/",
    "begin anew": "/progress/resets/?what=django-sessions/configuration",
    "forget": "/progress/resets/?what=forget",
    "join a class": "/class/",
    "lab": "/engine/",
    "race": "/engine/race/",
    "drill": "/engine/drills/two-tabs/",
    "drill with a long name": "/engine/drills/close-the-browser/",
    "settings": "/engine/settings/",
    "experiment": "/engine/experiments/eviction/",
    "lost": "/nowhere/",
}
STYLES = Path(settings.BASE_DIR) / "static"
SHEETS = sorted(str(file.relative_to(STYLES)) for file in STYLES.rglob("*.css"))
SELECTORS = """text => {
  const selectors = rules => [...rules].flatMap(rule =>
    [rule.selectorText ?? rule.cssText.split("{")[0], ...selectors(rule.cssRules ?? [])]);
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  return selectors(sheet.cssRules);
}"""
FOUND = [page for page in PAGES if page != "lost"]


def with_an_answer(page: Page, site: str) -> None:
    """Something on every page: a wrong answer, a hint, then a solved question."""
    page.goto(f"{site}{LESSON}practice/")
    page.locator("label.choice", has_text="Keeping a visitor's data").click()
    page.get_by_label("sure", exact=True).check()
    page.get_by_role("button", name="Check").click()
    page.get_by_role("button", name="Show the solution").click()
    page.goto(f"{site}{LESSON}practice/?q=store-setting")
    page.get_by_role("button", name="Hint").click()
    page.locator(".hints li").wait_for()


@pytest.mark.browser
def test_axe_finds_nothing(learner: Page, site: str) -> None:
    with_an_answer(learner, site)
    for name in FOUND:
        learner.goto(f"{site}{PAGES[name]}")
        assert problems_in_both_schemes(learner) == [], name
    learner.goto(f"{site}{LESSON}practice/?q=purpose")
    assert problems_in_both_schemes(learner) == []
    learner.goto(f"{site}{LESSON}practice/?q=summary")
    assert problems_in_both_schemes(learner) == []


@pytest.mark.browser
@pytest.mark.parametrize("engine", ["cache", "cached_db", "file", "signed_cookies"])
def test_every_engines_colour_has_contrast(learner: Page, site: str, engine: str) -> None:
    learner.goto(f"{site}{LESSON}practice/")
    learner.locator(f'.switch button[value="{engine}"]').click()
    learner.locator(".flash").wait_for()
    assert problems_in_both_schemes(learner) == []


@pytest.mark.browser
def test_no_page_scrolls_sideways(learner: Page, site: str) -> None:
    with_an_answer(learner, site)
    for name in FOUND:
        learner.goto(f"{site}{PAGES[name]}")
        for width in (320, 390, 1280):
            learner.set_viewport_size({"width": width, "height": 800})
            assert learner.evaluate("document.documentElement.scrollWidth") <= width, name


@pytest.mark.browser
def test_what_a_learner_writes_without_a_space_stays_on_the_page(learner: Page, site: str) -> None:
    learner.set_viewport_size({"width": 320, "height": 800})
    learner.goto(f"{site}{LESSON}recall/")
    card = learner.get_by_label("Explain it in your words")
    while not card.count():
        learner.get_by_role("button", name="Show the answer").click()
        learner.get_by_role("button", name="Easy").click()
        learner.locator(".back").wait_for(state="detached")
    card.fill("W" * 300)
    learner.get_by_role("button", name="Compare").click()
    learner.locator(".words").wait_for()
    assert learner.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.browser
def test_where_colours_are_the_readers_own_words_and_lines_tell(learner: Page, site: str) -> None:
    learner.emulate_media(forced_colors="active")
    learner.goto(f"{site}{LESSON}practice/")
    learner.locator("label.choice", has_text="Signing users in, and nothing else").click()
    learner.get_by_role("button", name="Check").click()
    expect(learner.locator(".choice.wrong")).to_be_visible()  # before, a click would be lost
    learner.locator("label.choice", has_text="Keeping a visitor's data").click()
    learner.get_by_role("button", name="Check").click()
    for verdict in ("right", "wrong"):
        told = learner.locator(f".choice.{verdict}")
        word = told.get_by_text(f"{verdict.capitalize()}, your answer:").bounding_box()
        assert word is not None
        assert word["width"] > 30
    styles = "all => all.map(one => getComputedStyle(one).textDecorationLine)"
    for navigation in (".topbar nav", ".modes"):
        lines = learner.locator(f"{navigation} a[aria-current]").evaluate_all(styles)
        assert lines == ["underline"]
    learner.goto(f"{site}{LESSON}test/")
    here, other = (
        learner.locator(".map a").nth(number).evaluate("a => getComputedStyle(a).backgroundColor")
        for number in (0, 1)
    )
    assert here != other


@pytest.mark.browser
def test_nothing_shifts_while_a_page_loads(learner: Page, site: str) -> None:
    for name in FOUND:
        learner.goto(f"{site}{PAGES[name]}")
        assert learner.evaluate(SHIFTS) == 0, name


@pytest.mark.browser
def test_a_page_weighs_at_most_30_kb_with_everything_it_loads(learner: Page, site: str) -> None:
    """Bytes on the wire, headers included, with an empty cache."""
    loaded = watch_network(learner)
    heavy = {}
    for name in FOUND:
        loaded.clear()
        learner.goto(f"{site}{PAGES[name]}", wait_until="networkidle")
        assert loaded, name
        if sum(size for _, size in loaded) > 30_000:
            heavy[name] = [*loaded]
    assert heavy == {}


@pytest.mark.browser
def test_a_minified_file_has_the_same_rules(page: Page) -> None:
    assert len(SHEETS) > 5
    for name in SHEETS:
        served = Path(settings.STATIC_ROOT) / name
        rules = [page.evaluate(SELECTORS, file.read_text()) for file in (STYLES / name, served)]
        assert rules[0] == rules[1], name
        assert rules[0], name
