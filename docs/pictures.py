"""Take the pictures that the README shows, at a site that runs: `make pictures`."""

import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.running import running

LESSON = "/learn/django-sessions/configuration/"
PLACE = Path(__file__).parent / "pictures"
FLAGS = "no-sandbox disable-gpu disable-quic no-first-run disable-background-networking".split()
WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}


def take(browser: Browser, url: str, name: str, scheme: str, window: dict[str, int]) -> None:
    """A question after a wrong answer and a hint, the home page, and a drill.

    The session moves to the cached database between.
    """
    page = browser.new_page(viewport=window, color_scheme=scheme, device_scale_factor=1)
    page.goto(f"{url}{LESSON}practice/")
    page.locator("label.choice", has_text="Signing users in, and nothing else").click()
    page.get_by_role("button", name="Check").click()
    page.locator(".verdict").wait_for()
    page.get_by_role("button", name="Hint").click()
    page.locator(".hints").wait_for()
    page.locator('.switch button[value="cached_db"]').click()
    page.locator(".flash").wait_for()
    page.reload()
    page.evaluate("scrollTo(0, 0)")
    page.screenshot(path=PLACE / f"practice-{name}.png")
    page.goto(url)
    page.screenshot(path=PLACE / f"home-{name}.png")
    if name != "light":
        page.close()
        return
    page.goto(f"{url}/engine/drills/rotate-the-key/")
    for engine in ("db", "cached_db"):
        page.get_by_role("checkbox", name=engine, exact=True).press("Space")
    page.get_by_role("button", name="Let it happen").click()
    page.locator(".outcomes").wait_for()
    page.screenshot(path=PLACE / f"drill-{name}.png", full_page=True)
    page.close()


def main() -> None:
    PLACE.mkdir(exist_ok=True)
    chromium = shutil.which("chromium")
    flags = [f"--{flag}" for flag in FLAGS]
    with (
        tempfile.TemporaryDirectory() as folder,
        running(Path(folder)) as site,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=chromium, args=flags)
        take(browser, site.url, "light", "light", WIDE)
        take(browser, site.url, "dark", "dark", WIDE)
        take(browser, site.url, "phone", "light", PHONE)


if __name__ == "__main__":
    main()
