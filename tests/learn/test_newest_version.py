"""A course is in memory once, however often it is edited."""

import gc

from django.test import Client

from learn.content import CourseContent
from learn.newest_version import NewestVersion
from quizzes.models import Question
from tests.course import LESSON
from tests.studio.panel import edit


def test_a_version_is_loaded_once_and_forgotten_when_the_next_one_comes() -> None:
    loads: list[tuple[int, str]] = []

    def load(course: int, version: str) -> str:
        loads.append((course, version))
        return f"{course} in {version}"

    course = NewestVersion(load)
    assert [course(1, "a"), course(1, "a"), course(2, "a")] == ["1 in a", "1 in a", "2 in a"]
    assert course(1, "b") == "1 in b"
    assert loads == [(1, "a"), (2, "a"), (1, "b")]
    assert course.kept == {2: ("a", "2 in a"), 1: ("b", "1 in b")}


def test_the_courses_that_were_asked_for_last_are_kept() -> None:
    course = NewestVersion(lambda course, version: course)
    for number in range(100):
        course(number, "a")
    assert [*course.kept] == list(range(68, 100))


def test_a_course_that_is_edited_all_day_is_in_memory_once(
    instructor: Client, alice: Client, purpose: Question
) -> None:
    before = living_courses()
    for number in range(4):
        assert (
            edit(instructor, purpose, prompt=f"For what, in version {number}?").status_code == 302
        )
        assert f"in version {number}" in alice.get(f"{LESSON}practice/").content.decode()
    assert len(living_courses().keys() - before.keys()) == 1


def living_courses() -> dict[int, CourseContent]:
    """What is in memory of all courses, those of earlier tests too, by identity."""
    gc.collect()
    return {id(thing): thing for thing in gc.get_objects() if type(thing) is CourseContent}
