"""Import in the panel: a file is chosen once, looked at, imported whole, and its report stays."""

import time
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.utils import timezone

from exchange.exporter import export_questions
from exchange.formats import FORMATS
from exchange.importer import look_at_questions
from exchange.models import MOST_WAITING, Import
from exchange.report import SAME
from learn.course_versions import touch_course
from learn.models import Course
from quizzes.models import Question, QuestionSet
from tests.course import LESSON
from tests.exchange.foreign import GIFT, MOODLE
from tests.exchange.reading import LAUGHS, by_name
from tests.exchange.uploads import import_file, look_at, upload
from tests.signed_in import signed_in
from tests.studio.panel import content, edit, page_of
from tests.words import told

TWO = b"::one::Which is one? {=1 ~2#No.}\n\n::two::Which is two? {=2 ~1#No.}"


@pytest.fixture
def practice(course: None) -> QuestionSet:
    return QuestionSet.objects.get(lesson__slug="configuration", mode="practice")


def import_of(row: QuestionSet) -> str:
    return page_of(row, "import")


def names(row: QuestionSet) -> list[str]:
    return list(row.questions.filter(published=None).values_list("slug", flat=True))


# --- A look, and then the import -------------------------------------------------------------


CATEGORIES = b"$CATEGORY: A/<b>\n\n::one::Is it? {T}\n\n$CATEGORY: B\n\n::two::Is it so? {T}"


def test_one_category_of_the_file_can_be_looked_at_and_imported(
    instructor: Client, practice: QuestionSet
) -> None:
    address = look_at(instructor, import_of(practice), CATEGORIES)
    page = told(instructor.get(address))
    assert "2 new." in page
    assert "A/<b>: 1 question" in page
    page = told(instructor.post(address, {"category": "B"}, follow=True))
    assert "1 new. Nothing was changed yet." in page
    assert "was not imported" not in page
    page = told(instructor.post(address, follow=True))
    assert "B came into this set. Left in the file: A/<b> (1)." in page
    assert names(practice) == ["two"]


def test_a_category_that_the_file_lacks_is_all_of_it(
    instructor: Client, practice: QuestionSet
) -> None:
    address = look_at(instructor, import_of(practice), CATEGORIES)
    instructor.post(address, {"category": "B"})
    assert "2 new." in told(instructor.post(address, {"category": "\0"}, follow=True))


@pytest.mark.parametrize(("text", "count"), [(GIFT, 9), (MOODLE, 5)])
def test_looking_changes_nothing_and_importing_makes_drafts(
    instructor: Client, alice: Client, practice: QuestionSet, text: str, count: int
) -> None:
    before = content()
    address = look_at(instructor, import_of(practice), text.encode())
    page = told(instructor.get(address))
    assert f"{count} new. Nothing was changed yet." in page
    assert "What could not come" in page
    assert content() == before
    page = told(instructor.post(address, follow=True))
    assert f"{count} new. Imported" in page
    new = Question.objects.filter(published=None)
    assert new.count() == count
    assert "Where does the" not in told(alice.get(f"{LESSON}practice/?q=where-it-lives"))
    # Mended where it must be, it is published and asked.
    lives = new.get(slug="where-it-lives")
    lives.choices.filter(right=False, why="").update(why="It is not there.")
    lives.prompt = "Where does it live?"
    lives.save()
    assert edit(instructor, lives, _publish="1").status_code == 302
    assert "Where does it live?" in told(alice.get(f"{LESSON}practice/?q=where-it-lives"))


