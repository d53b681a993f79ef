"""A pack with images: loaded, dumped, zipped, and what is wrong with one."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from learn.images.keeping import store_image
from learn.images.models import Image
from learn.models import Course, Page
from packs.dump import dump_pack
from packs.files import PackError
from packs.image_names import map_item
from packs.read import read_pack
from packs.rules import item_texts
from packs.sources import read_source
from packs.zips import zip_pack
from quizzes.models import Choice as ChoiceRow
from quizzes.schema import Choice, Item, Step
from tests.exchange.uploads import upload
from tests.packs.folder import edit, load
from tests.packs.zips import ZIP, zip_of
from tests.pictures import photo, picture, png_that_says, svg
from tests.words import told

FLAGS = Path(__file__).parent / "flags"
WHY, QUIZ = "countries/why.md", "countries/practice.yaml"


@pytest.fixture
def flags(tmp_path: Path) -> Path:
    """A copy of a small pack with images, to be changed."""
    return Path(shutil.copytree(FLAGS, tmp_path / "flags"))


def bytes_in(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def dump(folder: Path) -> Path:
    call_command("dumpcourse", "flags", folder, stdout=StringIO(), stderr=StringIO())
    return folder / "flags"


# --- There and back --------------------------------------------------------------------------


def test_a_dump_after_a_load_gives_the_same_files_byte_for_byte(db: None, tmp_path: Path) -> None:
    load(FLAGS)
    assert bytes_in(dump(tmp_path)) == bytes_in(FLAGS)


def test_loading_a_dump_changes_nothing_and_keeps_no_image_again(db: None, tmp_path: Path) -> None:
    load(FLAGS)
    version = Course.objects.get().version
    images = list(Image.objects.values_list("pk", "added"))
    assert "(0 new or changed, 0 retired)" in load(dump(tmp_path))
    assert Course.objects.get().version == version
    assert list(Image.objects.values_list("pk", "added")) == images


def test_in_the_database_a_text_names_an_image_by_its_bytes_and_size(db: None) -> None:
    load(FLAGS)
    key = store_image((FLAGS / "images/denmark.png").read_bytes(), "x.png").key
    text = Page.objects.get().text
    assert f"](<images/{key}-370x280-denmark.png> " in text
    assert "`![a flag](images/denmark.png)`" in text
    assert f"(images/{key}-370x280-denmark.png)" in ChoiceRow.objects.get(key="red").text


def test_every_text_that_may_show_an_image_has_it_renamed() -> None:
    part = Choice(text="![a](images/a.png)", match="![b](images/b.png)", why="![c](images/c.png)")
    item = Item(
        id="q",
        level="easy",
        kind="match",
        prompt="![d](images/d.png)",
        text="![e](images/e.png)",
        check="![f](images/f.png)",
        choices={"x": part},
        hints=["![g](images/g.png)"],
        steps=[Step(title="Look", text="![h](images/h.png)")],
        mistakes=["![i](images/i.png)"],
    )
    renamed = map_item(item, lambda name: f"new-{name}")
    texts = [text for path, text in item_texts(renamed) if path[-1] != "title"]
    assert len(texts) == 9
    assert all("](images/new-" in text for text in texts)


def test_a_zip_holds_the_images_and_the_same_bytes_each_time(db: None) -> None:
    pack = read_pack(FLAGS)
    data = zip_pack(pack)
    assert read_source(data).pack() == pack
    load(FLAGS)
    assert zip_pack(dump_pack(Course.objects.get())) == data


def test_the_panel_takes_the_zip_and_says_which_images_it_would_change(
    instructor: Client, flags: Path
) -> None:
    data = zip_pack(read_pack(FLAGS))
    looked = told(upload(instructor, ZIP, data))
    assert "images/denmark.png: added" in looked
    assert Image.objects.count() == 0
    assert upload(instructor, ZIP, data, _import="1").status_code == 302
    assert Image.objects.count() == 5
    (flags / "images/denmark.png").write_bytes(picture())
    looked = told(upload(instructor, ZIP, zip_pack(read_pack(flags))))
    assert "images/denmark.png: changed" in looked
    assert "images/sweden.svg" not in looked


def test_two_images_of_one_name_are_two_files_and_stay_so(db: None, tmp_path: Path) -> None:
    load(FLAGS)
    page = Page.objects.get()
    page.text = f"![Other]({store_image(picture(), 'sweden.svg').reference()})\n\n{page.text}"
    page.save()
    first = bytes_in(dump(tmp_path))
    assert {name for name in first if "sweden" in name} == {
        "images/sweden.svg",
        "images/sweden-2.svg",
    }
    load(tmp_path / "flags")
    assert bytes_in(dump(tmp_path / "again")) == first


def test_one_image_of_two_names_is_two_files(flags: Path, db: None, tmp_path: Path) -> None:
    shutil.copy(flags / "images/denmark.png", flags / "images/dk.png")
    edit(flags, WHY, "<images/denmark.png>", "<images/dk.png>")
    load(flags)
    assert Image.objects.count() == 5
    assert bytes_in(dump(tmp_path / "out")) == bytes_in(flags)


def test_a_dump_without_an_image_says_that_it_will_not_load(db: None, tmp_path: Path) -> None:
    load(FLAGS)
    Image.objects.filter(name="beach.jpg").delete()
    err = StringIO()
    call_command("dumpcourse", "flags", tmp_path, stdout=StringIO(), stderr=err)
    assert "There is no images/" in err.getvalue()
    assert "loadcourse will refuse this pack" in err.getvalue()


def test_with_a_mistake_no_image_is_kept(db: None, flags: Path) -> None:
    edit(flags, QUIZ, "level: hard", "level: extreme")
    with pytest.raises(CommandError):
        load(flags)
    assert Image.objects.count() == 0


# --- What is wrong with one ------------------------------------------------------------------


@dataclass
class Flaw:
    """`told` is how its line begins. `loads`: `loadcourse` takes it all the same."""

    name: str
    change: Callable[[Path], object]
    told: str
    says: str
    loads: bool = False


def put(name: str, data: bytes) -> Callable[[Path], object]:
    return lambda pack: (pack / "images" / name).write_bytes(data)


def change(file: str, old: str, new: str) -> Callable[[Path], object]:
    return lambda pack: edit(pack, file, old, new)


def remove(name: str) -> Callable[[Path], object]:
    return lambda pack: (pack / "images" / name).unlink()


# fmt: off
FLAWS = [
    Flaw("missing in a text", change(WHY, "(images/sweden", "(images/finland"), f"{WHY}:5: ",
         "There is no images/finland.svg. In images/ there is: beach.jpg, denmark-small.gif"),
    Flaw("missing in a question", remove("sky.webp"), f"{QUIZ}:48: ", "There is no images/sky."),
    Flaw("no words", change(WHY, "![A blue flag with a yellow cross]", "![ ]"), f"{WHY}:5: ",
         "Say in words what images/sweden.svg shows: ![a blue flag](images/sweden.svg)."),
    Flaw("no words in a choice", change(QUIZ, "![A flag with a white cross]", "![]"),
         f"{QUIZ}:24: ", "Say in words what images/denmark.png shows"),
    Flaw("from elsewhere", change(WHY, "Many", "![Flag](https://example.org/a.png) many"),
         f"{WHY}:3: ", "'https://example.org/a.png' is not shown. Put the image into images/"),
    Flaw("in the title of a step", change(QUIZ, "title: Look", 'title: "![Look](images/sky.webp)"'),
         f"{QUIZ}:32: ", "A title shows no image."),
    Flaw("not used", put("norway.png", picture()), "images/norway.png:1: ",
         "No text shows this image. Write ![what it shows](images/norway.png), or", loads=True),
    Flaw("says where it was taken", put("beach.jpg", photo()), "images/beach.jpg:1: ",
         "This image says where it was taken", loads=True),
    Flaw("too many bytes", put("a.png", bytes(20_000_000)), "images/a.png:1: ",
         "It has 20.0 MB, more than 2 MB. Save it smaller."),
    Flaw("a bomb", put("a.png", png_that_says(30_000, 30_000)), "images/a.png:1: ",
         "It has too many pixels"),
    Flaw("no image", put("a.png", b"Hello"), "images/a.png:1: ", "It is no PNG, JPEG"),
    Flaw("entities", put("a.svg", b"<!DOCTYPE svg>" + svg()), "images/a.svg:1: ", "DOCTYPE"),
    Flaw("odd name", put("a flag.png", picture()), "images/a flag.png:1: ", "a name of a-z"),
    Flaw("other ending", put("notes.txt", b"Mine."), "images/notes.txt:1: ", "ends in png, jpg"),
    Flaw("folder among images", lambda pack: (pack / "images/more.png").mkdir(),
         "images/more.png:1: ", "The file can't be read (Is a directory)"),
    Flaw("lesson of that name", change("course.yaml", "[countries]", "[countries, images]"),
         "course.yaml:3: ", "'images' is the folder of the pack's images."),
]
# fmt: on


def checked(folder: Path) -> list[str]:
    out = StringIO()
    with pytest.raises(SystemExit):
        call_command("checkcourse", folder, stdout=out, stderr=StringIO())
    return [line.removeprefix(f"{folder}/") for line in out.getvalue().splitlines()]


def test_the_pack_has_nothing_to_mend() -> None:
    out = StringIO()
    call_command("checkcourse", FLAGS, stdout=out)
    assert out.getvalue().endswith("nothing to mend.\n")


@pytest.mark.parametrize("flaw", FLAWS, ids=lambda flaw: flaw.name)
def test_one_mistake_is_one_line(flags: Path, flaw: Flaw) -> None:
    flaw.change(flags)
    [line] = checked(flags)
    assert line.startswith(flaw.told)
    assert flaw.says in line
    if flaw.loads:
        read_pack(flags)
        return
    with pytest.raises(PackError):
        read_pack(flags)


@pytest.mark.parametrize(("folder", "most"), [("images", "over 2 MB"), ("lesson", "over 1 MB")])
def test_files_in_a_zip_have_the_limits_of_their_folder(folder: str, most: str) -> None:
    with pytest.raises(PackError, match=most):
        read_source(zip_of({f"p/{folder}/a.png": bytes(2_000_001)}))
