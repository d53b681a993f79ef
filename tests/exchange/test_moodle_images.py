"""Pictures in Moodle's files: taken along, told of where they can't be, and out again."""

import time
from base64 import b64encode
from typing import Any

import pytest
from django.test import Client

from exchange.category_names import category_name
from exchange.exporter import export_questions
from exchange.formats import FORMATS
from exchange.importer import import_questions, look_at_questions, read_questions
from exchange.pictures import MOST_PICTURES
from exchange.report import SAME
from learn.image_texts import text_images
from learn.images.formats import MOST_IMAGE_BYTES
from learn.images.keeping import image_file
from learn.images.models import Image
from learn.markdown import render
from quizzes.models import Question, QuestionSet
from quizzes.schema import Item
from tests.exchange.moodle_xml import ANSWERS, file, question, quiz
from tests.exchange.reading import by_name, told_of
from tests.exchange.uploads import import_file, look_at, upload
from tests.pictures import photo, picture, png_that_says, svg
from tests.studio.panel import page_of
from tests.words import told

FLAG, OTHER = picture(), picture(width=20, height=20)
SHOWN = '<p>Whose is it?</p><p><img src="@@PLUGINFILE@@/flag.png" alt="Blue, yellow cross"></p>'


@pytest.fixture
def practice(course: None) -> QuestionSet:
    return QuestionSet.objects.get(lesson__slug="configuration", mode="practice")


def only(text: str) -> Item:
    [item] = by_name(text).values()
    return item


def shown_in(text: str) -> list[tuple[str, str]]:
    return [(source, alt) for _, source, alt in text_images(text)]


def notes_of(text: str) -> list[str]:
    return [message for _, message in told_of(text)]


# --- In ----------------------------------------------------------------------------------------


def test_looking_writes_nothing_and_importing_keeps_what_the_questions_show(
    practice: QuestionSet,
) -> None:
    unshown = question("No picture", files=file("other.png", OTHER))
    data = quiz(question(SHOWN, files=file("flag.png", FLAG)), unshown).encode()
    report = look_at_questions(read_questions(data), practice)
    assert not any(
        "There is no image" in words for one in report.questions for words in one.to_mend
    )
    assert Image.objects.count() == 0
    import_questions(data, practice)
    assert Image.objects.count() == 1
    [(source, alt)] = shown_in(practice.questions.get(slug="asked").prompt)
    kept = image_file(source)
    assert kept
    assert (kept.name, kept.data, alt) == ("flag.png", FLAG, "Blue, yellow cross")
    assert (Image.objects.get().width, Image.objects.get().height) == (40, 30)


def test_what_is_left_as_it_is_keeps_no_picture(practice: QuestionSet) -> None:
    import_questions(quiz(question("Whose is it?")).encode(), practice)
    import_questions(quiz(question(SHOWN, files=file("flag.png", FLAG))).encode(), practice)
    assert Image.objects.count() == 0


@pytest.mark.parametrize(
    ("address", "beside"),
    [
        ("@@PLUGINFILE@@/flag.png", file("flag.png", FLAG)),
        ("@@PLUGINFILE@@/my%20flag%20%281%29.png", file("my flag (1).png", FLAG)),
        ("@@PLUGINFILE@@/fl%C3%A4gga.png?time=1", file("flägga.png", FLAG)),
        ("@@PLUGINFILE@@/sub/flag.png", file("flag.png", OTHER) + file("flag.png", FLAG, "/sub/")),
        ("flag.png", file("flag.png", FLAG)),
        (f"data:image/png;base64,{b64encode(FLAG).decode()}", ""),
    ],
)
def test_a_picture_is_found_by_its_address(address: str, beside: str) -> None:
    text = quiz(question(f'<img src="{address}" alt="A flag">', files=beside))
    reading = read_questions(text.encode())
    [(source, _)] = shown_in(reading.questions[0][1].prompt)
    assert reading.images[source].data == FLAG
    assert notes_of(text) == []


def test_base64_on_many_lines_is_read() -> None:
    content = b64encode(FLAG).decode()
    lines = "\n  ".join(content[at : at + 20] for at in range(0, len(content), 20))
    text = quiz(question(SHOWN, files=file("flag.png", FLAG).replace(content, lines)))
    assert len(read_questions(text.encode()).images) == 1


