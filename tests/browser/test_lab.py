"""The engine lab in a browser: inside, the last requests, the race and the distance."""

import os
import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import problems, problems_in_both_schemes
from tests.browser.network import watch_network
from tests.course import LESSON
from tests.running import prepared_database, running

ENGINES = {"cache": "The entry in memory", "cached_db": "The copy in memory"}
ALL = {
    "cache@redis": "The entry in Redis",
    "cache@memcached": "The entry in Memcached",
    "cached_db@redis": "The copy in Redis",
    "cached_db@memcached": "The copy in Memcached",
}
ALWAYS = {
    "file": "The file on the server's disk",
    "signed_cookies": "The cookie",
    "db": "The row in django_session",
}


@pytest.fixture(scope="module")
def whole_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Two processes with PostgreSQL, Redis and Memcached."""
    services = {name: os.environ[f"TEST_{name}"] for name in ("REDIS_URL", "MEMCACHED_URL")}
    worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    folder, database = tmp_path_factory.mktemp("whole"), prepared_database(f"whole_lab_{worker}")
    with running(folder, DATABASE_URL=database, WEB_CONCURRENCY="2", **services) as site:
        yield site.url


def with_a_session(page: Page, site: str) -> None:
    page.goto(f"{site}{LESSON}practice/")
    page.locator("label.choice").first.click()
    page.get_by_role("button", name="Check").click()
    page.locator(".verdict").wait_for()


def look_into(page: Page, site: str, engines: dict[str, str]) -> None:
    """Move through the engines and find in the lab what each keeps."""
    with_a_session(page, site)
    for engine, title in engines.items():
        page.goto(f"{site}/engine/")
        page.locator(f'.switch button[value="{engine}"]').click()
        expect(page.locator("#engine .name")).to_have_text(engine)
        page.goto(f"{site}/engine/")
        expect(page.get_by_role("heading", name=title)).to_be_visible()
        expect(page.get_by_role("region", name="What it holds")).to_contain_text('"progress"')
        page.get_by_text("Django's calls that lead there").click()
        expect(page.locator(".calls")).to_contain_text("process_response()")


def race_and_go_away(page: Page, site: str, engines: set[str]) -> None:
    """By keyboard alone: start a race, see its result, move the stores away.

    The page has a session already, so that it counts as a visitor of its own.
    """
    page.goto(f"{site}/engine/race/")
    page.keyboard.press("r")
    expect(page.get_by_role("progressbar", name="Time used")).to_be_visible()
    expect(page.get_by_role("heading", name="What each engine took")).to_be_visible(timeout=15_000)
    rows = page.locator("section", has=page.locator("#result")).locator("tbody tr")
    assert set(rows.locator("th").all_inner_texts()) == engines
    db = page.locator("#distance tbody tr").first
    before = times(db.inner_text())[0]
    page.get_by_label("Distance").focus()
    for _ in range(8):  # from 1 to 5 ms
        page.keyboard.press("ArrowRight")
    expect(page.locator("#distance-said")).to_contain_text("5 ms for each round trip")
    expect(page.get_by_label("Distance")).to_be_focused()
    assert times(db.inner_text())[0] == pytest.approx(before + 4, abs=0.02)
    page.get_by_label("Connections").select_option("opened")
    expect(page.locator("#distance-said")).to_contain_text("opened for each request")
    assert times(db.inner_text())[0] > before + 4 + 3 * 5
    expect(page.get_by_role("heading", name="Where it cannot come from")).to_be_visible()


def times(text: str) -> list[float]:
    return [float(one) for one in re.findall(r"([\d.]+) ms", text)]


@pytest.mark.browser
def test_the_lab_shows_what_each_engine_keeps(learner: Page, site: str) -> None:
    look_into(learner, site, {**ENGINES, **ALWAYS})


@pytest.mark.browser
def test_a_race_and_a_distance_by_keyboard(learner: Page, site: str) -> None:
    with_a_session(learner, site)
    race_and_go_away(learner, site, {*ENGINES, *ALWAYS})
    assert problems_in_both_schemes(learner) == []
    for width in (320, 390):
        learner.set_viewport_size({"width": width, "height": 800})
        assert learner.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.browser
@pytest.mark.postgresql
@pytest.mark.redis
@pytest.mark.memcached
def test_the_lab_on_postgresql_redis_and_memcached(learner: Page, whole_site: str) -> None:
    look_into(learner, whole_site, {**ALL, **ALWAYS})
    race_and_go_away(learner, whole_site, {*ALL, *ALWAYS})


@pytest.mark.browser
def test_the_tab_remembers_what_its_last_requests_cost(learner: Page, site: str) -> None:
    with_a_session(learner, site)
    learner.goto(f"{site}/engine/")
    header = learner.goto(f"{site}/progress/").header_value("server-timing")  # type: ignore[union-attr]
    learner.wait_for_load_state("networkidle")
    learner.goto(f"{site}/engine/")
    row = learner.locator(".requests tbody tr", has_text="/progress/").first
    took = re.findall(r"dur=([\d.]+)", str(header))[0]
    reads, writes, stored = re.findall(r'session-\w+;desc="([^"]*)"', str(header))
    said = ["/progress/", "db", reads, writes, stored, f"{float(took):.2f} ms"]
    assert row.locator("th, td").all_inner_texts() == said
    expect(learner.locator(".spark polyline")).to_have_attribute(
        "points", re.compile(r"^0,.* 100,")
    )
    assert "sessionid" not in str(learner.evaluate("JSON.stringify(sessionStorage)"))


@pytest.mark.browser(javascript=False)
def test_a_race_without_javascript(learner: Page, site: str) -> None:
    with_a_session(learner, site)
    learner.goto(f"{site}/engine/race/")
    learner.get_by_role("button", name="Start a race").click()
    expect(learner.get_by_text("Under way")).to_be_visible()
    expect(learner.get_by_text("What each engine took")).to_be_visible(timeout=15_000)
    learner.get_by_label("Connections").select_option("opened")
    learner.get_by_role("button", name="Show it").click()
    expect(learner.locator("#distance-said")).to_contain_text("opened for each request")


@pytest.mark.browser
def test_a_result_weighs_at_most_30_kb_with_everything_it_loads(learner: Page, site: str) -> None:
    with_a_session(learner, site)
    learner.goto(f"{site}/engine/race/")
    learner.get_by_role("button", name="Start a race").click()
    learner.locator("#result").wait_for(timeout=20_000)
    loaded = watch_network(learner)
    learner.reload(wait_until="networkidle")
    assert 20_000 < sum(size for _, size in loaded) <= 30_000, loaded


@pytest.mark.browser
def test_a_race_is_stopped(learner: Page, site: str) -> None:
    with_a_session(learner, site)
    learner.goto(f"{site}/engine/race/")
    learner.get_by_role("button", name="Start a race").click()
    learner.get_by_role("button", name="Stop it").click()
    expect(learner.get_by_text("The race was stopped")).to_be_visible()
    expect(learner.get_by_role("button", name="Start a race")).to_be_visible()


# --- Drills, settings, web vitals --------------------------------------------------------------


def drill_by_keyboard(page: Page, site: str) -> None:
    page.goto(f"{site}/engine/")
    page.get_by_role("link", name="Lose the folder").press("Enter")
    for engine in ("db", "cache", "cached_db", "signed_cookies"):
        page.get_by_role("checkbox", name=engine, exact=True).press("Space")
    page.get_by_role("button", name="Let it happen").press("Enter")
    expect(page.get_by_role("heading", name="You were right about 5 of 5")).to_be_focused()
    rows = page.locator(".outcomes tbody tr")
    assert [row.split(":")[0] for row in rows.locator("td:last-child").all_text_contents()] == [
        "Yes", "Yes", "Yes", "No", "Yes",
    ]  # fmt: skip
    assert problems(page) == []


def try_the_settings(page: Page, site: str) -> None:
    page.goto(f"{site}/engine/")
    page.get_by_role("link", name="Try the settings").click()
    page.get_by_label("SESSION_COOKIE_AGE").fill("600")
    page.get_by_label("SESSION_EXPIRE_AT_BROWSER_CLOSE").select_option("True")
    page.get_by_role("button", name="Run it").click()
    expect(page.get_by_role("heading", name="When it ends")).to_be_visible()
    expect(page.locator(".bars")).to_contain_text("until the browser closes")
    expect(page.locator(".bars")).to_contain_text("after 10 min")
    assert problems(page) == []


# What the browser tells an observer of our own, begun before the page's.
WATCH = """
window.seen = {lcp: 0, cls: 0, inp: 0};
const watch = (type, take) => new PerformanceObserver(list => list.getEntries().forEach(take))
  .observe({type, buffered: true, durationThreshold: 16});
