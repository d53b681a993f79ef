"""The board of a class: which question it shows, what counts, who is where, how to join."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from classrooms.board import build_board
from classrooms.board_members import ago_text
from classrooms.models import Classroom, Member
from learn.models import Course
from quizzes.models import Question
from quizzes.records import Answer
from tests.classrooms.boards import HTMX, page_of, polled, put_up, seen, shares, text_of
from tests.classrooms.classes import answers, classroom, join, member, purpose, right
from tests.learner import answer
from tests.words import told

# --- Which question --------------------------------------------------------------------------


def test_a_new_class_is_told_how_to_begin(panel: Client, autumn: Classroom) -> None:
    page = told(seen(panel, autumn))
    assert f"Join at testserver/class/ {autumn.code_in_groups}" in page
    assert "No question yet" in page
    assert "Nobody has joined yet." in page
    assert "0 here" in page


def test_it_follows_the_question_that_the_class_answered_last(autumn: Classroom) -> None:
    mia, bo = member(autumn, "Mia"), member(autumn, "Bo")
    store = Question.objects.get(slug="store-setting")
    answers(mia, purpose(), "login")
    answers(bo, store, right(store))
    assert build_board(autumn).up.spot.pk == store.pk  # type: ignore[union-attr]
    answers(bo, purpose(), "remember")
    assert build_board(autumn).up.spot.pk == purpose().pk  # type: ignore[union-attr]


def test_it_does_not_follow_into_a_test_a_challenge_or_cards(autumn: Classroom) -> None:
    mia = member(autumn, "Mia")
    for behaviour in ("test", "challenge", "recall"):
        one = Question.objects.filter(question_set__behaviour=behaviour, kind="choice")[0]
        answers(mia, one, right(one))
    assert build_board(autumn).up is None


def test_a_chosen_question_stays_whatever_is_answered(panel: Client, autumn: Classroom) -> None:
    store = Question.objects.get(slug="store-setting")
    reply = panel.post(page_of(autumn, "board/question/"), {"question": store.pk})
    assert reply.url == page_of(autumn)
    answers(member(autumn, "Mia"), purpose(), "login")
    autumn.refresh_from_db()
    assert build_board(autumn).up.spot.pk == store.pk  # type: ignore[union-attr]
    panel.post(page_of(autumn, "board/question/"), {"question": ""})
    autumn.refresh_from_db()
    assert build_board(autumn).up.spot.pk == purpose().pk  # type: ignore[union-attr]


def test_next_goes_through_the_course_and_twice_the_same_is_once(
    panel: Client, autumn: Classroom
) -> None:
    gone_through = []
    following = build_board(autumn).following
    while following:
        for _ in range(2):
            panel.post(page_of(autumn, "board/question/"), {"question": following})
        gone_through.append(following)
        autumn.refresh_from_db()
        following = build_board(autumn).following
    asked = Question.objects.exclude(question_set__behaviour="recall").filter(retired=False)
    assert sorted(gone_through) == sorted(asked.values_list("pk", flat=True))


@pytest.mark.parametrize("wanted", ["999999", "x", "-1", "²", "9" * 40])
def test_what_is_no_question_of_the_course_is_not_put_up(
    panel: Client, autumn: Classroom, wanted: str
) -> None:
    assert panel.post(page_of(autumn, "board/question/"), {"question": wanted}).status_code == 302
    assert panel.post(page_of(autumn, "board/answer/"), {"question": wanted}).status_code == 302
    autumn.refresh_from_db()
    assert (autumn.question, autumn.revealed) == (None, None)


@pytest.mark.parametrize("how", ["retired", "draft", "deleted"])
def test_a_question_that_is_taken_out_is_told_and_the_board_goes_on(
    panel: Client, autumn: Classroom, how: str
) -> None:
    store = Question.objects.get(slug="store-setting")
    put_up(autumn, store)
    mia = member(autumn, "Mia")
    answers(mia, purpose(), "login")
    if how == "deleted":
        store.delete()
    else:
        store.retired, store.published = (
            how == "retired",
            None if how == "draft" else store.published,
        )
        store.save()
    page = told(seen(panel, autumn))
    assert ("is not asked any more" in page) == (how != "deleted")
    assert "What is Django's session framework for?" in page


def test_a_question_edited_in_class_counts_what_was_answered_since(autumn: Classroom) -> None:
    put_up(autumn, purpose())
    mia = member(autumn, "Mia")
    answers(mia, purpose(), "login", version="before")
    assert build_board(autumn).up.answered == 0  # type: ignore[union-attr]
    answers(mia, purpose(), "remember")
    assert build_board(autumn).up.answered == 1  # type: ignore[union-attr]


# --- What counts -----------------------------------------------------------------------------


def test_the_first_answer_of_each_member_counts_and_the_latest_by_choice(
    autumn: Classroom,
) -> None:
    put_up(autumn, purpose())
    mia, bo = member(autumn, "Mia"), member(autumn, "Bo")
    answers(mia, purpose(), "login")
    answers(mia, purpose(), "remember", tries=2)
    answers(bo, purpose(), "login")
    assert shares(autumn) == {text_of("login"): 2}
    assert shares(autumn, latest=True) == {text_of("login"): 1, text_of("remember"): 1}


def test_answers_from_before_joining_of_strangers_and_of_others_classes_do_not_count(
    autumn: Classroom,
) -> None:
    put_up(autumn, purpose())
    mia = member(autumn, "Mia")
    answers(mia, purpose(), "login", created=timezone.now() - timedelta(hours=1))
    answers(member(classroom("Another"), "Bo"), purpose(), "login")
    answers(Member(learner=uuid4()), purpose(), "login")
    answers(mia, purpose(), "login", late=True)
    assert build_board(autumn).up.answered == 0  # type: ignore[union-attr]


def test_who_left_is_counted_no_more(autumn: Classroom, alice: Client) -> None:
    put_up(autumn, purpose())
    join(alice, autumn)
    answer(alice, "login")
    assert build_board(autumn).up.answered == 1  # type: ignore[union-attr]
    alice.post("/class/leavings/")
    assert build_board(autumn).up.answered == 0  # type: ignore[union-attr]
    assert Answer.objects.count() == 1


def test_answered_is_out_of_those_who_are_here_or_have_answered(autumn: Classroom) -> None:
    put_up(autumn, purpose())
    away = timezone.now() - timedelta(minutes=11)
    member(autumn, "Here")
    member(autumn, "Away", seen=away)
    answers(member(autumn, "Went", seen=away), purpose(), "login")
    now = build_board(autumn)
    assert (now.here, len(now.rows), now.up.answered, now.up.of) == (1, 3, 1, 2)  # type: ignore[union-attr]


# --- Who is where ----------------------------------------------------------------------------


def test_it_says_who_is_where(panel: Client, autumn: Classroom) -> None:
    put_up(autumn, purpose())
    path, now = "django-sessions/configuration", timezone.now()
    number = Course.objects.get().lessons.get(slug="configuration").position
    member(autumn, "Anna", lesson=path, mode="practice", question="purpose")
    member(autumn, "Bo", lesson=path, mode="concept", question="purpose")
    member(autumn, "Cleo", lesson="other/one", mode="why")
    member(autumn, "Dan")
    member(autumn, "Eve", lesson=path, mode="gone", seen=now - timedelta(minutes=25))
    rows = {one.name: (one.place, one.state, one.here, one.ago) for one in build_board(autumn).rows}
    lesson = rows["Bo"][0].partition(" ·")[0]
    assert re.fullmatch(r"Lesson \d", lesson), number
    assert rows == {
        "Anna": (f"{lesson} · Practice 1", "working", True, "now"),
        "Bo": (f"{lesson} · Concept", "", True, "now"),
        "Cleo": ("Another lesson · Why", "", True, "now"),
        "Dan": ("has just joined", "", True, "now"),
        "Eve": (lesson, "", False, "25 min ago"),
    }


def test_those_who_are_here_come_first_by_name(autumn: Classroom) -> None:
    away = timezone.now() - timedelta(hours=1)
    for name, when in {"zoe": timezone.now(), "Anna": away, "Ben": timezone.now()}.items():
        member(autumn, name, seen=when)
    assert [one.name for one in build_board(autumn).rows] == ["Ben", "zoe", "Anna"]


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0.5, "now"),
        (3, "3 min ago"),
        (61, "1 h ago"),
        (60 * 47, "47 h ago"),
        (60 * 72, "3 days ago"),
    ],
)
def test_how_long_ago_in_words(minutes: float, words: str) -> None:
    assert ago_text(timedelta(minutes=minutes)) == words


# --- The QR code -----------------------------------------------------------------------------


def picture_of(page: str) -> str:
    """The address of the QR code on a board."""
    found = re.search(r'<img src="([^"]+)"', page)
    assert found
    return found[1]


def test_the_board_has_a_qr_code_that_says_where_it_leads(panel: Client, autumn: Classroom) -> None:
    page = panel.get(page_of(autumn), secure=True).content.decode()
    address = f"https://testserver{autumn.get_absolute_url()}"
    assert f'alt="QR code of {address}, to join with a phone.' in page
    assert f"Join at testserver/class/ {autumn.code_in_groups}" in told(page)
    Classroom.objects.update(is_open=False)
    assert "<img" not in seen(panel, autumn)


def test_the_picture_is_kept_by_the_browser_and_comes_with_no_news(
    panel: Client, autumn: Classroom
) -> None:
    page = seen(panel, autumn)
    reply = panel.get(picture_of(page))
    assert reply["Content-Type"] == "image/svg+xml"
    assert reply["Cache-Control"] == "private, max-age=86400"
    drawing = re.search(
        rb'stroke="#000" d="(M4 4.5h7[^"]+)"', reply.content
    )  # black, 4 from the edge
    assert drawing
    assert b'<path fill="#fff" d="M0 0h' in reply.content
    assert b"style" not in reply.content
    address = polled(page)
    member(autumn, "Mia")
    news = panel.get(address, headers=HTMX).content.decode()
    assert picture_of(news) == picture_of(page)
    assert drawing[1].decode() not in news


def test_a_new_code_is_a_new_picture_and_the_old_one_is_gone(
    panel: Client, autumn: Classroom
) -> None:
    old = picture_of(seen(panel, autumn))
    before = panel.get(old).content
    autumn.renew_code()
    new = picture_of(seen(panel, autumn))
    assert new != old
    assert panel.get(new).content != before
    assert panel.get(old).status_code == 404