def test_every_text_of_a_question_shows_its_pictures() -> None:
    def part(name: str, size: int, more: str = "") -> str:
        image = f'<img src="@@PLUGINFILE@@/a.png" alt="{name}">'
        beside = file("a.png", picture(width=size))
        return f"<text><![CDATA[{image}]]></text>{beside}{more}"

    feedback = f'<feedback format="html">{part("why", 3)}</feedback>'
    more = (
        f'<answer fraction="100" format="html">{part("right", 1)}</answer>'
        f'<answer fraction="0" format="html">{part("wrong", 2, feedback)}</answer>'
        f'<hint format="html">{part("hint", 4)}</hint>'
        f'<generalfeedback format="html">{part("solution", 5)}</generalfeedback>'
    )
    item = only(quiz(question("Which?", more)))
    right, wrong = item.choices.values()
    texts = [right.text, wrong.text, wrong.why, item.hints[0], item.steps[0].text]
    found = [shown_in(text)[0] for text in texts]
    assert [alt for _, alt in found] == ["right", "wrong", "why", "hint", "solution"]
    assert [source.split("-")[1] for source, _ in found] == [f"{n}x30" for n in range(1, 6)]
    assert list(item.choices) == ["right", "wrong"]


def test_words_for_a_picture_are_words_whatever_they_hold() -> None:
    alt = "a [b] *c* _d_ `e` $f$ \\ &lt;g&gt; &amp; h"
    item = only(
        quiz(question(SHOWN.replace("Blue, yellow cross", alt), files=file("flag.png", FLAG)))
    )
    assert shown_in(item.prompt)[0][0].startswith("images/")
    assert 'alt="a [b] *c* _d_ `e` $f$ \\ &lt;g&gt; &amp; h"' in render(item.prompt)


def test_a_picture_without_words_comes_and_must_get_them(practice: QuestionSet) -> None:
    words = SHOWN.replace("Blue, yellow cross", "")
    report = import_questions(
        quiz(question(words, files=file("flag.png", FLAG))).encode(), practice
    )
    assert any("Say in words what images/" in words for words in report.questions[0].to_mend)


def test_a_picture_of_moodle_1_9_stands_below_its_question() -> None:
    old = f"<image>quiz/flag.png</image><image_base64>\n{b64encode(FLAG).decode()}\n</image_base64>"
    item = only(quiz(question("Whose is it?", old + ANSWERS)))
    assert item.prompt.startswith("Whose is it?\n\n![](images/")


def test_pictures_in_a_table_or_in_code_stand_below_it() -> None:
    image = '<img src="@@PLUGINFILE@@/flag.png" alt="A flag">'
    for words in (
        f"<table><tr><td>{image}</td></tr></table>",
        f"<pre>x = 1 {image}</pre>",
        f"<code>x {image}</code>",
    ):
        text = quiz(question(words, files=file("flag.png", FLAG)))
        item = only(text)
        assert len(shown_in(item.prompt)) == 1, words
        assert "which stand below it" in notes_of(text)[0]


def test_a_picture_in_a_link_and_a_link_after_a_mark_stay_what_they_are() -> None:
    image = '<img src="@@PLUGINFILE@@/flag.png" alt="A [flag]">'
    link = '<a href="https://example.org/">'
    words = f"{link}Big {image}</a> and look!{link}here</a>"
    item = only(quiz(question(words, files=file("flag.png", FLAG))))
    assert len(shown_in(item.prompt)) == 1
    assert "look\\![here](<https://example.org/>)" in item.prompt


def test_a_place_that_a_photo_says_stays_behind(practice: QuestionSet) -> None:
    beside = file("beach.jpg", photo(turn=6))
    text = quiz(question('<img src="@@PLUGINFILE@@/beach.jpg" alt="A beach">', files=beside))
    import_questions(text.encode(), practice)
    [(source, _)] = shown_in(practice.questions.get(slug="asked").prompt)
    kept = image_file(source)
    assert kept
    assert b"Camera of Ada" not in kept.data
    assert "-30x40-beach.jpg" in source