def test_the_look_shows_each_question_beside_what_could_not_come_and_what_is_to_mend(
    instructor: Client, practice: QuestionSet
) -> None:
    page = told(instructor.get(look_at(instructor, import_of(practice), GIFT.encode())))
    several = page[page.index("several line") :]
    assert several.index("keep a session on the server?") < several.index("Right: db")
    remarks = several[several.index("Right: file") : several.index("a-session-ends")]
    assert "Could not come Not imported from this question: a picture." in remarks
    lives = page[page.index("where-it-lives") : page.index("which-of-these")]
    assert "To mend before it is published" in lives
    assert "The wrong choice 'in-both' has no `why`." in lives
    [words] = [n for n, line in enumerate(GIFT.splitlines(), 1) if line.startswith("::Words")]
    assert f"Line {words}: Left out. An essay: there is no such kind of question here." in page
    assert "Also right: manage.py clearsessions" in page


def test_the_report_stays_and_is_found_on_the_page_of_imports(
    instructor: Client, practice: QuestionSet
) -> None:
    address = look_at(instructor, import_of(practice), GIFT.encode(), "week 3.gift.txt")
    assert "Not imported yet" in told(instructor.get(import_of(practice)))
    instructor.post(address)
    page = instructor.get(import_of(practice))
    assert f'href="{address}"' in page.content.decode()
    assert "week 3.gift.txt" in told(page)
    assert "9 new" in told(page)
    Question.objects.filter(slug="pi").delete()
    report = told(instructor.get(address))
    assert "Not imported from this question: a picture." in report
    assert "How much is 22/7? It is not here any more." in report


def test_a_second_click_on_import_imports_nothing(
    instructor: Client, practice: QuestionSet
) -> None:
    address = look_at(instructor, import_of(practice), TWO)
    first = told(instructor.post(address, follow=True))
    once = content()
    assert "Imported from file: 2 new." in first
    again = told(instructor.post(address, follow=True))
    assert "2 new. Imported" in again
    assert content() == once
    assert not Import.objects.get().data


def test_the_history_and_the_log_have_a_line_for_the_import(
    instructor: Client, practice: QuestionSet
) -> None:
    before = LogEntry.objects.count()
    import_file(instructor, import_of(practice), TWO, "two.gift")
    entry = LogEntry.objects.latest("pk")
    assert LogEntry.objects.count() == before + 1
    assert entry.get_change_message() == "Imported from two.gift: 2 new."


# --- What is there already -------------------------------------------------------------------


def test_importing_a_file_twice_brings_nothing_new(
    instructor: Client, practice: QuestionSet
) -> None:
    for text in (GIFT, MOODLE):
        import_file(instructor, import_of(practice), text.encode(), existing="skip")
    once = content()
    for text in (GIFT, MOODLE):
        page = told(instructor.get(look_at(instructor, import_of(practice), text.encode())))
        assert "new" not in page[page.index(" here already") - 20 : page.index("Nothing was")]
    address = look_at(instructor, import_of(practice), GIFT.encode())
    assert "9 here already." in told(instructor.get(address))
    assert "There is nothing to import." in told(instructor.get(address))
    instructor.post(address)
    assert content() == once


def test_a_question_that_was_mended_here_is_still_the_one_in_the_file(
    instructor: Client, practice: QuestionSet
) -> None:
    import_file(instructor, import_of(practice), GIFT.encode())
    lives = Question.objects.get(slug="where-it-lives")
    lives.level = "hard"
    lives.save()
    lives.choices.filter(right=False, why="").update(why="It is not there.")
    page = told(instructor.get(look_at(instructor, import_of(practice), GIFT.encode())))
    assert "9 here already." in page


