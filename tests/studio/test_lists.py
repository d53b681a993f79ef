"""Finding, ordering and copying what authors write, among thousands of questions too."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from learn.models import Course, Lesson
from learn.modes import MODES
from packs.draft import saved_drafts
from quizzes.models import Choice, Hint, Question, QuestionSet
from tests.course import LESSON
from tests.learner import answer
from tests.signed_in import BACKEND
from tests.studio.history import bring_back, history, versions
from tests.studio.panel import (
    add_question,
    assert_saved,
    content,
    edit,
    form_of,
    lesson,
    list_of,
    new_choices,
    page_of,
    part_of,
)
from tests.words import told

MANY = 10_000


def found(client: Client, **query: str) -> list[str]:
    page = client.get(list_of(Question), query)
    assert page.status_code == 200
    return [row.slug for row in page.context["cl"].result_list]


# --- Searching and filtering -----------------------------------------------------------------


def test_questions_are_found_by_all_their_texts(instructor: Client, purpose: Question) -> None:
    choice, hint, step = purpose.choices.all()[1], purpose.hints.all()[0], purpose.steps.all()[0]
    for row, field in ((choice, "text"), (choice, "why"), (hint, "text"), (step, "title")):
        setattr(row, field, "The zebra that Ñandú saw")
        row.save()
        assert found(instructor, q="zebra") == ["purpose"], field
        assert found(instructor, q="ZEBRA purpose") == ["purpose"], field
        assert found(instructor, q='"zebra that"') == ["purpose"], field
        assert found(instructor, q="zebra giraffe") == [], field
        setattr(row, field, "plain")
        row.save()
    assert found(instructor, q="zebra") == []
    assert found(instructor, q="What is Django's session framework for") == ["purpose"]


@pytest.mark.parametrize("words", ['"', "'", "%", "_", "\\", "a" * 5000, '"a b', "'' \"\""])
def test_any_search_is_answered(instructor: Client, purpose: Question, words: str) -> None:
    found(instructor, q=words)


def test_questions_without_an_answer_are_found(
    instructor: Client, alice: Client, purpose: Question
) -> None:
    answer(alice, "login")
    assert found(instructor, answers="some") == ["purpose"]
    assert "purpose" not in found(instructor, answers="none")
    assert len(found(instructor, answers="none")) == Question.objects.count() - 1


def test_drafts_that_are_to_be_mended_are_found(instructor: Client, purpose: Question) -> None:
    Question.objects.update(published=None)
    assert found(instructor, linter="mend") == []
    purpose.choices.exclude(right=True).delete()
    assert found(instructor, linter="mend") == ["purpose"]
    assert found(instructor, linter="mend", level="hard") == []
    Question.objects.update(published=timezone.now())
    assert found(instructor, linter="mend") == []


def test_drafts_that_do_not_fit_their_set_or_lesson_are_to_be_mended(
    instructor: Client, purpose: Question
) -> None:
    Question.objects.update(published=None)
    Question.objects.filter(pk=purpose.pk).update(read="why#nowhere")
    cards = Question.objects.filter(kind="explain")[0]
    practice_set = QuestionSet.objects.exclude(behaviour="recall")[0]
    Question.objects.filter(pk=cards.pk).update(question_set=practice_set)
    assert sorted(found(instructor, linter="mend")) == sorted(["purpose", cards.slug])


def test_thousands_of_questions_are_read_as_each_alone(course: None) -> None:
    assert Question.objects.filter(choices__gap__gt="").exists()
    alone = {row: row.item() for row in Question.objects.all()}
    assert {one.question: one.item for one in saved_drafts(Question.objects.all())} == alone
    for item, other in zip(alone.values(), saved_drafts(Question.objects.all()), strict=True):
        assert other.item
        assert list(item.choices) == list(other.item.choices)


@pytest.mark.slow
def test_every_draft_to_mend_is_found_among_ten_thousand(
    instructor: Client, purpose: Question, many: None
) -> None:
    broken = Question.objects.filter(slug__in=["purpose", "many-0", "many-5000", "many-9999"])
    broken.update(published=None)
    Choice.objects.filter(question__in=broken, right=True).update(right=False)
    assert sorted(found(instructor, linter="mend")) == [
        "many-0",
        "many-5000",
        "many-9999",
        "purpose",
    ]


def test_lessons_are_filtered_by_state(instructor: Client, course: None) -> None:
    Lesson.objects.filter(pk=lesson().pk).update(published=None)

    def listed(state: str) -> list[str]:
        page = instructor.get(list_of(Lesson), {"state": state})
        return [row.slug for row in page.context["cl"].result_list]

    assert listed("draft") == ["configuration"]
    assert listed("scheduled") == []
    assert len(listed("published")) == Lesson.objects.count() - 1


def test_sets_are_found_by_their_lesson(instructor: Client, course: None) -> None:
    page = instructor.get(list_of(QuestionSet), {"q": "configuration performance"})
    assert [row.mode for row in page.context["cl"].result_list] == ["performance"]


@pytest.fixture
def many(purpose: Question) -> None:
    """Ten thousand questions in one set, each with choices and hints."""
    rows = Question.objects.bulk_create(
        Question(
            question_set=purpose.question_set,
            slug=f"many-{number}",
            kind="choice",
            prompt=f"Number {number}?",
            position=number % 30_000,
            published=None,
        )
        for number in range(MANY)
    )
    Choice.objects.bulk_create(
        Choice(question=row, key=f"k{place}", text=f"Choice {place}", right=not place, why="No.")
        for row in rows
        for place in range(3)
    )
    Hint.objects.bulk_create(Hint(question=row, text="A hint") for row in rows)


@pytest.mark.slow
def test_lists_and_pages_ask_few_queries_with_ten_thousand_questions(
    instructor: Client, purpose: Question, many: None
) -> None:
    listed = list_of(Question)
    for address, most in (
        (listed, 12),
        (f"{listed}?q=hint+number", 12),
        (f"{listed}?state=draft&level=easy&answers=none", 12),
        (f"{listed}?linter=mend", 40),  # six for each 2,000 drafts
        (page_of(purpose.question_set), 12),
        (page_of(purpose), 15),
        (page_of(purpose, "history"), 12),
    ):
        instructor.get(address)
        with CaptureQueriesContext(connection) as asked:
            page = instructor.get(address)
        assert page.status_code == 200
        told_of = "\n".join(one["sql"][:150] for one in asked)
        assert len(asked) <= most, f"{address}: {len(asked)}\n{told_of}"
    assert "There are more; these are the first 200." in told(
        instructor.get(page_of(purpose.question_set))
    )


# --- The order -------------------------------------------------------------------------------


def slugs(question_set: QuestionSet) -> list[str]:
    return list(question_set.questions.order_by("position", "pk").values_list("slug", flat=True))


def move(client: Client, row: Any, **buttons: Any) -> Any:
    return client.post(f"{page_of(row).removesuffix('change/')}order/", buttons)


def test_a_question_is_moved_and_learners_see_it_there(
    instructor: Client, alice: Client, purpose: Question
) -> None:
    practice_set = purpose.question_set
    before = slugs(practice_set)
    page = move(instructor, practice_set, down=purpose.pk)
    assert page.headers["Location"] == f"{page_of(practice_set)}#order"
    assert slugs(practice_set) == [before[1], before[0], *before[2:]]
    assert "What is Django's session framework for?" not in told(alice.get(f"{LESSON}practice/"))
    assert "purpose was moved down." in history(instructor, purpose)
    assert LogEntry.objects.latest("pk").get_change_message() == "Moved purpose down."
    move(instructor, practice_set, up=purpose.pk)
    assert slugs(practice_set) == before


def test_a_lesson_is_moved_in_its_course(instructor: Client, course: None) -> None:
    row, last = Course.objects.get(), Lesson.objects.last()
    assert last
    before = list(row.lessons.values_list("slug", flat=True))
    move(instructor, row, up=last.pk)
    assert list(row.lessons.values_list("slug", flat=True)) == [before[0], before[2], before[1]]
    bring_back(instructor, last, 1)
    assert Lesson.objects.get(pk=last.pk).position == 2


def test_the_ends_stay_where_they_are_and_nonsense_moves_nothing(
    instructor: Client, purpose: Question
) -> None:
    practice_set = purpose.question_set
    last = Question.objects.get(question_set=practice_set, slug=slugs(practice_set)[-1])
    other = Question.objects.exclude(question_set=practice_set)[0]
    before = content()
    for sent in (
        {"up": purpose.pk},
        {"down": last.pk},
        {"up": other.pk},
        {"up": "x"},
        {"down": "9" * 30},
        {"sideways": purpose.pk},
        {},
    ):
        assert move(instructor, practice_set, **sent).status_code == 302
    assert content() == before
    assert instructor.get(f"{page_of(practice_set)}".replace("change", "order")).status_code == 405


def test_positions_that_are_all_the_same_are_told_apart_by_moving(
    instructor: Client, purpose: Question
) -> None:
    practice_set = purpose.question_set
    practice_set.questions.update(position=0)
    before = slugs(practice_set)
    move(instructor, practice_set, up=Question.objects.get(slug=before[2]).pk)
    assert slugs(practice_set) == [before[0], before[2], before[1], *before[3:]]


def test_what_is_new_comes_to_the_end_however_many_have_gone(
    instructor: Client, purpose: Question
) -> None:
    practice_set = purpose.question_set
    practice_set.questions.filter(slug__in=slugs(practice_set)[:2]).delete()
    last = practice_set.questions.get(slug=slugs(practice_set)[-1])
    added = {"position": "", "published_0": "", "published_1": ""}
    assert_saved(add_question(instructor, last, new_choices(), **added))
    assert slugs(practice_set)[-1] == "new"
    copy(instructor, last)
    assert slugs(practice_set)[-1] == f"{last.slug}-2"
    file = SimpleUploadedFile("file", b"::one::What? {=x ~y}\n\n::two::What? {=x ~y}")
    address = f"{page_of(practice_set).removesuffix('change/')}import/"
    instructor.post(address, {"file": file, "_import": "1"})
    assert slugs(practice_set)[-2:] == ["one", "two"]
    row = {"title": "A new one", "slug": "a-new-one", "minutes": "5", "position": ""}
    pages = {"pages-TOTAL_FORMS": "0", "pages-INITIAL_FORMS": "0"}
    course_pk = str(Course.objects.get().pk)
    assert_saved(instructor.post(f"{list_of(Lesson)}add/", {**row, **pages, "course": course_pk}))
    assert str(Lesson.objects.last()) == "A new one"


def test_a_new_hint_is_the_last_one(instructor: Client, purpose: Question) -> None:
    hints = list(purpose.hints.values_list("text", flat=True))
    number = len(hints)
    new = {f"hints-{number}-text": "One more.", f"hints-{number}-position": ""}
    assert_saved(edit(instructor, purpose, **{"hints-TOTAL_FORMS": str(number + 1), **new}))
    assert list(purpose.hints.values_list("text", flat=True)) == [*hints, "One more."]


def test_who_may_not_change_questions_moves_none(purpose: Question, django_user_model: Any) -> None:
    user = django_user_model.objects.create(username="sam", is_staff=True)
    codes = ["view_question", "view_questionset", "change_questionset"]
    user.user_permissions.set(Permission.objects.filter(codename__in=codes))
    client = Client()
    client.force_login(user, backend=BACKEND)
    before = content()
    page = client.get(page_of(purpose.question_set))
    assert "purpose" in told(page)
    assert 'aria-label="Move' not in page.content.decode()
    assert move(client, purpose.question_set, down=purpose.pk).status_code == 403
    assert move(Client(), purpose.question_set, down=purpose.pk).status_code == 302
    assert content() == before


# --- Copies ----------------------------------------------------------------------------------


def copy(client: Client, row: Any) -> Any:
    return client.post(f"{page_of(row).removesuffix('change/')}copies/", follow=True)


@pytest.mark.slow
def test_a_copy_of_a_lesson_has_all_of_it_as_drafts(instructor: Client, course: None) -> None:
    row = lesson()
    page = copy(instructor, row)
    assert "This is the copy, a draft" in told(page)
    made = Lesson.objects.get(slug="configuration-2")
    assert made.published is None
    assert dict(made.pages.values_list("mode", "text")) == dict(
        row.pages.values_list("mode", "text")
    )
    assert set(made.sets.values_list("mode", "title", "behaviour", "seconds")) == set(
        row.sets.values_list("mode", "title", "behaviour", "seconds")
    )
    for question in Question.objects.filter(question_set__lesson=row):
        sets = made.sets.filter(mode=question.question_set.mode)
        copied = Question.objects.get(question_set__in=sets, slug=question.slug)
        assert copied.published is None
        assert copied.item() == question.item()
    assert versions(made)[0].revision.comment == "Copied from Configuring the session framework."


@pytest.mark.slow
def test_a_copy_of_a_lesson_is_not_seen_by_learners_and_does_not_change_the_original(
    instructor: Client, alice: Client, course: None
) -> None:
    before = content()
    copy(instructor, lesson())
    after = content()
    for name, rows in before.items():
        if name != "Course":
            assert after[name][: len(rows)] == rows
    assert "(copy)" not in told(alice.get("/learn/django-sessions/"))
    assert alice.get("/learn/django-sessions/configuration-2/").status_code == 404


@pytest.fixture
def author(course: None, django_user_model: Any) -> Client:
    user = django_user_model.objects.create(username="ada", is_staff=True)
    user.groups.set(Group.objects.filter(name="author"))
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def test_a_copy_of_a_set_has_all_its_questions_as_drafts_in_a_mode_of_its_own(
    author: Client, purpose: Question
) -> None:
    row = purpose.question_set
    row.questions.filter(slug=slugs(row)[-1]).update(retired=True)
    assert "Duplicate, with its questions" in told(author.get(page_of(row)))
    page = copy(author, row)
    assert "This is the copy, with all its questions as drafts." in told(page)
    made = QuestionSet.objects.latest("pk")
    assert page.redirect_chain == [(page_of(made), 302)]
    assert (made.lesson, made.title, made.mode) == (row.lesson, "Practice (copy)", "why")
    assert (made.behaviour, made.try_cost, made.hint_cost) == (
        (row.behaviour, row.try_cost, row.hint_cost)
    )
    assert slugs(made) == slugs(row)[:-1]
    for question in made.questions.all():
        assert question.published is None
        assert question.item() == row.questions.get(slug=question.slug).item()
    for one in (made, made.questions.all()[0]):
        words = "Copied from Configuring the session framework: Practice."
        assert versions(one)[0].revision.comment == words


def test_a_copy_of_a_set_stands_rather_where_no_text_is(author: Client, purpose: Question) -> None:
    lesson().sets.get(mode="challenge").delete()
    copy(author, purpose.question_set)
    assert QuestionSet.objects.latest("pk").mode == "challenge"


def test_a_copy_of_a_set_changes_nothing_and_is_seen_once_its_questions_are_published(
    author: Client, alice: Client, purpose: Question
) -> None:
    before = content()
    copy(author, purpose.question_set)
    after = content()
    for name, rows in before.items():
        if name != "Course":
            assert after[name][: len(rows)] == rows
    assert "Practice (copy)" not in told(alice.get(f"{LESSON}why/"))
    copied = Question.objects.get(slug="purpose", published=None)
    author.post(list_of(Question), {"action": "publish", "_selected_action": str(copied.pk)})
    assert "Practice (copy)" in told(alice.get(f"{LESSON}why/"))


def test_the_copy_of_a_set_is_moved_to_another_lesson(author: Client, purpose: Question) -> None:
    copy(author, purpose.question_set)
    made, other = QuestionSet.objects.latest("pk"), Lesson.objects.get(slug="expiry")
    other.sets.filter(mode="practice").delete()
    assert_saved(edit(author, made, lesson=str(other.pk), mode="practice"))
    assert other.sets.get(mode="practice") == made


def test_where_every_mode_has_a_set_none_is_copied_and_it_says_what_to_do(
    author: Client, purpose: Question
) -> None:
    row = purpose.question_set
    for mode in set(MODES) - set(lesson().sets.values_list("mode", flat=True)):
        QuestionSet.objects.create(lesson=lesson(), mode=mode, title=mode)
    before = content()
    page = copy(author, row)
    assert page.redirect_chain == [(page_of(row), 302)]
    assert "Nothing was copied: each mode of this lesson has a question set." in told(page)
    assert content() == before


def test_who_may_not_add_questions_copies_no_set(purpose: Question, django_user_model: Any) -> None:
    user = django_user_model.objects.create(username="sam", is_staff=True)
    codes = ["view_questionset", "change_questionset", "add_questionset"]
    user.user_permissions.set(Permission.objects.filter(codename__in=codes))
    client = Client()
    client.force_login(user, backend=BACKEND)
    row, before = purpose.question_set, content()
    page = client.get(page_of(row))
    assert page.status_code == 200
    assert "Duplicate" not in told(page)
    assert copy(client, row).status_code == 403
    assert page_of(row) not in str(copy(Client(), row).redirect_chain[-1])
    assert content() == before


# --- The preview of a lesson's texts ---------------------------------------------------------


def preview(client: Client, row: Lesson, mode: str, **changes: str) -> str:
    address = f"{page_of(row).removesuffix('change/')}preview/"
    page = client.post(address, {**form_of(client, row), **changes, "look": mode})
    assert page.status_code == 200
    return str(page.content.decode())


def text_field(client: Client, mode: str) -> str:
    return f"{part_of(form_of(client, lesson()), lesson().pages.get(mode=mode))}-text"


@pytest.mark.slow
def test_the_preview_shows_each_text_as_learners_see_it(
    instructor: Client, alice: Client, course: None
) -> None:
    for page in lesson().pages.all():
        seen = alice.get(f"{LESSON}{page.mode}/").content.decode()
        shown = preview(instructor, lesson(), page.mode)
        start = '<article class="text">'
        text = shown[shown.index(start) : shown.index("</article>")]
        assert len(text) > 200
        if "measured" not in text and "question" not in page.text:
            assert text in seen, page.mode


@pytest.mark.slow
def test_the_preview_shows_what_is_typed_and_leaves_no_trace(
    instructor: Client, course: None
) -> None:
    before = content()
    name = text_field(instructor, "why")
    shown = preview(instructor, lesson(), "why", **{name: "## New\r\n\r\nNot *saved*."})
    assert "<p>Not <em>saved</em>.</p>" in shown
    assert "<script>alert" not in preview(
        instructor, lesson(), "why", **{name: "<script>alert(1)</script>"}
    )
    assert content() == before


def test_the_linter_speaks_at_the_text(instructor: Client, course: None) -> None:
    name = text_field(instructor, "why")
    shown = preview(instructor, lesson(), "why", **{name: "# One\r\n\r\nSee SESION_ENGINE."})
    assert f'<li data-field="{name}" class="blocks"><strong>Why, line 1</strong>' in shown
    assert f'<li data-field="{name}" class="advice"><strong>Why, line 3</strong>' in shown


@pytest.mark.slow
def test_a_text_that_a_pack_may_not_have_is_not_published(
    instructor: Client, alice: Client, course: None
) -> None:
    name, row = text_field(instructor, "why"), lesson()
    before = content()
    page = edit(instructor, row, **{name: "# One\r\n\r\nOnly this."})
    assert page.status_code == 200
    assert "Why, line 1: The page has its h1 already. Begin headings at ##." in told(page)
    assert "Nothing was saved yet. Mend this, or save it as a draft." in told(page)
    assert "Only this." in page.content.decode()
    assert content() == before
    assert_saved(edit(instructor, row, **{name: "# One\r\n\r\nOnly this.", "_withdraw": "1"}))
    assert edit(instructor, row, _publish="1").status_code == 200
    assert "Why, line 1: The page" in told(
        edit(instructor, row, published_0="2126-01-01", published_1="09:00")
    )
    assert_saved(edit(instructor, row, **{name: "## One\r\n\r\nOnly this.", "_publish": "1"}))
    assert "Only this." in told(alice.get(f"{LESSON}why/"))


def test_a_lesson_that_begins_on_the_page_of_its_course_is_a_draft(
    instructor: Client, alice: Client, course: None
) -> None:
    row = Course.objects.get()
    number = row.lessons.count()
    new = {"position": "9", "slug": "a-new-one", "title": "A new one", "minutes": "5"}
    fields = {f"lessons-{number}-{name}": value for name, value in new.items()}
    assert_saved(edit(instructor, row, **{"lessons-TOTAL_FORMS": str(number + 1), **fields}))
    assert Lesson.objects.get(slug="a-new-one").published is None
    assert "A new one" not in told(alice.get("/learn/django-sessions/"))


def test_the_page_says_in_which_zone_its_times_are(
    instructor: Client, purpose: Question, settings: Any
) -> None:
    settings.TIME_ZONE = "Asia/Kolkata"
    assert_saved(edit(instructor, purpose, published_0="2126-11-27", published_1="09:00"))
    purpose.refresh_from_db()
    assert purpose.published == datetime(2126, 11, 27, 3, 30, tzinfo=UTC)
    page = told(instructor.get(page_of(purpose)))
    assert "learners see it from 27 Nov 2126 09:00 (Asia/Kolkata)." in page
    assert "Empty: a draft. The time is that of Asia/Kolkata." in page


def test_the_preview_of_a_new_lesson_and_of_nothing(instructor: Client, course: None) -> None:
    address = "/admin/learn/lesson/preview/"
    assert "there is no text" in told(instructor.get(address))
    forms = {"pages-TOTAL_FORMS": "1", "pages-INITIAL_FORMS": "0"}
    row = {"pages-0-mode": "why", "pages-0-text": "Hello *you*."}
    course_pk = str(Course.objects.get().pk)
    page = instructor.post(address, {**forms, **row, "course": course_pk, "look": "why"})
    assert "<em>you</em>" in page.content.decode()
    assert instructor.post(address, {**forms, **row, "look": "nonsense"}).status_code == 200
    assert Client().get(address).status_code == 302


def test_only_the_panel_may_frame_the_preview_of_a_text(instructor: Client, course: None) -> None:
    address = page_of(lesson()).removesuffix("change/")
    shown, page = instructor.get(f"{address}preview/"), instructor.get(f"{address}change/")
    assert "frame-ancestors 'self'" in shown.headers["Content-Security-Policy"]
    assert "frame-src 'self'" in page.headers["Content-Security-Policy"]
