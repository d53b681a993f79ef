"""Questions from other systems and for them: what comes, what does not, and what does no harm."""

import contextlib
import re
import time
from typing import Any

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from exchange import gift, moodle_export
from exchange.common import Unreadable
from exchange.importer import read_questions
from learn.models import Course
from quizzes.kinds import kind_of
from quizzes.kinds.typed import TypedKind
from quizzes.models import Question, QuestionSet
from quizzes.schema import Choice, Item
from tests.course import LESSON
from tests.exchange.foreign import GIFT, MOODLE
from tests.exchange.uploads import upload
from tests.studio.panel import content, edit
from tests.words import told


def by_name(text: str | bytes) -> dict[str, Item]:
    data = text.encode() if isinstance(text, str) else text
    return {item.id: item for _, item in read_questions(data).questions}


def told_of(text: str) -> list[tuple[int, str]]:
    return [(note.line, note.message) for note in read_questions(text.encode()).notes]


def rights(item: Item) -> list[str]:
    return [one.text for one in item.choices.values() if one.right]


# --- GIFT ------------------------------------------------------------------------------------


def test_gift_brings_what_has_a_kind_here() -> None:
    found = by_name(GIFT)
    assert {name: item.kind for name, item in found.items()} == {
        "where-it-lives": "choice",
        "which-of-these-is-an-assignment-in-python": "choice",
        "several": "choices",
        "a-session-ends-when-the-browser-closes": "choice",
        "typed": "typed",
        "pi": "typed",
        "range": "typed",
        "django-the-row-until-it-expires": "choice",
    }
    lives = found["where-it-lives"]
    assert rights(lives) == ["In the browser"]
    assert lives.choices["on-the-server"].why == "The server keeps the rest."
    assert rights(found["which-of-these-is-an-assignment-in-python"]) == ["x = 1"]
    several = found["several"]
    assert several.prompt == "Which of them **keep** a session on the server?"
    assert rights(several) == ["db", "file"]
    truth = found["a-session-ends-when-the-browser-closes"]
    assert rights(truth) == ["False"]
    assert truth.choices["true"].why == "It depends on the setting."
    assert truth.steps[0].text == "See SESSION_EXPIRE_AT_BROWSER_CLOSE."
    assert rights(found["typed"]) == ["clearsessions", "manage.py clearsessions"]
    assert (rights(found["pi"]), found["pi"].tolerance) == (["3.14"], 0.01)
    assert (rights(found["range"]), found["range"].tolerance) == (["3"], 2.0)
    missing = found["django-the-row-until-it-expires"]
    assert missing.prompt == "Django _____ the row until it expires."


def test_gift_says_what_does_not_come_with_line_and_reason() -> None:
    lines = GIFT.splitlines()

    def line_of(start: str) -> int:
        return next(number for number, line in enumerate(lines, 1) if line.startswith(start))

    assert told_of(GIFT) == [
        (line_of("::Several"), "Not carried from this question: img."),
        (line_of("::Match"), "Left out. Matching: there is no such kind here."),
        (line_of("::Words"), "Left out. An essay: there is no such kind here."),
        (line_of("A description"), "Left out. A text without answers."),
        (line_of("::Broken"), "Left out. The answers have no closing brace."),
    ]


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
def test_gift_is_read_with_any_line_ends_and_a_mark_of_its_encoding(end: str) -> None:
    text = "\ufeff" + GIFT.replace("\n", end)
    assert by_name(text) == by_name(GIFT)


def test_a_gift_file_in_another_encoding_says_in_which_line() -> None:
    data = "::a::What? {=x ~y}\n\n::b::Größe? {=x ~y}".encode("latin-1")
    with pytest.raises(Unreadable, match="not UTF-8") as error:
        read_questions(data)
    assert error.value.note.line == 3


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        ("{=a ~b}", "It asks nothing"),
        ("What? {a ~b}", "An answer begins with = or with ~."),
        ("What? {=a ~}", "One of its answers is empty."),
        ("How many? {#about three}", "'about three' is no number."),
        ("How many? {#=%50%3}", "No number of it is worth all the points."),
        ("What? {" + " ".join(f"~{n}" for n in range(27)) + "}", "more than 26 answers"),
        ("What? {=a ~" + "b" * 20_001 + "}", "longer than 20000 characters"),
    ],
)
def test_what_is_wrong_with_one_question_leaves_the_others(entry: str, reason: str) -> None:
    text = f"::one::What? {{=x ~y}}\n\n{entry}\n\n::two::What? {{=x ~y}}"
    [(line, message)] = told_of(text)
    assert (line, reason in message) == (3, True), message
    assert list(by_name(text)) == ["one", "two"]