@pytest.mark.parametrize(
    ("choice", "outcome", "prompt", "drafts"),
    [
        ("skip", "left as it is here", "Which is one?", ["one", "two"]),
        ("update", "updated (prompt)", "Which one is 1?", ["one", "two"]),
        ("add", "one-2", "Which is one?", ["one", "two", "one-2"]),
    ],
)
def test_other_content_under_the_same_name_is_left_updated_or_added_as_one_chooses(
    instructor: Client,
    practice: QuestionSet,
    choice: str,
    outcome: str,
    prompt: str,
    drafts: list[str],
) -> None:
    import_file(instructor, import_of(practice), TWO)
    Question.objects.filter(slug="one").update(level="hard")
    other = TWO.replace(b"Which is one?", b"Which one is 1?")
    address = look_at(instructor, import_of(practice), other)
    page = told(instructor.get(address))
    assert "1 here already, 1 here with other content." in page
    assert "one line 1, here with other content (prompt)" in page
    before = content()
    refused = instructor.post(address)
    assert refused.status_code == 422
    assert "Nothing was imported yet." in told(refused)
    assert content() == before
    assert outcome in told(instructor.post(address, {"existing": choice}, follow=True))
    assert names(practice) == drafts
    one = Question.objects.get(slug="one")
    assert (one.prompt, one.level) == (prompt, "hard")


def test_a_published_question_is_updated_and_stays_published_where_it_can_be(
    instructor: Client, alice: Client, practice: QuestionSet
) -> None:
    import_file(instructor, import_of(practice), TWO)
    now = timezone.now()
    Question.objects.filter(slug__in=["one", "two"]).update(published=now)
    other = b"::one::Which one is 1? {=1 ~2#No.}\n\n::two::Which is 2? {=2 ~1#No. ~3}"
    address = look_at(instructor, import_of(practice), other)
    page = told(instructor.post(address, {"existing": "update"}, follow=True))
    assert "1 updated, 1 left as it is here." in page
    assert "It is published, so it was left as it is" in page
    assert "Which one is 1?" in told(alice.get(f"{LESSON}practice/?q=one"))
    assert Question.objects.get(slug="two").prompt == "Which is two?"


# Aiken has no names, and no marks by which a text with marks could be known again.
@pytest.mark.parametrize("name", sorted(FORMATS.keys() - {"aiken"}))
def test_a_question_that_goes_out_and_comes_back_is_here_already(course: None, name: str) -> None:
    compared = 0
    for row in QuestionSet.objects.all():
        data, _ = export_questions(row, FORMATS[name])
        report = look_at_questions(FORMATS[name].read(data), row)
        assert set(report.counts) <= {SAME}, (row, report.summary)
        compared += len(report.questions)
    assert compared > 50


def test_two_of_one_content_in_a_file_come_both_and_come_once(
    instructor: Client, practice: QuestionSet
) -> None:
    twins = b"::one::What? {=x ~y}\n\n::two::What? {=x ~y}"
    for _ in range(2):
        import_file(instructor, import_of(practice), twins)
    assert names(practice) == ["one", "two"]


def test_questions_without_names_are_told_apart_by_what_they_ask(
    instructor: Client, practice: QuestionSet
) -> None:
    for text in ("这是什么? {T}", "那是什么? {T}", "这是什么? {T}"):
        import_file(instructor, import_of(practice), text.encode())
    assert names(practice) == ["question", "question-2"]


def test_the_set_may_be_changed_between_the_look_and_the_import(
    instructor: Client, practice: QuestionSet
) -> None:
    address = look_at(instructor, import_of(practice), TWO)
    import_file(instructor, import_of(practice), TWO.partition(b"\n")[0])
    page = told(instructor.post(address, follow=True))
    assert "1 new, 1 here already. Imported" in page
    assert "for 1 question the outcome is another than the look had said" in page
    assert names(practice) == ["one", "two"]


def test_a_name_that_was_taken_since_the_look_is_asked_about(
    instructor: Client, practice: QuestionSet
) -> None:
    address = look_at(instructor, import_of(practice), TWO)
    import_file(instructor, import_of(practice), b"::one::Another one? {=1 ~2#No.}")
    before = content()
    page = told(instructor.post(address, follow=True))
    assert "The set was changed since you looked" in page
    assert "1 new, 1 here with other content. Nothing was changed yet." in page
    assert content() == before
    instructor.post(address, {"existing": "add"})
    assert names(practice) == ["one", "one-2", "two"]