# --- What can't come ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "beside", "reason"),
    [
        ("flag.png", "", "did not come: the file has no such picture in it."),
        ("flag.png", file("other.png", FLAG), "did not come: the file has no such picture in it."),
        ("flag.png", file("flag.png", b"no image"), "It is no PNG, JPEG, GIF, WebP or SVG"),
        ("flag.png", file("flag.png", FLAG[:40]), "It is no PNG, JPEG, GIF, WebP or SVG"),
        ("flag.png", file("flag.png", b""), "It is no PNG, JPEG, GIF, WebP or SVG"),
        ("flag.png", file("flag.png", FLAG).replace('64">', '64">?'), "It is no base64"),
        ("flag.png", file("flag.png", FLAG).replace("base64", "hex"), "It is encoded as 'hex'."),
        ("flag.svg", file("flag.svg", svg("<a")), "It is no SVG that can be read."),
        ("flag.png", file("flag.png", png_that_says(90_000, 90_000)), "It has too many pixels"),
        ("flag.png", file("flag.png", FLAG + bytes(MOST_IMAGE_BYTES)), "more than 2 MB."),
        ("flag.png", file("flag.png", FLAG + bytes(10_000_000)), "It has 10.0 MB"),
    ],
)
def test_a_picture_that_can_not_come_is_told_by_name_and_its_question_can_not_be_published(
    practice: QuestionSet, name: str, beside: str, reason: str
) -> None:
    text = quiz(question(SHOWN.replace("flag.png", name), files=beside))
    [note] = notes_of(text)
    assert note.startswith(f"The picture {name} did not come")
    assert reason in note
    report = import_questions(text.encode(), practice)
    assert any(f"no image images/missing-{name}." in one for one in report.questions[0].to_mend)
    assert Image.objects.count() == 0


def test_a_picture_of_another_site_is_told_of_and_marked() -> None:
    text = quiz(question('<img src="https://example.org/a/flag.png" alt="A flag">'))
    assert notes_of(text) == [
        "The picture https://example.org/a/flag.png did not come: it lies on another site."
    ]
    assert shown_in(only(text).prompt) == [("images/missing-flag.png", "A flag")]


@pytest.mark.parametrize("address", ["data:image/png;base64,????", "data:image/png", "data:,%zz"])
def test_what_a_text_holds_itself_is_told_of_where_it_is_broken(address: str) -> None:
    [note] = notes_of(quiz(question(f'<img src="{address}" alt="A flag">')))
    assert note.startswith("The picture in the text did not come.")


def test_a_link_to_a_file_keeps_its_words_and_is_told_by_name() -> None:
    words = '<p>Look: <a href="@@PLUGINFILE@@/my%20hint.pdf">a hint</a></p>'
    text = quiz(question(words, files=file("my hint.pdf", b"%PDF")))
    assert only(text).prompt == "Look: a hint"
    assert notes_of(text) == ["Not imported from this question: the file my hint.pdf."]


def test_two_hundred_pictures_come_and_very_many_are_bounded_and_told_of() -> None:
    def many(count: int) -> str:
        sizes = range(1, count + 1)
        return quiz(
            *(
                question(SHOWN, files=file("flag.png", picture(width=size, height=1)))
                for size in sizes
            )
        )

    assert len(read_questions(many(200).encode()).images) == 200
    reading = read_questions(many(MOST_PICTURES + 1).encode())
    assert len(reading.images) == MOST_PICTURES
    [note] = reading.notes
    assert note.message.endswith(f"The file has more than {MOST_PICTURES} of them. Split it.")


def test_one_large_picture_that_is_shown_very_often_is_looked_at_once() -> None:
    begun = time.process_time()
    beside = file("flag.png", FLAG + bytes(MOST_IMAGE_BYTES - len(FLAG)))
    hints = '<hint format="html"><text>&lt;img src="flag.png" alt="x"&gt;</text></hint>' * 5_000
    read_questions(quiz(question(SHOWN, ANSWERS + hints, files=beside)).encode())
    assert time.process_time() - begun < 15


# --- Out, and in again -------------------------------------------------------------------------


def test_pictures_go_out_with_their_texts_and_come_back_as_the_same_bytes(
    practice: QuestionSet,
) -> None:
    data = quiz(question(SHOWN, files=file("flag.png", FLAG))).encode()
    import_questions(data, practice)
    row = practice.questions.get(slug="asked")
    practice.questions.exclude(pk=row.pk).delete()
    row.hints.create(text=f"`![code](images/x)` {row.prompt}", position=0)
    out, notes = export_questions(practice, FORMATS["moodle"])
    assert notes == []
    text = out.decode()
    assert text.count("(@@PLUGINFILE@@/flag.png)") == text.count("<file ") == 2
    reading = read_questions(out).only(category_name(practice))
    assert [image.data for image in reading.images.values()] == [FLAG]
    assert reading.notes == []
    report = look_at_questions(reading, practice)
    assert set(report.counts) == {SAME}


