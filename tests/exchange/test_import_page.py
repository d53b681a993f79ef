"""Import and export in the panel: a look first, then all or nothing."""

import time

import pytest
from django.test import Client

from learn.course_versions import touch_course
from learn.models import Course
from quizzes.models import Question, QuestionSet
from tests.course import LESSON
from tests.exchange.foreign import GIFT, MOODLE
from tests.exchange.reading import LAUGHS, by_name
from tests.exchange.uploads import upload
from tests.studio.panel import content, edit
from tests.words import told


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
    touch_course(pk=Course.objects.get().pk)
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
