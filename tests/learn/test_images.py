"""Images: what is taken, how it is kept, shown in texts, and served."""

import base64

import pytest
from django.test import Client

from learn.image_texts import rename_images, text_images
from learn.images.camera import without_camera_data
from learn.images.formats import MOST_IMAGE_BYTES, Measured, measure
from learn.images.keeping import image_file, keep_image, missing_images, store_image
from learn.images.models import Image
from learn.images.references import parse_reference
from learn.images.refused import ImageRefused
from learn.markdown import opening, render, render_inline
from quizzes.schema import Choice, Item
from quizzes.texts import question_text
from tests.learn.safe_html import assert_safe
from tests.pictures import photo, picture, png_that_says, svg

REFERENCE = "images/0123456789abcdef-40x30-flag.png"

# --- What is taken ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "media_type", "ending"),
    [
        (picture("PNG"), "image/png", "png"),
        (picture("JPEG"), "image/jpeg", "jpg"),
        (picture("GIF"), "image/gif", "gif"),
        (picture("WEBP"), "image/webp", "webp"),
        (svg(), "image/svg+xml", "svg"),
        (b"\xef\xbb\xbf \n" + svg(), "image/svg+xml", "svg"),
    ],
)
def test_the_bytes_say_what_an_image_is(data: bytes, media_type: str, ending: str) -> None:
    assert measure(data) == Measured(media_type, ending, 40, 30)


@pytest.mark.parametrize(
    ("about", "size"),
    [
        ('width="40px" height="30"', (40, 30)),
        ('width="1in" height="72pt"', (96, 96)),
        ('viewBox="0 0 160 100"', (160, 100)),
        ('width="80" viewBox="0,0,160,100"', (80, 50)),
        ('width="100%" height="100%" viewBox="0 0 160 100"', (160, 100)),
        ("", (300, 150)),
        ('width="-3" height="0.2" viewBox="1"', (300, 1)),
    ],
)
def test_an_svg_has_the_size_that_it_says(about: str, size: tuple[int, int]) -> None:
    measured = measure(svg(about=about))
    assert (measured.width, measured.height) == size


def test_a_photo_that_was_held_sideways_is_as_high_as_it_is_shown() -> None:
    assert (measure(photo(turn=1)).width, measure(photo(turn=6)).width) == (40, 30)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "It is no PNG, JPEG, GIF, WebP or SVG that can be read."),
        (b"An image", "It is no PNG, JPEG, GIF, WebP or SVG that can be read."),
        (base64.b64decode("iVBORw0KGgo="), "It is no PNG, JPEG, GIF, WebP or SVG that can be read"),
        (picture("BMP"), "It is no PNG, JPEG, GIF, WebP or SVG that can be read."),
        (picture()[:60], "It is no PNG, JPEG, GIF, WebP or SVG that can be read."),
        (bytes(20_000_000), "It has 20.0 MB, more than 2 MB. Save it smaller."),
        (png_that_says(9_000, 9_000), "It has too many pixels: 81 million, more than 20 million."),
        (png_that_says(30_000, 30_000), "It has too many pixels: far more than 20 million."),
        (png_that_says(100_000, 1), "A side is longer than 99999 pixels."),
        (svg(about='width="1e9" height="1e9"'), "It has too many pixels"),
        (b"<html><p>Hello</p></html>", "It begins with <html> and is no SVG."),
        (svg()[:-1], "It is no SVG that can be read."),
        (b"<svg/>", "It begins with <svg> and is no SVG."),
        (svg("<g>" * 1000 + "</g>" * 1000), "Its parts lie 200 deep in each other."),
        (b"<!DOCTYPE svg>" + svg(), "It holds a DOCTYPE or entities."),
        (b'<!DOCTYPE svg [<!ENTITY a "aaaa">]>' + svg("&a;"), "It holds a DOCTYPE or entities."),
    ],
)
def test_what_is_no_image_or_too_large_is_refused_with_a_sentence(data: bytes, reason: str) -> None:
    with pytest.raises(ImageRefused) as refusal:
        measure(data)
    assert str(refusal.value).startswith(reason)


# --- What is kept ----------------------------------------------------------------------------