def test_two_pictures_of_one_name_in_a_text_go_out_under_two(practice: QuestionSet) -> None:
    two = '<img src="@@PLUGINFILE@@/sub/flag.png" alt="Another">'
    beside = file("flag.png", FLAG) + file("flag.png", OTHER, "/sub/")
    import_questions(quiz(question(SHOWN + two, files=beside)).encode(), practice)
    practice.questions.exclude(slug="asked").delete()
    out, _ = export_questions(practice, FORMATS["moodle"])
    assert '<file name="flag-2.png"' in out.decode()
    assert [image.data for image in read_questions(out).images.values()] == [FLAG, OTHER]


def test_a_picture_that_is_gone_is_told_of_on_the_way_out(practice: QuestionSet) -> None:
    import_questions(quiz(question(SHOWN, files=file("flag.png", FLAG))).encode(), practice)
    Image.objects.all().delete()
    _, notes = export_questions(practice, FORMATS["moodle"])
    [note] = [note.message for note in notes if note.message.startswith("asked:")]
    assert note.endswith("-flag.png is not here any more.")


def test_formats_without_room_for_pictures_say_so(practice: QuestionSet) -> None:
    import_questions(quiz(question(SHOWN, files=file("flag.png", FLAG))).encode(), practice)
    _, notes = export_questions(practice, FORMATS["gift"])
    assert "asked: GIFT has no place for its pictures." in [note.message for note in notes]


@pytest.mark.parametrize(
    "words",
    [
        "![A *flag*](@@PLUGINFILE@@/flag.png)",
        '![A *flag*](<@@PLUGINFILE@@/flag.png> "A title")',
        '<img class="x" alt="A *flag*" src="@@PLUGINFILE@@/flag.png"/>',
    ],
)
def test_a_text_in_markdown_shows_its_pictures(words: str) -> None:
    beside = file("flag.png", FLAG)
    code = "`![code](@@PLUGINFILE@@/flag.png)`"
    text = quiz(question(f"{words} and {code}", files=beside)).replace(
        '"html"><text><![CDATA', '"markdown"><text><![CDATA'
    )
    item = only(text)
    [(source, _)] = shown_in(item.prompt)
    assert source.endswith("-40x30-flag.png")
    assert item.prompt.endswith(code)


# --- In the panel ------------------------------------------------------------------------------


def test_the_look_shows_the_words_for_each_picture_and_the_report_the_picture(
    instructor: Client, practice: QuestionSet
) -> None:
    data = quiz(question(SHOWN, files=file("flag.png", FLAG))).encode()
    address = look_at(instructor, page_of(practice, "import"), data)
    look = instructor.get(address).content.decode()
    assert '<span class="image-missing">Picture: Blue, yellow cross</span>' in look
    assert Image.objects.count() == 0
    report = instructor.post(address, follow=True).content.decode()
    assert 'alt="Blue, yellow cross" width="40" height="30"' in report


def test_a_file_with_pictures_may_be_larger_than_what_other_pages_take(
    instructor: Client, practice: QuestionSet
) -> None:
    parts = [
        question(SHOWN, files=file("flag.png", FLAG + bytes(1_900_000 + size))) for size in range(3)
    ]
    data = quiz(*parts).encode()
    assert len(data) > 7_000_000
    page = told(import_file(instructor, page_of(practice, "import"), data))
    assert "3 new. Imported" in page
    assert Image.objects.count() == 3
    assert Question.objects.filter(slug__startswith="asked").count() == 3


def test_what_is_larger_still_and_what_others_send_is_not_taken(
    instructor: Client, alice: Client, practice: QuestionSet
) -> None:
    address = page_of(practice, "import")
    page = told(upload(instructor, address, bytes(10_000_001)))
    assert "No file arrived. Choose one; what is larger than 10 MB is not taken." in page
    for client in (alice, Client()):
        sent = upload(client, address, bytes(5_000_000))
        assert sent.status_code == 302
        assert sent.wsgi_request.FILES == {}
    other: Any = upload(instructor, "/admin/learn/course/import/", bytes(5_000_000))
    assert "what is larger than 4 MB is not taken" in told(other)
