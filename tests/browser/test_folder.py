"""A pack as a folder, in the panel: the browser zips it, and it is taken as a zip is."""

import io
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import problems_in_both_schemes
from tests.browser.instructor import listen, panel_of, sign_in
from tests.course import LESSON, PACK
from tests.packs.zips import ZIP, pack_files

HELD = """async () => {
  const held = document.querySelector("[name=file]").files[0];
  return held && Array.from(new Uint8Array(await held.arrayBuffer()));
}"""
LINE = "A line that came with the folder."


@pytest.fixture(scope="module")
def panel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with panel_of(tmp_path_factory.mktemp("folder"), "instructor", "ina") as site:
        yield site


@pytest.fixture
def ina(page: Page, panel: str) -> Iterator[Page]:
    """An instructor at the page to import a course."""
    said: list[str] = []
    listen(page, said)
    sign_in(page, panel).goto(f"{panel}{ZIP}")
    yield page
    assert [one for one in said if "status of 422" not in one] == []


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """The pack with a line more, and with what tools leave in a folder."""
    folder = tmp_path / PACK.name
    shutil.copytree(PACK, folder)
    with (folder / "configuration" / "why.md").open("a") as text:
        text.write(f"\n{LINE}\n")
    (folder / ".git").mkdir()
    for name in (".git/config", ".DS_Store", "configuration/.why.md.swp"):
        (folder / name).write_text("not for the pack")
    return folder


def choose(page: Page, folder: Path, words: str) -> None:
    page.get_by_label("Or the folder itself").set_input_files(folder)
    expect(page.locator("[data-folder] [role=status]")).to_contain_text(words, timeout=30_000)


def held_by(page: Page) -> bytes | None:
    """What the field for the zip holds."""
    found = page.evaluate(HELD)
    return None if found is None else bytes(found)


@pytest.mark.browser
def test_a_folder_is_looked_at_and_then_loaded(ina: Page, panel: str, pack: Path) -> None:
    count = len(pack_files())
    ready = f"django-sessions.zip is ready to be sent. Files in it: {count}. "
    choose(ina, pack, f"{ready}Left out: hidden files (3).")
    for width in (1280, 390):
        ina.set_viewport_size({"width": width, "height": 900})
        assert problems_in_both_schemes(ina, "#content-main") == []
        assert ina.evaluate("document.documentElement.scrollWidth") <= width
    ina.get_by_role("button", name="Look first").click()
    main = ina.locator("#content-main")
    expect(main).to_contain_text("1 file. Nothing was changed yet")
    ina.get_by_text("configuration/why.md: changed").click()
    expect(main.locator("pre")).to_contain_text(f"+{LINE}")
    lesson = f"{panel}{LESSON}why/"
    assert LINE not in ina.request.get(lesson).text()
    choose(ina, pack, ready)
    ina.get_by_role("button", name="Load the pack").click()
    expect(ina.locator(".messagelist")).to_contain_text("Loaded 3 lessons")
    assert LINE in ina.request.get(lesson).text()


@pytest.mark.browser
def test_the_zip_holds_what_the_folder_holds(ina: Page, pack: Path) -> None:
    (pack / "configuration" / "größe €.md").write_text("ä" * 70_000)
    (pack / "configuration" / "empty.md").touch()
    choose(ina, pack, "is ready to be sent.")
    with zipfile.ZipFile(io.BytesIO(held_by(ina) or b"")) as archive:
        assert archive.testzip() is None
        found = {name: archive.read(name) for name in archive.namelist()}
    assert found == {name: data for name, data in pack_files(pack).items() if "/." not in name}


@pytest.mark.browser
def test_a_folder_with_a_mistake_is_told_with_its_line_and_changes_nothing(
    ina: Page, pack: Path
) -> None:
    (pack / "expiry" / "stray.txt").touch()
    choose(ina, pack, "is ready to be sent.")
    with ina.expect_response(lambda one: one.request.method == "POST") as reply:
        ina.get_by_role("button", name="Load the pack").click()
    assert reply.value.status == 422
    expect(ina.locator(".errornote")).to_have_text("The pack has mistakes, so nothing was changed.")
    expect(ina.locator("#content-main")).to_contain_text(
        "expiry/stray.txt:1: This file has no place here."
    )


@pytest.mark.browser
def test_too_many_files_and_too_large_ones_are_refused_before_they_are_read(
    ina: Page, tmp_path: Path
) -> None:
    many, large = tmp_path / "many", tmp_path / "large"
    for folder, count, size in ((many, 2_001, 0), (large, 21, 1_000_000)):
        folder.mkdir()
        for number in range(count):
            (folder / f"{number}.md").write_bytes(b" " * size)
    choose(ina, many, "It holds 2001 files, more than 2000.")
    assert held_by(ina) is None
    choose(ina, large, "Its files are over 20 MB together.")
    assert held_by(ina) is None
    expect(ina.get_by_role("button", name="Load the pack")).to_be_enabled()


@pytest.mark.browser
def test_a_zip_that_is_too_large_to_send_says_how_large_it_may_be(
    ina: Page, tmp_path: Path
) -> None:
    folder = tmp_path / "noise"
    folder.mkdir()
    for number in range(5):
        (folder / f"{number}.md").write_bytes(Random(number).randbytes(900_000))  # noqa: S311
    choose(ina, folder, "is ready to be sent.")
    ina.get_by_role("button", name="Load the pack").click()
    expect(ina.locator("#content-main")).to_contain_text(
        "No file arrived. Choose one; what is larger than 4 MB is not taken."
    )


@pytest.mark.browser
def test_a_zip_that_is_chosen_after_a_folder_takes_its_place(
    ina: Page, pack: Path, tmp_path: Path
) -> None:
    choose(ina, pack, "is ready to be sent.")
    file = tmp_path / "by-hand.zip"
    file.write_bytes(b"by hand")
    ina.get_by_label("Zip of a pack").set_input_files(file)
    expect(ina.locator("[data-folder] [role=status]")).to_be_empty()
    assert held_by(ina) == b"by hand"


@pytest.mark.browser
def test_without_javascript_the_text_says_to_zip_the_folder(browser: Browser, panel: str) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    sign_in(page, panel).goto(f"{panel}{ZIP}")
    expect(page.get_by_label("Or the folder itself")).to_be_hidden()
    expect(page.locator("#content-main")).to_contain_text("Zip the folder of a pack")
    page.context.close()