def test_two_of_the_same_name_get_names_of_their_own() -> None:
    assert list(by_name("::a::What? {=x ~x ~y}\n\n::a::What? {=x ~y}")) == ["a", "a-2"]
    assert list(by_name("::a::What? {=x ~x ~y}")["a"].choices) == ["x", "x-2", "y"]


def test_numbers_are_taken_as_they_are_written() -> None:
    text = "\n\n".join(
        f"::n{number}::How many? {{{body}}}"
        for number, body in enumerate(["#3.141..3.142", "#.5:.1", "#+3", "#-5..-1", "#1e3:1"])
    )
    found = [(rights(one), one.tolerance) for one in by_name(text).values()]
    assert found == [
        (["3.1415"], 0.0005),
        (["0.5"], 0.1),
        (["3"], 0.0),
        (["-3"], 2.0),
        (["1000"], 1.0),
    ]
    ends = by_name("::n::How many? {#3.141..3.142}")["n"]
    typed = ("3.141", "3.142", "3.1421")
    assert [TypedKind().grade(ends, number) for number in typed] == [1, 1, 0]


@pytest.mark.parametrize("number", ["1e999", "1:1e999", "nan", "inf", "1:nan", "1e-999"])
def test_what_nobody_can_type_is_no_number(number: str) -> None:
    [(line, message)] = told_of(f"How many? {{#{number}}}")
    assert (line, "is no number" in message) == (1, True), message
    value, _, tolerance = number.partition(":")
    [(line, message)] = told_of(
        '<quiz><question type="numerical"><questiontext><text>How many?</text></questiontext>'
        f'<answer fraction="100"><text>{value}</text><tolerance>{tolerance}</tolerance></answer>'
        "</question></quiz>"
    )
    assert "is no number" in message


def test_questions_without_an_empty_line_between_them_are_never_made_one() -> None:
    both = "::a::What? {=x ~y}\n::b::Which? {=x ~y}"
    assert by_name(both) == {}
    assert told_of(both) == [
        (1, "Left out. It has answers twice. Put an empty line between two questions.")
    ]
    assert list(by_name("::a::What? {=x ~y}\n$CATEGORY: b\n::b::Which? {=x ~y}")) == ["a", "b"]


def test_what_is_said_of_a_right_answer_comes_along() -> None:
    assert by_name("::a::What? {=x#Yes. ~y#No.}")["a"].choices["x"].why == "Yes."
    assert by_name("::a::So? {F#It is not.#Well read.}")["a"].choices["false"].why == "Well read."
    assert by_name(MOODLE)["where-it-lives"].choices["in-the-browser"].why == "Yes."


def test_what_is_worth_a_part_of_the_points_is_told_of() -> None:
    assert told_of("::a::What? {=x =%50%y =%0%z#No.}") == [
        (1, "Left out, as it is not worth all the points: y.")
    ]
    assert told_of("::a::What? {=x ~%50%y ~z}") == [
        (1, "Wrong here, as it is not worth all the points: y.")
    ]
    assert told_of("::a::How many? {#=3:0 =%50%3:1}") == [
        (1, "Only one number counts here. Left out: 3:1.")
    ]
    assert told_of("::a::Who? {=Django*}") == [(1, "Here a * is a * and nothing else: Django*.")]


def test_what_one_types_is_no_html() -> None:
    gift = by_name("::a::Which tag? {=<form> =__init__}")["a"]
    xml = by_name(
        '<quiz><question type="shortanswer"><name><text>a</text></name>'
        "<questiontext><text>Which tag?</text></questiontext>"
        '<answer fraction="100"><text>&lt;form&gt;</text></answer>'
        '<answer fraction="100"><text>__init__</text></answer></question></quiz>'
    )["a"]
    for item in (gift, xml):
        assert [one.text for one in item.choices.values()] == ["<form>", "`__init__`"]


def test_a_file_in_utf_16_is_read() -> None:
    assert list(by_name("::a::What? {=x ~y}".encode("utf-16"))) == ["a"]


# --- Moodle XML ------------------------------------------------------------------------------