# --- Publishing ------------------------------------------------------------------------------


@pytest.mark.slow
def test_three_hundred_are_published_in_one_click_within_two_seconds_with_one_line(
    instructor: Client, alice: Client, practice: QuestionSet
) -> None:
    text = "\n\n".join(f"::q{n}::What is {n}? {{={n} ~{n + 1}#No.}}" for n in range(300))
    address = look_at(instructor, import_of(practice), f"{text}\n\n::r::Why? {{=a ~b}}".encode())
    page = told(instructor.post(address, follow=True))
    assert "Publish all 300 that are ready" in page
    before, begun = LogEntry.objects.count(), time.process_time()
    sent = instructor.post(f"{address}published/")
    assert time.process_time() - begun < 2
    assert sent.headers["Location"] == address
    assert LogEntry.objects.count() == before + 1
    words = "Published 300 questions of the import of file."
    assert LogEntry.objects.latest("pk").get_change_message() == words
    assert f"{words} 1 question stays a draft" in told(instructor.get(address))
    assert names(practice) == ["r"]
    assert "What is 7?" in told(alice.get(f"{LESSON}practice/?q=q7"))


def test_who_may_not_change_questions_imports_but_neither_updates_nor_publishes(
    practice: QuestionSet, instructor: Client
) -> None:
    import_file(instructor, import_of(practice), TWO)
    adder = User.objects.create(username="addy", is_staff=True)
    adder.user_permissions.set(Permission.objects.filter(codename="add_question"))
    client = signed_in(adder)
    address = look_at(client, import_of(practice), TWO.replace(b"two?", b"2?"))
    assert "Update them" not in told(client.get(address))
    before = content()
    assert client.post(address, {"existing": "update"}).status_code == 422
    assert "Publish" not in told(client.post(address, {"existing": "skip"}, follow=True))
    client.post(f"{address}published/")
    assert content() == before


# --- What is refused, and what is not kept ---------------------------------------------------


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (LAUGHS.encode(), "Line 1: It declares entities or a document type"),
        (b"\xff\xfe\x00", "not the UTF-16 that it begins as"),
        (b"ab\0c", "Line 1: This is not text"),
        (b"::a::Gr\xf6\xdfe? {=x ~y}", "Line 1: This is not UTF-8. It looks like an old encoding"),
        (b"", "The submitted file is empty."),
        (b"a,b\n1,2\n", "This looks like a table (CSV)."),
    ],
)
def test_a_bad_file_says_why_and_nothing_is_changed_or_kept(
    instructor: Client, practice: QuestionSet, data: bytes, reason: str
) -> None:
    before = content()
    page = upload(instructor, import_of(practice), data)
    assert page.status_code == 422
    assert reason in told(page)
    assert content() == before
    assert not Import.objects.exists()


def test_ten_thousand_questions_are_refused_at_once(
    instructor: Client, practice: QuestionSet
) -> None:
    many = "\n\n".join(f"::q{n}::What is {n}? {{={n} ~{n + 1}}}" for n in range(10_000))
    before = content()
    begun = time.monotonic()
    page = upload(instructor, import_of(practice), many.encode())
    assert "More than 1000 questions. Split the file." in told(page)
    assert time.monotonic() - begun < 30
    assert content() == before


def test_the_look_at_a_thousand_questions_is_shown_in_pages(
    instructor: Client, practice: QuestionSet
) -> None:
    many = "\n\n".join(f"::q{n}::What is {n}? {{={n} ~{n + 1}}}" for n in range(1_000))
    address = look_at(instructor, import_of(practice), many.encode())
    first, last = (instructor.get(f"{address}{page}") for page in ("", "?page=20"))
    assert "1000 new." in told(first)
    assert ("What is 49?" in told(first), "What is 50?" in told(first)) == (True, False)
    assert "What is 999?" in told(last)
    assert max(len(first.content), len(last.content)) < 200_000