watch("largest-contentful-paint", one => seen.lcp = Math.round(one.startTime));
watch("layout-shift", one => { if (!one.hadRecentInput) seen.cls += one.value; });
for (const type of ["event", "first-input"])
  watch(type, one => { if (one.interactionId) seen.inp = Math.max(seen.inp, one.duration); });
"""


def read_the_vitals(page: Page, site: str) -> None:
    page.add_init_script(WATCH)
    page.goto(f"{site}/engine/")
    for name in ("TTFB", "LCP"):
        expect(page.locator(f'[data-vital="{name}"]')).to_have_text(re.compile(r"^\d+ ms, good$"))
    expect(page.locator('[data-vital="CLS"]')).to_have_text(re.compile(r"^0\.0\d\d, good$"))
    told = page.locator('[data-vital="TTFB"]').inner_text()
    timing = "Math.round(performance.getEntriesByType('navigation')[0].responseStart)"
    assert told == f"{page.evaluate(timing)} ms, good"
    page.keyboard.press("Tab")
    page.get_by_text("Django's calls that lead there").or_(page.locator("h1")).first.click()
    expect(page.locator('[data-vital="INP"]')).to_have_text(re.compile(r"^\d+ ms, \w+$"))
    figures = """() => [seen.lcp, seen.cls.toFixed(3), Math.round(seen.inp)].join() ===
      ["LCP", "CLS", "INP"].map(name =>
        document.querySelector(`[data-vital="${name}"]`).textContent.split(/[ ,]/)[0]).join()"""
    page.wait_for_function(figures)


@pytest.mark.browser
@pytest.mark.parametrize("part", [drill_by_keyboard, try_the_settings, read_the_vitals])
def test_the_rest_of_the_lab_on_the_embedded_engines(page: Page, site: str, part: Any) -> None:
    with_a_session(page, site)
    part(page, site)


@pytest.mark.browser
@pytest.mark.parametrize("part", [drill_by_keyboard, try_the_settings, read_the_vitals])
def test_the_rest_of_the_lab_with_redis_memcached_and_postgresql(
    page: Page, whole_site: str, part: Any
) -> None:
    with_a_session(page, whole_site)
    part(page, whole_site)


@pytest.mark.browser
def test_settings_and_a_drill_without_javascript(browser: Browser, site: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{site}/engine/drills/two-tabs/")
        page.get_by_role("button", name="Let it happen").click()
        expect(page.get_by_role("heading", name="You were right about 5 of 5")).to_be_visible()
        page.goto(f"{site}/engine/settings/")
        page.get_by_role("button", name="Run it").click()
        expect(page.get_by_role("heading", name="When it ends")).to_be_visible()
        page.goto(f"{site}/engine/")
        expect(page.locator('[data-vital="LCP"]')).to_have_text("needs JavaScript")