def test_moodle_brings_what_has_a_kind_here() -> None:
    found = by_name(MOODLE)
    assert {name: item.kind for name, item in found.items()} == {
        "where-it-lives": "choice",
        "several": "choices",
        "closing": "choice",
        "typed": "typed",
        "pi": "typed",
    }
    lives = found["where-it-lives"]
    assert lives.prompt == "Where does the `sessionid` live?"
    assert lives.hints == ["Who sends it?"]
    assert lives.steps[0].text == "The browser sends it back."
    assert lives.choices["on-the-server"].why == "The rest does."
    assert found["several"].prompt == "Which keep a session *on the server*?"
    assert rights(found["several"]) == ["db", "file"]
    assert rights(found["closing"]) == ["False"]
    assert found["closing"].choices["true"].why == "It depends."
    assert rights(found["typed"]) == ["clearsessions"]
    assert (rights(found["pi"]), found["pi"].tolerance) == (["3.14"], 0.01)


def test_moodle_says_what_does_not_come_with_line_and_reason() -> None:
    lines = MOODLE.splitlines()
    at = [number for number, line in enumerate(lines, 1) if "<question type=" in line]
    assert told_of(MOODLE) == [
        (at[-3], "Left out. An essay: there is no such kind here."),
        (at[-2], "Left out. 'ddimageortext': there is no such kind here."),
        (at[-1], "Left out. It asks nothing: its text is empty."),
    ]


LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE quiz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    '<quiz><question type="essay"><name><text>&b;</text></name></question></quiz>'
)
OUTSIDE = '<!DOCTYPE quiz [<!ENTITY x SYSTEM "file:///etc/passwd">]><quiz>&x;</quiz>'


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (LAUGHS, "declares entities or a document type"),
        (OUTSIDE, "declares entities or a document type"),
        ("<quiz>\n<question>\n</quiz>", "This is not XML: mismatched tag."),
        ("<html></html>", "begins with <html>, not <quiz>"),
        ("<quiz>" + "<a>" * 60 + "</a>" * 60 + "</quiz>", "nested too deeply"),
        ('<?xml version="1.0" encoding="none"?><quiz/>', "XML"),
    ],
)
def test_a_file_that_is_no_quiz_or_does_harm_is_refused(text: str, reason: str) -> None:
    with pytest.raises(Unreadable, match=re.escape(reason)):
        read_questions(text.encode())


def test_broken_xml_is_told_with_its_line() -> None:
    with pytest.raises(Unreadable) as error:
        read_questions(b"<quiz>\n<question>\n</quiz>")
    assert error.value.note.line == 3


# --- Whatever comes --------------------------------------------------------------------------


def only_its_own_error(data: bytes) -> None:
    with contextlib.suppress(Unreadable):
        assert all(line >= 1 for line, _ in read_questions(data).questions)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300))
def test_no_bytes_break_the_readers(data: bytes) -> None:
    only_its_own_error(data)


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from([GIFT, MOODLE]), st.integers(0, 2500), st.integers(0, 40), st.text(max_size=8)
)
def test_no_damage_to_a_good_file_breaks_the_readers(
    text: str, start: int, length: int, other: str
) -> None:
    only_its_own_error((text[:start] + other + text[start + length :]).encode("utf-8", "replace"))


WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=["C", "Z"]) | st.just(" "), min_size=1
)
TEXTS = WORDS.map(str.strip).filter(bool)


@st.composite
def foreign_items(draw: Any) -> Item:
    kind = draw(st.sampled_from(["choice", "choices"]))
    texts = draw(st.lists(TEXTS, min_size=3, max_size=5, unique=True))
    count = 1 if kind == "choice" else 2
    choices = {
        f"c{number}": Choice(text=text, right=number < count, why="" if number < count else "No.")
        for number, text in enumerate(texts)
    }
    return Item(id="q", level="easy", kind=kind, prompt=draw(TEXTS), choices=choices)


@settings(max_examples=150, deadline=None)
@given(foreign_items())
def test_what_goes_out_comes_back(item: Item) -> None:
    for write in (gift.write_gift, moodle_export.write_moodle):
        text, notes = write([item])
        assert notes == []
        [back] = by_name(text).values()
        assert (back.kind, back.prompt) == (item.kind, item.prompt)
        assert list(back.choices.values()) == list(item.choices.values())


def test_the_course_goes_out_and_comes_back(course: None) -> None:
    for row in QuestionSet.objects.all():
        items = [question.item() for question in row.questions.all()]
        for write in (gift.write_gift, moodle_export.write_moodle):
            text, notes = write(items)
            kept = {item.id: item for item in items if kind_of(item).portable(item)}
            back = by_name(text)
            assert list(back) == list(kept)
            assert sum("Left out" in note.message for note in notes) == len(items) - len(kept)
            for slug, item in kept.items():
                assert back[slug].prompt == item.prompt.strip()
                assert rights(back[slug])
                problems = kind_of(back[slug]).problems(back[slug])
                assert not [message for _, message in problems if "too few" in message]


