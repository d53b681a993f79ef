"""Images in the panel: brought in with words, pasted, found where they are used, and deleted."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from learn.images.keeping import keep_image
from learn.images.models import Image
from quizzes.models import Question
from studio.roles import make_groups
from tests.classrooms.boards import person
from tests.pictures import photo, picture, png_that_says, svg
from tests.signed_in import signed_in
from tests.studio.panel import assert_saved, edit, edit_part, lesson, page_of
from tests.words import told

LIST = "/admin/learn/image/"


@pytest.fixture
def author(course: None) -> Client:
    """Somebody who writes, and does not teach."""
    make_groups()
    return signed_in(person("ada", "author"))


@pytest.fixture
def kept(course: None) -> str:
    """What stands for an image in Markdown."""
    return keep_image(picture(), "flag.png")


def bring(client: Client, data: bytes, alt: str = "A red flag", name: str = "Flag 1.png") -> Any:
    file = SimpleUploadedFile(name, data)
    return client.post(f"{LIST}add/", {"file": file, "alt": alt}, follow=True)


def test_an_author_brings_an_image_and_is_given_the_line_to_paste(author: Client) -> None:
    page = told(bring(author, picture()))
    image = Image.objects.get()
    line = f"![A red flag](images/{image.key}-40x30-flag-1.png)"
    assert page.count(line) == 2  # in the message, and on the page of the image
    assert "Size: 40 by 30 pixels, " in page
    assert "Used in: nothing" in page
    assert f'src="/{image.reference()}"' in author.get(LIST).content.decode()


def test_brought_again_it_is_the_same_with_newer_words(author: Client) -> None:
    bring(author, picture())
    page = told(bring(author, picture(), "A flag [red]"))
    assert "![A flag \\[red\\]](images/" in page
    assert Image.objects.count() == 1


@pytest.mark.parametrize(
    ("data", "alt", "reason"),
    [
        (picture(), "  ", "This field is required."),
        (b"Hello", "A flag", "It is no PNG, JPEG, GIF, WebP or SVG that can be read."),
        (bytes(3_000_000), "A flag", "It has 3.0 MB, more than 2 MB. Save it smaller. Nothing was"),
        (bytes(20_000_000), "A flag", "No file arrived. Choose one; what is larger than 4 MB"),
        (png_that_says(30_000, 30_000), "A flag", "It has too many pixels"),
        (b"<!DOCTYPE svg>" + svg(), "A flag", "It holds a DOCTYPE or entities."),
        (photo("WEBP"), "A flag", "It says where it was taken."),
    ],
)
def test_what_can_not_be_taken_is_told_at_its_field(
    author: Client, data: bytes, alt: str, reason: str
) -> None:
    assert reason in told(bring(author, data, alt))
    assert Image.objects.count() == 0


def test_an_image_never_changes(author: Client, kept: str) -> None:
    image = Image.objects.get()
    assert author.get(page_of(image)).status_code == 200
    assert author.post(page_of(image), {"alt": "Other"}).status_code == 403


@pytest.mark.parametrize("who", ["alice", "learner_with_account"])
def test_learners_bring_nothing(who: str, request: Any, kept: str) -> None:
    client = request.getfixturevalue(who)
    for address in (LIST, f"{LIST}add/", page_of(Image.objects.get(), "delete")):
        assert client.get(address).status_code == 302
        assert client.post(address, {"post": "yes"}).status_code == 302
    assert Image.objects.count() == 1


def test_one_that_a_text_shows_is_not_deleted_and_it_says_where(
    author: Client, kept: str, purpose: Question
) -> None:
    image, page = Image.objects.get(), lesson().pages.get(mode="why")
    hint = purpose.hints.all()[0]
    hint.text = f"Look: ![A flag]({kept})"
    hint.save()
    assert_saved(edit_part(author, page, text=f"{page.text}\n![A flag]({kept})\n"))
    assert "lesson “Configuring the session framework” , question “purpose”" in told(
        author.get(LIST)
    )
    asked = told(author.get(page_of(image, "delete")))
    assert "flag.png is shown in the question “purpose”. Take it out there first." in asked
    author.post(page_of(image, "delete"), {"post": "yes"})
    chosen = {"action": "delete_selected", "_selected_action": str(image.pk), "post": "yes"}
    author.post(LIST, chosen)
    assert Image.objects.count() == 1
    assert_saved(edit_part(author, page, text=page.text))
    purpose.hints.all().delete()
    author.post(page_of(image, "delete"), {"post": "yes"})
    assert Image.objects.count() == 0


# --- A missing one stops publishing ----------------------------------------------------------

MISSING = "images/0123456789abcdef-40x30-flag.png"


@pytest.mark.parametrize("source", [MISSING, "images/flag.png"])
def test_a_question_that_shows_a_missing_image_is_not_published(
    author: Client, purpose: Question, source: str
) -> None:
    reply = told(edit(author, purpose, prompt=f"Whose is it? ![A flag]({source})"))
    assert f"Prompt: There is no image {source}. Upload it under “Images”" in reply
    assert "Nothing was saved yet." in reply
    purpose.refresh_from_db()
    assert source not in purpose.prompt


def test_a_question_without_words_for_its_image_is_not_published(
    author: Client, purpose: Question, kept: str
) -> None:
    assert "Say in words what" in told(edit(author, purpose, prompt=f"Whose is it? ![]({kept})"))
    assert_saved(edit(author, purpose, prompt=f"Whose is it? ![A flag]({kept})"))


def test_a_lesson_that_shows_a_missing_image_is_not_published(author: Client) -> None:
    page = lesson().pages.get(mode="why")
    reply = told(edit_part(author, page, text=f"{page.text}\n![A flag]({MISSING})\n"))
    line = page.text.count("\n") + 2
    assert f"line {line}: There is no image {MISSING}." in reply


def test_a_learner_sees_it_at_its_size(alice: Client, author: Client, kept: str) -> None:
    page = lesson().pages.get(mode="why")
    assert_saved(edit_part(author, page, text=f"{page.text}\n![A flag]({kept})\n"))
    shown = alice.get("/learn/django-sessions/configuration/why/").content.decode()
    assert f'<img src="/{kept}" alt="A flag" width="40" height="30"' in shown