@pytest.mark.django_db
def test_an_image_is_kept_once_under_all_its_names() -> None:
    first, second = (keep_image(picture(), name) for name in ("Flag of Norway.JPG", "b.png"))
    assert first.endswith("-40x30-flag-of-norway.png")
    assert second == first.replace("flag-of-norway", "b")
    assert Image.objects.count() == 1
    kept = image_file(second)
    assert kept
    assert (kept.name, kept.media_type, kept.data) == ("b.png", "image/png", picture())


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["", "../../etc/passwd", "C:\\a\\b.exe", "国旗.png", "x" * 300])
def test_whatever_a_file_was_called_its_name_is_one_that_packs_take(name: str) -> None:
    reference = parse_reference(keep_image(picture(), name))
    assert reference
    assert reference.name.endswith(".png")
    assert missing_images([str(reference)]) == set()


@pytest.mark.django_db
def test_what_is_brought_along_does_not_tell_where_it_was_taken() -> None:
    for turn in (1, 6):
        kept = image_file(keep_image(photo(turn=turn), "beach.jpg"))
        assert kept
        assert b"Ada" not in kept.data
        assert not measure(kept.data).located
        assert measure(kept.data).width == measure(photo(turn=turn)).width
        assert without_camera_data(kept.data) == kept.data
    with pytest.raises(ImageRefused, match="It says where it was taken"):
        keep_image(photo("WEBP"), "beach.webp")
    assert keep_image(photo("WEBP", place=False), "beach.webp")


@pytest.mark.parametrize("length", [3, 200, 500])
def test_a_jpeg_that_ends_too_early_has_an_error_and_no_end(length: int) -> None:
    with pytest.raises((ValueError, OSError)):
        without_camera_data(photo()[:length])


@pytest.mark.django_db
def test_another_image_with_the_same_key_is_refused() -> None:
    """Sixteen digits can be made to agree, by who has days for it."""
    row = store_image(picture(), "a.png")
    Image.objects.filter(pk=row.pk).update(digest="0" * 64)
    with pytest.raises(ImageRefused, match="same key"):
        store_image(picture(), "b.png")


@pytest.mark.django_db
def test_what_no_image_stands_behind_is_missing() -> None:
    there = keep_image(picture(), "a.png")
    assert missing_images([there, REFERENCE, "images/a.png"]) == {REFERENCE, "images/a.png"}
    assert image_file(REFERENCE) is None


# --- In texts --------------------------------------------------------------------------------


def test_an_image_is_shown_with_its_words_and_its_size() -> None:
    seen = assert_safe(render(f'![A *blue* "flag"]({REFERENCE} "Title")'))
    attributes = {
        "src": f"/{REFERENCE}",
        "alt": 'A blue "flag"',
        "width": "40",
        "height": "30",
        "loading": "lazy",
        "decoding": "async",
    }
    assert seen.elements == [("p", {}), ("img", attributes)]


@pytest.mark.parametrize(
    "source",
    [
        *("images/flag.png", "flag.png", "https://example.org/x.png", f"/{REFERENCE}"),
        *(f"../{REFERENCE}", f"{REFERENCE}?x", REFERENCE.replace("png", "exe"), ""),
    ],
)
def test_what_is_no_image_of_this_site_is_told_in_words(source: str) -> None:
    seen = assert_safe(render(f"![A blue flag](<{source}>)"))
    assert seen.elements == [("p", {}), ("span", {"class": "image-missing"})]
    assert seen.text.strip() == "Image missing: A blue flag"


def test_a_reference_to_a_choice_in_the_words_stays_inside_of_them() -> None:
    choices = {"a": Choice(text='<b x="y">', right=True), "b": Choice(text="B")}
    item = Item(id="x", level="easy", kind="choice", prompt="?", choices=choices)
    html = question_text(item, f"![see [[a]], [[[[a]]]], [[[a]]]]({REFERENCE})")
    [(_, attributes)] = assert_safe(html).elements
    assert attributes["alt"] == "see [a], [a], [a]"


def test_lists_of_texts_show_the_words() -> None:
    assert opening(f'Whose is ![a "flag" & more]({REFERENCE})?') == 'Whose is a "flag" & more?'
    assert opening(f"![A flag]({REFERENCE})") == "A flag"


