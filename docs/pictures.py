"""Take the pictures that the README shows, at a site that runs: `make pictures`."""

import os
import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.instructor import panel_of, sign_in

LESSON = "/learn/django-sessions/configuration/"
PLACE = Path(__file__).parent / "pictures"
FLAGS = "no-sandbox disable-gpu disable-quic no-first-run disable-background-networking".split()
ANSWERS = {"Mia": "Keeping a visitor's data", "Omar": "Keeping a visitor's data", "Lea": "Signing"}
# A site that learners' phones reach; the browser is told that it is this computer.
HOST = "learn.example"
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


def take_panel(browser: Browser, url: str) -> None:
    """A question in the panel with its preview, and the board of a class that has answered."""
    page = browser.new_page(viewport={"width": 1480, "height": 900}, device_scale_factor=1)
    sign_in(page, url)
    page.goto(f"{url}/admin/quizzes/question/?q=purpose")
    page.get_by_role("link", name="purpose").first.click()
    page.get_by_label("After a wrong answer").check()
    page.frame_locator("iframe[name=preview]").locator(".verdict").wait_for()
    page.screenshot(path=PLACE / "panel-light.png")
    page.goto(f"{url}/admin/classrooms/classroom/add/")
    page.get_by_label("Title").fill("Web development, autumn")
    page.locator("#id_course").select_option(label="Django sessions")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("link", name="Board").first.click()
    code = page.locator(".way-in .code").inner_text()
    for name, choice in ANSWERS.items():
        join_and_answer(browser.new_context().new_page(), url, code, name, choice)
    page.set_viewport_size(WIDE)
    page.get_by_text("3 of 3 answered").wait_for()
    page.screenshot(path=PLACE / "board-light.png")
    page.close()


def join_and_answer(page: Page, url: str, code: str, name: str, choice: str) -> None:
    page.goto(f"{url}/class/")
    page.get_by_label("Code of the class").fill(code)
    page.get_by_label("Your name").fill(name)
    page.get_by_role("button", name="Join").click()
    page.get_by_role("status").wait_for()
    page.goto(f"{url}{LESSON}practice/?q=purpose")
    page.locator("label.choice", has_text=choice).click()
    page.get_by_role("button", name="Check").click()
    page.locator(".verdict").wait_for()
    page.context.close()


def main() -> None:
    PLACE.mkdir(exist_ok=True)
    chromium = shutil.which("chromium")
    flags = [f"--{flag}" for flag in FLAGS] + [f"--host-resolver-rules=MAP {HOST} 127.0.0.1"]
    os.environ["ALLOWED_HOSTS"] = f"{HOST},127.0.0.1"
    with (
        tempfile.TemporaryDirectory() as folder,
        panel_of(Path(folder), "instructor", "ina") as address,
        sync_playwright() as playwright,
    ):
        site = address.replace("127.0.0.1", HOST)
        browser = playwright.chromium.launch(executable_path=chromium, args=flags)
        take(browser, site, "light", "light", WIDE)
        take(browser, site, "dark", "dark", WIDE)
        take(browser, site, "phone", "light", PHONE)
        take_panel(browser, site)


if __name__ == "__main__":
    main()
