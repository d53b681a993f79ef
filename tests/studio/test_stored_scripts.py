"""What people write is shown as they wrote it, and runs nowhere: in names, titles, texts, files."""

import json
from collections.abc import Iterator
from html import escape

import pytest
from django.contrib.auth.models import User
from django.test import Client

from learn.models import Course, Lesson, Page
from quizzes.models import Choice, Hint, Question, QuestionSet, Step
from tests.classrooms.boards import page_of as class_page
from tests.classrooms.boards import put_up
from tests.classrooms.classes import answers, classroom, join, member
from tests.course import LESSON
from tests.exchange.uploads import look_at, upload
from tests.packs.zips import ZIP
from tests.signed_in import signed_in
from tests.studio.panel import list_of, page_of

TAG = "<img src=x onerror=alert(1)>"
SCRIPT = f"</script></textarea></title>\"'><script>alert(1)</script>{TAG}"
LINK = "[a](javascript:alert(1)) [b](data:text/html,x) <a href='javascript:alert(1)'>c</a>"
TEXT = f"{SCRIPT}\n\n{LINK}\n\n```<b onload=1>\n{TAG}\n```\n"
GIFT = f"::{SCRIPT}:: [html]{TEXT.replace('=', chr(92) + '=').replace(':', chr(92) + ':')} {{T}}"
MOODLE = (
    "<quiz><question type='truefalse'><name><text><![CDATA[{0}]]></text></name>"
    "<questiontext format='html'><text><![CDATA[{0}]]></text></questiontext>"
    "<answer fraction='100'><text>true</text><feedback><text><![CDATA[{0}]]></text></feedback>"
    "</answer><answer fraction='0'><text>false</text></answer></question></quiz>"
)


@pytest.fixture
def root(course: None) -> Client:
    return signed_in(User.objects.create_superuser("root", first_name=TAG, last_name=SCRIPT))


@pytest.fixture
def written(course: None) -> Question:
    """A course in which every text and every title is a script."""
    Course.objects.update(title=TAG, summary=SCRIPT)
    Lesson.objects.update(title=TAG, summary=SCRIPT)
    Page.objects.exclude(mode="visualize").update(text=TEXT)
    QuestionSet.objects.update(title=TAG)
    Question.objects.filter(kind="choice").update(prompt=TEXT, check_text=TEXT, mistakes=SCRIPT)
    Choice.objects.filter(question__kind="choice").update(text=TEXT, why=TEXT)
    Hint.objects.update(text=TEXT)
    Step.objects.update(title=TAG, text=TEXT)
    course = Course.objects.get()
    course.version = "scripts"
    course.save()
    return Question.objects.get(slug="purpose")


def runs(html: str) -> Iterator[str]:
    """What of the scripts a browser would run."""
    for dangerous in (
        "<script>alert",
        TAG,
        "<img src=x",
        'href="javascript:',
        'href="data:',
        "onload",
    ):
        if dangerous in html.replace("&lt;b onload", ""):
            yield dangerous


def assert_harmless(client: Client, *addresses: str) -> None:
    for address in addresses:
        page = client.get(address, follow=True)
        assert page.status_code == 200, address
        assert list(runs(page.content.decode())) == [], address


def test_the_pages_of_learners(written: Question, alice: Client) -> None:
    modes = "why concept deep performance practice challenge recall test".split()
    join(alice, classroom(title=TAG), name=SCRIPT[:30])
    alice.post(f"{LESSON}why/readings/")
    assert_harmless(
        alice, "/", "/learn/django-sessions/", "/progress/", "/class/", "/progress/resets/?what=all"
    )
    assert_harmless(alice, *(f"{LESSON}{mode}/" for mode in modes))
    assert (
        escape(TAG) in alice.get(f"{LESSON}practice/").content.decode()
    )  # it is shown all the same


def test_the_pages_of_the_panel(written: Question, root: Client) -> None:
    room = classroom(title=TAG, owner=User.objects.get(username="root"))
    someone = member(room, TAG)
    answers(someone, written, written.choices.all()[0].key)
    put_up(room, written)
    room.reveal(written.pk)
    rows = [Course.objects.get(), written.question_set.lesson, written.question_set, written]
    root.post(page_of(written), {"prompt": SCRIPT})
    assert_harmless(root, "/admin/", *(list_of(type(row)) for row in rows))
    assert_harmless(
        root, *(page_of(row, what) for row in rows for what in ("change", "history", "delete"))
    )
    assert_harmless(root, page_of(written, "analysis"), page_of(written.question_set, "analysis"))
    assert_harmless(root, page_of(written.question_set, "export"), page_of(rows[0], "order")[:-6])
    more = ("board/", "board/?latest", "change/", "history/", "delete/")
    assert_harmless(root, *(class_page(room, what) for what in more))
    assert_harmless(
        root, "/admin/auth/user/", "/admin/admin/logentry/", "/admin/classrooms/classroom/"
    )


@pytest.mark.parametrize("file", [GIFT, MOODLE.format(SCRIPT), MOODLE.format(LINK)])
def test_what_is_imported_is_drafts_that_run_nothing(
    root: Client, purpose: Question, file: str
) -> None:
    address = page_of(purpose.question_set, "import")
    kept = look_at(root, address, file.encode(), name=f"{TAG}.txt")
    for page in (root.get(kept), root.post(kept, follow=True), root.get(address)):
        assert page.status_code == 200
        assert list(runs(page.content.decode())) == []
    draft = Question.objects.latest("pk")
    assert draft.published is None
    assert_harmless(root, page_of(draft), page_of(draft, "history"), list_of(Question))


def test_a_pack_with_scripts_in_names_and_mistakes_runs_nothing(root: Client) -> None:
    from tests.fuzz.samples import Entry, zip_entries

    files = {
        "p/course.yaml": json.dumps({"title": TAG, "lessons": [TAG, "a"], SCRIPT: 1}),
        f"p/{TAG}/why.md": TEXT,
        "p/a/lesson.yaml": json.dumps({"title": TAG, TAG: TAG}),
        f"p/a/{TAG}.md": TEXT,
        "p/a/practice.yaml": json.dumps(
            {"title": TAG, "behaviour": TAG, "questions": [{TAG: TAG}]}
        ),
    }
    data = zip_entries([Entry(name, text.encode()) for name, text in files.items()])
    page = upload(root, ZIP, data, name=f"{TAG}.zip")
    assert page.status_code == 422
    assert list(runs(page.content.decode())) == []


def test_a_file_that_goes_out_has_a_name_without_marks(root: Client, purpose: Question) -> None:
    exports = [
        f"{page_of(purpose.question_set, 'export')}?format={kind}" for kind in ("gift", "moodle")
    ]
    for address in [*exports, page_of(Course.objects.get(), "export")]:
        header = root.get(address).headers["Content-Disposition"]
        assert header.startswith('attachment; filename="')
        assert set(header[22:-1]) <= set("abcdefghijklmnopqrstuvwxyz0123456789-.")
