"""Images in a browser: they hold still, fit, are seen in the dark, and nothing in them runs."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import SHIFTS, problems, problems_in_both_schemes, serious
from tests.browser.instructor import listen, panel_of, sign_in
from tests.pictures import photo, picture, svg
from tests.running import manage

FLAGS = Path(__file__).parent.parent / "packs" / "flags"
WHY, PRACTICE = "/learn/flags/countries/why/", "/learn/flags/countries/practice/"
SCRIPTS = """<script>document.documentElement.id = "ran"</script>
<rect width="40" height="30" fill="green" onclick="document.documentElement.id = 'ran'"/>"""
WIDTH = """address => new Promise(done => {
  const image = new Image();
  image.onload = () => done(image.naturalWidth);
  image.onerror = () => done(0);
  image.src = address;
})"""
LOADED = """() => [...document.images].every(one => one.complete && one.naturalWidth > 0)"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("images")


@pytest.fixture(scope="module")
def site(folder: Path) -> Iterator[str]:
    with panel_of(folder, "author", "ina") as url:
        manage(folder, "loadcourse", str(FLAGS))
        yield url


@pytest.fixture
def ina(page: Page, site: str) -> Iterator[Page]:
    said: list[str] = []
    listen(page, said)
    yield sign_in(page, site)
    assert said == []


def scroll_to_all(page: Page) -> None:
    """So that each is loaded, however far down it stands."""
    for number in range(page.locator("main img").count()):
        page.locator("main img").nth(number).scroll_into_view_if_needed()
    page.wait_for_function(LOADED)


@pytest.mark.browser
def test_nothing_shifts_when_images_come(learner: Page, site: str) -> None:
    for width in (390, 1280):
        learner.set_viewport_size({"width": width, "height": 800})
        for address in (WHY, f"{PRACTICE}?q=coast"):
            learner.goto(f"{site}{address}")
            assert learner.locator("main img").count() > 0
            scroll_to_all(learner)
            assert learner.evaluate(SHIFTS) == 0, (width, address)


@pytest.mark.browser
def test_images_fit_a_narrow_window_and_are_found_well_by_axe(learner: Page, site: str) -> None:
    for width in (320, 390):
        learner.set_viewport_size({"width": width, "height": 800})
        for address in (WHY, f"{PRACTICE}?q=red", f"{PRACTICE}?q=coast"):
            learner.goto(f"{site}{address}")
            scroll_to_all(learner)
            assert learner.evaluate("document.documentElement.scrollWidth") <= width
            assert problems_in_both_schemes(learner) == [], address


@pytest.mark.browser
def test_a_deleted_image_is_a_picture_that_says_so_and_no_broken_one(page: Page, site: str) -> None:
    page.goto(f"{site}{WHY}")
    assert page.evaluate(WIDTH, "/images/0123456789abcdef-40x30-gone.png") == 300


@pytest.mark.browser
def test_in_the_dark_a_transparent_image_lies_on_paper(learner: Page, site: str) -> None:
    learner.emulate_media(color_scheme="dark")
    learner.goto(f"{site}{WHY}")
    colour = "image => getComputedStyle(image).backgroundColor"
    assert learner.locator("main img").first.evaluate(colour) == "rgb(243, 241, 234)"


@pytest.mark.browser
def test_a_photo_that_was_held_sideways_takes_the_room_that_it_was_given(
    ina: Page, site: str
) -> None:
    bring(ina, site, "beach.jpg", photo(turn=6), "A beach")
    shown = ina.locator(".field-picture img")
    assert shown.evaluate("image => [image.naturalWidth, image.naturalHeight]") == [30, 40]
    assert (shown.get_attribute("width"), shown.get_attribute("height")) == ("30", "40")


def bring(page: Page, site: str, name: str, data: bytes, alt: str) -> None:
    page.goto(f"{site}/admin/learn/image/add/")
    file = {"name": name, "mimeType": "application/octet-stream", "buffer": data}
    page.get_by_label("File").set_input_files(file)  # type: ignore[arg-type]
    page.get_by_label("In words").fill(alt)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".messagelist")).to_contain_text("Paste this line")


@pytest.mark.browser
def test_nothing_in_an_svg_runs_also_where_it_is_opened_by_itself(
    ina: Page, browser: Browser, site: str
) -> None:
    bring(ina, site, "evil.svg", svg(SCRIPTS), "A green field")
    address = ina.locator(".field-picture img").get_attribute("src")
    page = browser.new_context().new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(f"{site}{address}")
    page.locator("rect").click()
    # The page can't be asked by a script of ours: in its sandbox none runs.
    assert page.locator("svg#ran").count() == 0
    assert page.locator("rect").count() == 1
    assert any("Blocked script execution" in words for words in said)
    page.context.close()


@pytest.mark.browser
def test_the_pages_of_images_fit_and_are_found_well_by_axe(ina: Page, site: str) -> None:
    bring(ina, site, "wide.png", picture(width=1600, height=300), "A wide flag")
    row = ina.url
    for address in (row, f"{site}/admin/learn/image/", f"{site}/admin/learn/image/add/"):
        ina.goto(address)
        for width in (1280, 390):
            ina.set_viewport_size({"width": width, "height": 800})
            assert serious(problems(ina, "#content")) == [], address
    ina.goto(row)
    assert ina.evaluate("document.documentElement.scrollWidth") <= 390
