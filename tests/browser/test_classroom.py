"""A class in browsers: an instructor makes one, learners join and answer, the board shows it."""

import io
import re
from collections.abc import Iterator
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect
from zxingcpp import read_barcodes

from tests.browser.axe import problems, problems_in_both_schemes
from tests.browser.instructor import give_password, listen, panel_of, sign_in
from tests.course import LESSON

# The board asks every two seconds, and this machine may be busy.
SOON = 8_000


class People:
    """Each in a browser of their own. `said`: what their consoles say."""

    def __init__(self, browser: Browser, url: str) -> None:
        self.browser, self.url, self.said = browser, url, list[str]()

    def comes(self, **more: Any) -> Page:
        page = self.browser.new_context(**more).new_page()
        listen(page, self.said)
        page.set_default_timeout(15_000)
        return page

    def instructor(self, **more: Any) -> Page:
        page = self.comes(viewport={"width": 1280, "height": 900}, **more)
        return sign_in(page, self.url)

    def joins(self, code: str, name: str, **more: Any) -> Page:
        page = self.comes(**more)
        page.goto(self.url)
        page.get_by_role("link", name="Join it with its code").click()
        page.get_by_label("Code of the class").fill(code)
        page.get_by_label("Your name").fill(name)
        page.get_by_role("button", name="Join").click()
        expect(page.get_by_role("status")).to_contain_text(f"as {name}")
        return page

    def makes_a_class(self, page: Page, title: str) -> str:
        """The code that the board shows."""
        page.goto(f"{self.url}/admin/classrooms/classroom/add/")
        page.get_by_label("Title").fill(title)
        page.get_by_label("Course", exact=False).first.select_option(label="Django sessions")
        page.get_by_role("button", name="Save", exact=True).click()
        page.locator("tr", has_text=title).get_by_role("link", name="Board").click()
        return page.locator(".way-in .code").inner_text()


@pytest.fixture(scope="module")
def panel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with panel_of(tmp_path_factory.mktemp("classroom"), "instructor", "ina") as site:
        yield site


@pytest.fixture
def people(browser: Browser, panel: str) -> Iterator[People]:
    found = People(browser, panel)
    yield found
    for context in browser.contexts:
        context.close()
    assert found.said == []


def answers(page: Page, people: People, text: str) -> None:
    page.goto(f"{people.url}{LESSON}practice/?q=purpose")
    page.locator("label.choice", has_text=text).click()
    page.get_by_role("button", name="Check").click()
    page.locator(".verdict").wait_for()


@pytest.mark.browser
def test_a_class_joins_and_answers_and_the_board_shows_it_by_itself(people: People) -> None:
    board = people.instructor()
    code = people.makes_a_class(board, "Web, autumn")
    board.evaluate("window.same = true")  # gone with a reload
    mia = people.joins(code.lower().replace(" ", "-"), "Mia")
    plain = people.joins(code, "李雷 🙂", java_script_enabled=False)
    expect(board.locator(".people li")).to_have_count(2, timeout=SOON)
    answers(mia, people, "Keeping a visitor's data")
    answers(plain, people, "Signing users in, and nothing else")
    expect(board.locator(".answered").first).to_have_text("2 of 2 answered", timeout=SOON)
    expect(board.locator(".people .state", has_text="answered")).to_have_count(2)
    expect(board.locator(".answers .right")).to_have_count(0)
    assert problems_in_both_schemes(board) == []
    board.get_by_role("button", name="Show the answer").click()
    expect(board.locator(".answers .right")).to_contain_text("Keeping a visitor's data")
    expect(board.locator(".answered").first).to_have_text("2 of 2 answered, 1 right")
    expect(board.locator(".people .right")).to_contain_text("Mia")
    expect(board.locator("#reveal")).to_be_focused()
    assert problems_in_both_schemes(board) == []
    for width in (320, 390, 1280, 1920):
        board.set_viewport_size({"width": width, "height": 900})
        assert board.evaluate("document.documentElement.scrollWidth") <= width
    assert board.evaluate("window.same")


def scanned(page: Page, smaller: int = 1) -> list[str]:
    """What a phone reads that looks at the page, or at it from further away."""
    seen = Image.open(io.BytesIO(page.screenshot()))
    return [one.text for one in read_barcodes(seen.reduce(smaller))]


@pytest.mark.browser
def test_a_learner_scans_the_board_and_types_only_a_name(people: People) -> None:
    board = people.instructor()
    code = people.makes_a_class(board, "Scanned").replace(" ", "")
    address = f"{people.url}/class/{code}/"
    picture = board.get_by_role("img", name=f"QR code of {address}")
    for question in (False, True):
        if question:
            board.get_by_role("button", name="First question").click()
            board.locator(".prompt").wait_for()
        for width in (1280, 390):
            board.set_viewport_size({"width": width, "height": 900})
            for scheme in ("light", "dark"):
                board.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
                expect(picture).to_be_in_viewport(ratio=1)
                picture.evaluate("image => image.decode()")  # its place is there before it is
                assert scanned(board, smaller=2) == [address], (question, width, scheme)
                assert problems(board) == []
    phone = people.comes(viewport={"width": 390, "height": 844})
    phone.goto(scanned(board)[0])
    expect(phone.get_by_role("textbox")).to_have_count(1)
    assert problems(phone) == []
    phone.get_by_label("Your name").fill("Mia")
    phone.get_by_role("button", name="Join").click()
    expect(phone.get_by_role("status")).to_contain_text("You are in the class “Scanned” as Mia")
    picture.click()
    expect(board).to_have_url(re.compile(rf"/board/{code}\.svg$"))
    board.wait_for_load_state()
    assert scanned(board) == [address]


