"""The order of questions and lessons: moved one step at a time, and what is new comes last."""

from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.test import Client

from learn.models import Course, Lesson
from quizzes.models import Question
from tests.course import LESSON
from tests.exchange.uploads import import_file
from tests.signed_in import BACKEND
from tests.studio.history import bring_back, history
from tests.studio.lists import copy, slugs
from tests.studio.panel import (
    add_question,
    assert_saved,
    content,
    edit,
    list_of,
    new_choices,
    page_of,
)
from tests.words import told


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
    file = b"::one::What? {=x ~y}\n\n::two::What? {=x ~y}"
    address = f"{page_of(practice_set).removesuffix('change/')}import/"
    import_file(instructor, address, file)
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
