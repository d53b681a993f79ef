"""What the panel says of a lesson's place on the site is so on the site, in each case there is."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.messages import get_messages
from django.test import Client
from django.utils import timezone

from learn.models import Course, Lesson, Page
from packs.dump import dump_pack
from packs.load import load_pack
from quizzes.models import Choice, Question, QuestionSet
from tests.learner import with_choice
from tests.studio.panel import edit, list_of, page_of
from tests.words import told

COURSE, ONE = "/learn/mini/", "/learn/mini/one/"
NOW, LATER, LAST, DRAFT = -1, 2, 4, None  # in hours from now


@dataclass
class Case:
    """A lesson and its question, and how the panel calls them.

    `text`: its mode; empty where the lesson has none. `question`: from when it is asked; `mode`: of
    its set. `later`: whether the lesson is seen three hours from now.
    """

    name: str
    lesson: int | None
    text: str
    question: int | None
    state: str
    question_state: str
    mode: str = "practice"
    retired: bool = False
    later: bool = False

    @property
    def seen(self) -> bool:
        return self.state == "published"


CASES = [
    Case("a text", NOW, "why", DRAFT, "published", "draft", later=True),
    Case("a text and a question", NOW, "why", NOW, "published", "published", later=True),
    Case("a draft", DRAFT, "why", NOW, "draft", "hidden"),
    Case("comes out later", LATER, "why", NOW, "scheduled", "hidden", later=True),
    Case("comes out much later", LAST, "why", LATER, "scheduled", "scheduled"),
    Case("a question and no text", NOW, "", NOW, "published", "published", later=True),
    Case(
        "a question in place of a text", NOW, "", NOW, "published", "published", "why", later=True
    ),
    Case("a draft of a question", NOW, "", DRAFT, "hidden", "draft"),
    Case("a question to come", NOW, "", LATER, "hidden", "scheduled", later=True),
    Case("a retired question", NOW, "", NOW, "hidden", "retired", retired=True),
    Case("comes out later and is empty", LATER, "", DRAFT, "scheduled", "draft"),
    Case("a question of a lesson to come", LATER, "", NOW, "scheduled", "hidden", later=True),
    Case("a text of a mode that is gone", NOW, "sketch", DRAFT, "hidden", "draft"),
]
each_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)


@pytest.fixture
def mini(db: None) -> Course:
    return Course.objects.create(slug="mini", title="Mini", summary="Small.")


def make(course: Course, case: Case) -> tuple[Lesson, Question]:
    def moment(hours: int | None) -> Any:
        return None if hours is None else timezone.now() + timedelta(hours=hours)

    lesson = Lesson.objects.create(
        course=course, slug="one", title="The first one", published=moment(case.lesson)
    )
    if case.text:
        Page.objects.create(lesson=lesson, mode=case.text, text="A text.")
    question_set = QuestionSet.objects.create(lesson=lesson, mode=case.mode, title="Asked")
    question = Question.objects.create(
        question_set=question_set,
        slug="which",
        kind="choice",
        prompt="Which of the two?",
        published=moment(case.question),
        retired=case.retired,
    )
    for key, right in (("this", True), ("that", False)):
        Choice.objects.create(question=question, key=key, text=key, right=right, why="It is.")
    return lesson, question


def is_on_site(client: Client) -> bool:
    """Whether the lesson is listed and opens, which must be the same."""
    listed = f'href="{ONE}"' in client.get(COURSE).content.decode()
    on_home = f'href="{ONE}"' in client.get("/").content.decode()
    page = client.get(ONE, follow=True)
    opens = page.status_code == 200 and "The first one" in page.content.decode()
    assert listed == on_home == opens
    return opens


def states_listed(client: Client, model: Any) -> list[str]:
    page = client.get(list_of(model))
    admin = page.context["cl"].model_admin
    return [admin.state(row) for row in page.context["cl"].result_list]


@each_case
def test_a_lesson_is_on_the_site_where_the_panel_calls_it_published(
    instructor: Client, alice: Client, mini: Course, case: Case
) -> None:
    Course.objects.exclude(pk=mini.pk).delete()
    lesson, question = make(mini, case)
    assert is_on_site(alice) == case.seen
    assert states_listed(instructor, Lesson) == [case.state]
    assert states_listed(instructor, Question) == [case.question_state]
    for model, state in ((Lesson, case.state), (Question, case.question_state)):
        for name in ("draft", "scheduled", "published", "hidden"):
            found = instructor.get(list_of(model), {"state": name}).context["cl"].result_list
            assert len(found) == (name == state)
    page = told(instructor.get(page_of(lesson)))
    assert ("Published : learners see it." in page) == case.seen
    assert ("View on site" in page) == case.seen
    asked = told(instructor.get(page_of(question)))
    assert ("Published : learners see it." in asked) == (case.question_state == "published")
    course = told(instructor.get(page_of(mini)))
    assert ("Learners don't find this course yet" in course) == (not case.seen)
    # The link of the course stands there in each case, as its page does.
    assert course.count("View on site") == 1 + case.seen
    [listed] = instructor.get(list_of(Course)).context["cl"].result_list
    assert (listed.lesson_count, listed.shown_count) == (1, int(case.seen))
    assert [lesson.slug for lesson in dump_pack(mini).lessons] == ["one"] * case.seen


@each_case
def test_what_comes_out_later_is_seen_then(alice: Client, mini: Course, case: Case) -> None:
    make(mini, case)
    with time_machine.travel(timezone.now() + timedelta(hours=3)):
        assert is_on_site(alice) == case.later
        assert dump_pack(mini).lessons == [] or case.later


@pytest.mark.parametrize(
    ("case", "words"),
    [
        (CASES[2], "Published , but learners don't see it: its lesson is a draft. Publish"),
        (CASES[3], "Published , but learners don't see it: its lesson comes out on"),
        (CASES[4], "Learners won't see it then: its lesson comes out on"),
    ],
    ids=lambda part: part.name if isinstance(part, Case) else "",
)
def test_the_page_of_a_question_says_why_learners_do_not_see_it(
    instructor: Client, mini: Course, case: Case, words: str
) -> None:
    _, question = make(mini, case)
    assert words in told(instructor.get(page_of(question)))


@pytest.mark.parametrize("number", [7, 8, 9, 10, 12])
def test_the_page_of_a_lesson_says_why_learners_do_not_see_it(
    instructor: Client, mini: Course, number: int
) -> None:
    lesson, _ = make(mini, CASES[number])
    page = told(instructor.get(page_of(lesson)))
    assert "it has no text, and none of its questions is published. Write a text below" in page


def test_publishing_an_empty_lesson_says_what_is_missing(instructor: Client, mini: Course) -> None:
    lesson, question = make(mini, CASES[7])
    said = [
        str(words) for words in get_messages(edit(instructor, lesson, _publish="1").wsgi_request)
    ]
    assert said == [
        "Saved. Learners don't see it yet: it has no text, and none of its questions is published. "
        "Write a text below, or publish a question of it."
    ]
    reply = edit(instructor, question, _publish="1")
    assert "Learners see it from now on." in str(list(get_messages(reply.wsgi_request))[-1])


def test_publishing_chosen_questions_of_a_draft_says_that_nobody_sees_them(
    instructor: Client, mini: Course
) -> None:
    _, question = make(mini, CASES[2])
    sent = {"action": "publish", "_selected_action": str(question.pk)}
    page = told(instructor.post(list_of(Question), sent, follow=True))
    assert "Published: which. Learners don't see it yet: its lesson is a draft." in page


def test_a_lesson_of_questions_alone_shows_them_and_counts_them(
    alice: Client, mini: Course
) -> None:
    make(mini, CASES[6])
    page = alice.get(f"{ONE}why/").content.decode()
    assert "Which of the two?" in page
    assert "Done. Next" not in page
    alice.post(f"{ONE}why/answers/", with_choice({"question": "which"}, "this"))
    assert "1 of 1 questions answered" in told(alice.get(COURSE))
    assert f'<a href="{ONE}why/" class="done"' in alice.get(f"{ONE}why/").content.decode()


def test_a_lesson_of_questions_alone_goes_out_as_a_pack_and_comes_back(mini: Course) -> None:
    make(mini, CASES[5])
    pack = dump_pack(mini)
    mini.delete()
    load_pack(pack)
    assert dump_pack(Course.objects.get(slug="mini")) == pack


def test_a_course_without_a_lesson_says_so_on_both_sides(
    instructor: Client, alice: Client, mini: Course
) -> None:
    assert "No lesson of this course is out yet." in told(alice.get(COURSE))
    assert 'href="/learn/mini/"' not in alice.get("/").content.decode()
    assert "Learners don't find this course yet" in told(instructor.get(page_of(mini)))
    assert dump_pack(mini).lessons == []
