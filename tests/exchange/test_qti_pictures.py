"""Pictures and passages in packages of QTI, and packages in the panel."""

import pytest
from django.test import Client

from exchange.importer import import_questions, look_at_questions
from exchange.report import NEW
from learn.image_texts import text_images
from learn.images.keeping import image_file
from learn.images.models import Image
from quizzes.models import QuestionSet
from tests.exchange.qti_files import CAPITAL, manifest, package_of
from tests.exchange.qti_packages import PASSAGE, REF, WITH_MAP, messages, read
from tests.exchange.uploads import import_file, look_at
from tests.pictures import photo, picture
from tests.studio.panel import page_of
from tests.words import told


@pytest.fixture
def practice(course: None) -> QuestionSet:
    return QuestionSet.objects.get(lesson__slug="configuration", mode="practice")


def test_pictures_and_passages_come_with_the_item_that_names_them() -> None:
    reading = read(
        {
            "imsmanifest.xml": manifest(("items/q.xml", "easy")),
            "items/q.xml": WITH_MAP.replace(
                "<qti-item-body>",
                f"{REF}<qti-item-body>",
            ),
            "texts/s.xml": PASSAGE,
            "texts/img/inn.png": picture(width=20),
            "img/a map.png": picture(),
        }
    )
    [(_, question)] = reading.questions
    inn, old = (reference for reference in sorted(reading.images, key=lambda one: "inn" not in one))
    assert question.prompt == (
        f"Once upon a time.\n\n![an inn]({inn})\n\nSee ![the \\[old\\] map]({old})\n\nWhich?"
    )
    assert old.endswith("-40x30-a-map.png")
    assert reading.notes == []


def test_looking_keeps_no_picture_and_importing_keeps_those_that_are_shown(
    practice: QuestionSet,
) -> None:
    reading = read(
        {
            "imsmanifest.xml": manifest(("q/q.xml", "easy")),
            "q/q.xml": WITH_MAP,
            "img/a map.png": photo(),
        }
    )
    before = Image.objects.count()
    look = look_at_questions(reading, practice)
    assert [one.outcome for one in look.questions] == [NEW]
    assert not any("image" in words for one in look.questions for words in one.to_mend)
    assert Image.objects.count() == before
    import_questions(reading, practice)
    [reference] = reading.images
    kept = image_file(reference)
    assert kept is not None
    assert b"Ada" not in kept.data


def test_in_the_panel_a_package_is_looked_at_and_imported(
    instructor: Client, practice: QuestionSet
) -> None:
    files: dict[str, str | bytes] = {
        "imsmanifest.xml": manifest(("gone.xml", ""), ("q/q.xml", "hard")),
        "q/q.xml": WITH_MAP,
        "img/a map.png": picture(),
    }
    address = page_of(practice, "import")
    page = told(instructor.get(look_at(instructor, address, package_of(files), "a.zip")))
    assert "QTI 3.0: 1 new. Nothing was changed yet." in page
    assert "Item 1: Left out. There is no file 'gone.xml' in the package." in page
    assert "item 2, new" in page
    assert "1 picture comes with the import. Until then a box" in page
    page = told(import_file(instructor, address, package_of(files), "a.zip"))
    assert "QTI 3.0: 1 new. Imported" in page
    assert "comes with the import" not in page
    row = practice.questions.get(published=None)
    [(_, source, _)] = text_images(row.prompt)
    assert image_file(source) is not None


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"no picture", "The picture img/a map.png did not come. It is no PNG, JPEG"),
        (None, "The picture img/a map.png did not come: there is no such file in the package."),
    ],
)
def test_a_picture_that_can_not_be_kept_is_told_and_marked_as_missing(
    data: bytes | None, words: str
) -> None:
    files: dict[str, str | bytes] = {
        "imsmanifest.xml": manifest(("q/q.xml", "")),
        "q/q.xml": WITH_MAP,
    }
    reading = read(files | ({"img/a map.png": data} if data else {}))
    [(_, question)] = reading.questions
    assert "See ![the \\[old\\] map](images/missing-a-map.png)" in question.prompt
    assert any(words in message for message in messages(reading))


def test_a_passage_that_can_not_be_read_is_told() -> None:
    files: dict[str, str | bytes] = {
        "imsmanifest.xml": manifest(("q/q.xml", "")),
        "q/q.xml": CAPITAL.replace("<qti-item-body>", f"{REF}<qti-item-body>"),
    }
    missing = "1: The passage '../texts/s.xml' that it belongs to is not in this file."
    assert messages(read(files)) == [missing]
    told = messages(read(files | {"texts/s.xml": "<p>"}))
    assert told[0].startswith("1: The passage texts/s.xml was not imported. This is not XML")
    told = messages(read(files | {"texts/s.xml": f"<p>{'x' * 200_000}</p>"}))
    assert told[0] == "1: The passage texts/s.xml was not imported. It is over 200 kB."


def test_items_may_share_a_picture_as_often_as_they_like() -> None:
    names = [f"q/{number}.xml" for number in range(30)]
    reading = read(
        {
            "imsmanifest.xml": manifest(*((name, "") for name in names)),
            **dict.fromkeys(names, WITH_MAP),
            "img/a map.png": picture() + bytes(1_000_000),
        }
    )
    assert len(reading.questions) == 30
    assert [*reading.notes] == []