def test_images_of_a_text_are_found_and_those_in_code_are_not() -> None:
    text = f"One ![a]({REFERENCE})\n\n`![b](images/b.png)`\n\n    ![c](images/c.png)\n\n![][d]\n\n"
    assert [found[1:] for found in text_images(f"{text}[d]: images/d.png\n")] == [
        (REFERENCE, "a"),
        ("images/d.png", ""),
    ]


def test_images_are_renamed_where_markdown_has_an_address_and_nowhere_else() -> None:
    text = """![a](images/a.png) ![b](<images/b.png> "images/b.png") [![c][c]](/)
`![a](images/a.png)` ``x ` ![a](images/a.png)`` words images/a.png

~~~
![a](images/a.png)
~~~
[c]: images/c.png
"""
    renamed = rename_images(text, str.upper)
    assert renamed == (
        text.replace("![a](images/a.png) ![b]", "![a](images/A.PNG) ![b]")
        .replace("<images/b.png>", "<images/B.PNG>")
        .replace("]: images/c.png", "]: images/C.PNG")
    )
    assert rename_images(renamed, str.lower) == text


def test_an_image_in_a_line_is_one(db: None) -> None:
    assert "<img" in render_inline(f"![a]({REFERENCE})")


# --- How it is served ------------------------------------------------------------------------


@pytest.fixture
def address(db: None) -> str:
    return f"/{keep_image(svg('<script>alert(1)</script>'), 'a.svg')}"


def test_an_image_is_the_same_for_everybody_and_for_ever(address: str) -> None:
    client = Client()
    reply = client.get(address)
    assert reply.content == svg("<script>alert(1)</script>")
    assert reply["Content-Type"] == "image/svg+xml"
    assert reply["Cache-Control"] == "public, max-age=31536000, immutable"
    assert reply["X-Content-Type-Options"] == "nosniff"
    assert "cookie" not in reply.get("Vary", "").lower()
    assert not reply.cookies
    assert not client.cookies


def test_nothing_in_it_may_run(address: str) -> None:
    policy = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    assert Client().get(address)["Content-Security-Policy"] == policy


def test_a_browser_that_has_it_is_sent_nothing(address: str) -> None:
    etag = Client().get(address)["ETag"]
    for known in (etag, f"W/{etag}"):
        again = Client().get(address, headers={"If-None-Match": known})
        assert (again.status_code, again.content) == (304, b"")
        assert again["Cache-Control"] == "public, max-age=31536000, immutable"
    assert Client().head(address).status_code == 200
    assert Client().post(address).status_code == 405


def test_only_pictures_that_become_smaller_are_compressed(address: str) -> None:
    gzip = {"Accept-Encoding": "gzip"}
    png = f"/{keep_image(picture(width=900, height=900), 'a.png')}"
    large = f"/{keep_image(svg('<g/>' * 1000), 'b.svg')}"
    assert "Content-Encoding" not in Client().get(png, headers=gzip)
    assert Client().get(large, headers=gzip)["Content-Encoding"] == "gzip"


def test_in_the_place_of_a_deleted_image_stands_a_picture_that_says_so(db: None) -> None:
    reply = Client().get(f"/{REFERENCE}")
    assert (reply.status_code, reply["Content-Type"]) == (404, "image/svg+xml")
    assert b"Image missing" in reply.content
    assert "public" not in reply["Cache-Control"]
    assert measure(reply.content).width == 300


@pytest.mark.parametrize("name", ["1", "flag.png", f"{REFERENCE}x", "%00", "..%2fsecret_key"])
def test_what_is_no_reference_leads_nowhere(db: None, name: str) -> None:
    reply = Client().get(f"/images/{name}")
    assert reply.status_code == 404
    assert reply["Content-Type"].startswith("text/html")


def test_the_limit_is_that_of_the_pack_and_of_the_panel() -> None:
    padding = "<!--" + "x" * MOST_IMAGE_BYTES + "-->"
    with pytest.raises(ImageRefused, match="more than 2 MB"):
        measure(svg(padding))