def test_fifty_megabytes_are_refused_and_kept_nowhere(
    instructor: Client, practice: QuestionSet
) -> None:
    before = content()
    for address, most in ((import_of(practice), 10), ("/admin/learn/course/import/", 4)):
        page = told(upload(instructor, address, b"x" * 50_000_000))
        assert f"No file arrived. Choose one; what is larger than {most} MB is not taken." in page
    assert content() == before


def test_a_file_that_is_never_imported_is_kept_for_a_day(
    instructor: Client, practice: QuestionSet
) -> None:
    done = look_at(instructor, import_of(practice), TWO)
    instructor.post(done)
    left = look_at(instructor, import_of(practice), TWO)
    Import.objects.update(created=timezone.now() - timedelta(hours=25))
    look_at(instructor, import_of(practice), TWO)
    assert instructor.get(done).status_code == 200
    for page in (instructor.get(left, follow=True), instructor.post(left, follow=True)):
        assert "That import is not kept" in told(page)


def test_one_person_has_few_files_waiting(instructor: Client, practice: QuestionSet) -> None:
    kept = [look_at(instructor, import_of(practice), TWO) for _ in range(MOST_WAITING + 2)]
    assert Import.objects.count() == MOST_WAITING
    assert instructor.get(kept[-1]).status_code == 200


def test_an_import_is_reached_only_by_way_of_its_own_set(
    instructor: Client, practice: QuestionSet
) -> None:
    address = look_at(instructor, import_of(practice), TWO)
    other = QuestionSet.objects.exclude(pk=practice.pk)[0]
    elsewhere = address.replace(f"/{practice.pk}/", f"/{other.pk}/")
    before = content()
    assert instructor.post(elsewhere).headers["Location"] == import_of(other)
    assert content() == before


def test_a_form_of_another_site_imports_and_publishes_nothing(
    practice: QuestionSet, django_user_model: Any
) -> None:
    user = django_user_model.objects.create(username="root", is_staff=True, is_superuser=True)
    client = signed_in(user)
    address = look_at(client, import_of(practice), TWO)
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    before = content()
    for target in (address, f"{address}published/", import_of(practice)):
        assert strict.post(target).status_code == 403
    assert content() == before


def test_a_script_from_outside_does_not_reach_a_page(
    instructor: Client, alice: Client, practice: QuestionSet
) -> None:
    text = "::bad::[markdown]Hm? <script>alert(1)</script> {=<b onclick\\=x>y</b> ~n#No.}"
    name = '<script>alert("name")</script>\u202egnp.exe.gift'
    address = look_at(instructor, import_of(practice), text.encode(), name)
    pages = [
        instructor.get(address),
        instructor.get(import_of(practice)),
        instructor.post(address, follow=True),
        instructor.get(import_of(practice)),
        instructor.get("/admin/admin/logentry/"),
        instructor.get(page_of(practice, "history")),
    ]
    for page in pages:
        assert "<script>alert" not in page.content.decode()
        assert "\u202e" not in page.content.decode()
    Question.objects.filter(slug="bad").update(published="2020-01-01T00:00:00Z")
    touch_course(pk=Course.objects.get().pk)
    seen = alice.get(f"{LESSON}practice/?q=bad").content.decode()
    assert "Hm?" in seen
    assert "<script>alert" not in seen
    assert "<b onclick" not in seen


def test_the_page_for_exports_says_what_stays_behind(
    instructor: Client, practice: QuestionSet
) -> None:
    address = page_of(practice, "export")
    assert "GIFT has no place for" in told(instructor.get(address))
    for name, ending in (("gift", "gift.txt"), ("moodle", "xml")):
        file = instructor.get(f"{address}?format={name}")
        disposition = file.headers["Content-Disposition"]
        assert disposition == f'attachment; filename="configuration-practice.{ending}"'
        assert "purpose" in by_name(file.content)