# --- In the panel ----------------------------------------------------------------------------


@pytest.fixture
def practice(course: None) -> QuestionSet:
    return QuestionSet.objects.get(lesson__slug="configuration", mode="practice")


def import_of(row: QuestionSet) -> str:
    return f"/admin/quizzes/questionset/{row.pk}/import/"


@pytest.mark.parametrize(("text", "count"), [(GIFT, 8), (MOODLE, 5)])
def test_looking_first_changes_nothing_and_importing_makes_drafts(
    instructor: Client, alice: Client, practice: QuestionSet, text: str, count: int
) -> None:
    before = content()
    page = told(upload(instructor, import_of(practice), text.encode()))
    assert f"What would come {count} questions. Nothing was changed yet" in page
    assert content() == before
    page = told(upload(instructor, import_of(practice), text.encode(), _import="1"))
    assert f"Imported {count} questions as drafts." in page
    assert "What could not be carried" in page
    new = Question.objects.filter(published=None)
    assert new.count() == count
    assert (
        "The wrong choice &#x27;in-both&#x27; has no `why`" in page.replace("'", "&#x27;")
        or count == 5
    )
    assert "Where does the" not in told(alice.get(f"{LESSON}practice/?q=where-it-lives"))
    # Mended where it must be, it is published and asked.
    lives = new.get(slug="where-it-lives")
    lives.choices.filter(right=False, why="").update(why="It is not there.")
    lives.prompt = "Where does it live?"
    lives.save()
    assert edit(instructor, lives, _publish="1").status_code == 302
    assert "Where does it live?" in told(alice.get(f"{LESSON}practice/?q=where-it-lives"))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (LAUGHS.encode(), "Line 1: It declares entities or a document type"),
        (b"\xff\xfe\x00", "can't be read as XML"),
        (b"ab\0c", "Line 1: This is not text"),
        (b"::a::Gr\xf6\xdfe? {=x ~y}", "Line 1: This is not UTF-8."),
        (b"", "The submitted file is empty."),
    ],
)
def test_a_bad_file_says_why_and_changes_nothing(
    instructor: Client, practice: QuestionSet, data: bytes, reason: str
) -> None:
    before = content()
    page = upload(instructor, import_of(practice), data, _import="1")
    assert page.status_code in (200, 422)
    assert reason in told(page) or "XML" in told(page)
    assert content() == before


def test_ten_thousand_questions_are_refused_at_once(
    instructor: Client, practice: QuestionSet
) -> None:
    many = "\n\n".join(f"::q{n}::What is {n}? {{={n} ~{n + 1}}}" for n in range(10_000))
    before = content()
    begun = time.monotonic()
    page = upload(instructor, import_of(practice), many.encode(), _import="1")
    assert "More than 1000 questions. Split the file." in told(page)
    assert time.monotonic() - begun < 30
    assert content() == before


def test_fifty_megabytes_are_refused_and_kept_nowhere(
    instructor: Client, practice: QuestionSet
) -> None:
    before = content()
    for address in (import_of(practice), "/admin/learn/course/import/"):
        page = told(upload(instructor, address, b"x" * 50_000_000, _import="1"))
        assert "No file arrived. Choose one; what is larger than 4 MB is not taken." in page
    assert content() == before


def test_a_script_from_outside_does_not_reach_a_page(
    instructor: Client, alice: Client, practice: QuestionSet
) -> None:
    text = "::bad::[markdown]Hm? <script>alert(1)</script> {=<b onclick\\=x>y</b> ~n#No.}"
    page = upload(instructor, import_of(practice), text.encode(), _import="1")
    assert "<script>alert" not in page.content.decode()
    Question.objects.filter(slug="bad").update(published="2020-01-01T00:00:00Z")
    Course.objects.get().touch()
    seen = alice.get(f"{LESSON}practice/?q=bad").content.decode()
    assert "Hm?" in seen
    assert "<script>alert" not in seen
    assert "<b onclick" not in seen


def test_the_page_for_exports_says_what_stays_behind(
    instructor: Client, practice: QuestionSet
) -> None:
    address = f"/admin/quizzes/questionset/{practice.pk}/export/"
    assert "GIFT has no place for" in told(instructor.get(address))
    for name, ending in (("gift", "gift.txt"), ("xml", "xml")):
        file = instructor.get(f"{address}?format={name}")
        disposition = file.headers["Content-Disposition"]
        assert disposition == f'attachment; filename="configuration-practice.{ending}"'
        assert "purpose" in by_name(file.content)