@pytest.mark.browser
def test_the_picture_is_asked_for_once_whatever_comes_to_the_board(people: People) -> None:
    board = people.instructor()
    asked: list[str] = []
    board.on("request", lambda one: asked.append(one.url))
    code = people.makes_a_class(board, "Once")
    for number, name in enumerate(("Mia", "Bo"), start=1):
        people.joins(code, name)
        expect(board.locator(".people li")).to_have_count(number, timeout=SOON)
    assert sum("/board/?was=" in one for one in asked) >= 2
    assert sum("/board/" in one and one.endswith(".svg") for one in asked) == 1


@pytest.mark.browser
def test_news_leave_focus_scroll_and_a_choice_that_is_being_made(people: People) -> None:
    board = people.instructor()
    code = people.makes_a_class(board, "Focus")
    board.set_viewport_size({"width": 1280, "height": 300})
    board.get_by_label("Question").select_option(index=3)
    board.get_by_label("Question").focus()
    board.evaluate("scrollTo(0, 120)")
    before = board.evaluate("scrollY")
    assert before > 0
    for name in ("Mia", "Bo"):
        people.joins(code, name)
        expect(board.locator(".people li", has_text=name)).to_have_count(1, timeout=SOON)
    expect(board.get_by_label("Question")).to_be_focused()
    assert board.get_by_label("Question").evaluate("one => one.selectedIndex") == 3
    assert board.evaluate("scrollY") == before


@pytest.mark.browser
def test_a_server_that_is_silent_is_said_and_news_come_again(people: People) -> None:
    board = people.instructor()
    people.makes_a_class(board, "Silent")
    board.route("**/board/?was=*", lambda route: route.abort())
    stale = board.locator("#stale")
    expect(stale).to_contain_text(re.compile(r"Not updated since \d+:\d\d"), timeout=SOON)
    board.unroute("**/board/?was=*")
    expect(stale).to_be_hidden(timeout=SOON)
    assert all("ERR_FAILED" in one or "htmx:" in one for one in people.said)
    people.said.clear()


@pytest.mark.browser
def test_when_the_sign_in_ends_the_board_gives_way_to_a_whole_page(people: People) -> None:
    board = people.instructor()
    people.makes_a_class(board, "Expired")
    address = board.url
    board.context.clear_cookies(name="sessionid")
    expect(board.get_by_label("Password")).to_be_visible(timeout=SOON)
    expect(board.locator("#board")).to_have_count(0)
    give_password(board)
    expect(board.locator("#live")).to_be_visible()
    assert board.url == address


@pytest.mark.browser
def test_without_javascript_buttons_and_a_link_do_it(people: People) -> None:
    """Made and shown without a script; a learner joins and answers meanwhile."""
    board = people.instructor(java_script_enabled=False)
    code = people.makes_a_class(board, "Plain")
    mia = people.joins(code, "Mia")
    answers(mia, people, "Signing users in, and nothing else")
    board.get_by_role("link", name="Refresh").click()
    expect(board.locator(".answered").first).to_have_text("1 of 1 answered")
    board.get_by_role("button", name="Show the answer").click()
    expect(board.locator(".people .wrong")).to_contain_text("Mia")
    board.get_by_role("button", name="Next question").click()
    expect(board.locator("#up-title")).to_contain_text("question 2")
    expect(board.get_by_role("button", name="Show the answer")).to_be_visible()


@pytest.mark.browser
def test_the_form_says_what_is_wrong_and_axe_finds_nothing(people: People) -> None:
    page = people.comes(viewport={"width": 320, "height": 800})
    page.goto(f"{people.url}/class/ccc-ddd/")
    assert problems_in_both_schemes(page) == []
    page.get_by_label("Your name").fill("x" * 40)
    page.get_by_role("button", name="Join").click()
    expect(page.get_by_text("No class has this code.")).to_be_visible()
    expect(page.get_by_label("Your name")).to_have_value("x" * 40)
    assert problems(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert all("status of 422" in one for one in people.said)
    people.said.clear()


@pytest.mark.browser
def test_the_class_stands_on_the_progress_page_and_is_left_there(people: People) -> None:
    board = people.instructor()
    code = people.makes_a_class(board, "Leaving")
    mia = people.joins(code, "Mia")
    mia.goto(f"{people.url}/progress/")
    assert problems(mia) == []
    writes = people.instructor()
    writes.goto(f"{people.url}/admin/classrooms/classroom/")
    assert problems(writes) == []
    writes.locator("tr", has_text="Leaving").get_by_role("link", name="Leaving", exact=True).click()
    expect(writes.get_by_role("row", name=re.compile("^Mia "))).to_be_visible()
    assert problems_in_both_schemes(writes) == []
    expect(mia.get_by_role("heading", name="Your class")).to_be_visible()
    mia.get_by_role("button", name="Leave it").click()
    expect(mia.get_by_text("You have left the class “Leaving”.")).to_be_visible()
    expect(board.get_by_text("Nobody has joined yet.")).to_be_visible(timeout=SOON)


@pytest.mark.browser
def test_a_rude_name_is_taken_out_and_goes_from_the_wall(people: People) -> None:
    board = people.instructor()
    rude = people.joins(people.makes_a_class(board, "Rude"), "A rude name")
    expect(board.locator(".people li")).to_have_count(1, timeout=SOON)
    writes = people.instructor()
    writes.goto(board.url.replace("/board/", "/change/"))
    writes.get_by_label("Take out A rude name").check()
    writes.get_by_role("button", name="Save", exact=True).click()
    expect(board.get_by_text("Nobody has joined yet.")).to_be_visible(timeout=SOON)
    rude.goto(f"{people.url}{LESSON}why/")
    expect(rude.locator(".flash")).to_contain_text("You are in no class any more")
