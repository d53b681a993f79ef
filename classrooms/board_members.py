"""The members on the board: where each one is, and how far they are with the question."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from classrooms.board_answers import MemberAnswers
from classrooms.board_questions import BoardQuestion
from classrooms.models import Member, is_here
from learn.content import CourseContent
from learn.modes import MODES


@dataclass(frozen=True)
class MemberRow:
    """A member. `state`: `right`, `wrong`, `answered`, `working`, or empty. `ago`: last seen."""

    name: str
    place: str
    state: str
    here: bool
    ago: str


type Place = tuple[str, str, str]


@dataclass(frozen=True)
class BoardLook:
    """What the members are looked at with. `places`: what each place is called."""

    spot: BoardQuestion | None
    revealed: bool
    places: dict[Place, str]
    now: datetime


def place_names(course: CourseContent, asked: dict[int, BoardQuestion]) -> dict[Place, str]:
    """By lesson, mode and question; and by the lesson alone."""
    lessons = {(lesson.path, "", ""): f"Lesson {lesson.number}" for lesson in course.lessons}
    questions = {
        question_place(spot): f"Lesson {spot.lesson.number} · {spot.mode.label} {spot.number}"
        for spot in asked.values()
    }
    return {**lessons, **questions}


def question_place(spot: BoardQuestion) -> Place:
    return spot.lesson.path, spot.mode.slug, spot.item.id


def member_row(member: Member, tried: MemberAnswers | None, look: BoardLook) -> MemberRow:
    return MemberRow(
        name=member.name,
        place=place_name(member, look),
        state=member_state(member, tried, look),
        here=is_here(member.seen, look.now),
        ago=ago_text(look.now - member.seen),
    )


def member_state(member: Member, tried: MemberAnswers | None, look: BoardLook) -> str:
    """Whether an answer is right would tell which one is, so that it waits for the answer."""
    if tried:
        return ("right" if tried.latest.right else "wrong") if look.revealed else "answered"
    here = (member.lesson, member.mode, member.question)
    return "working" if look.spot and here == question_place(look.spot) else ""


def place_name(member: Member, look: BoardLook) -> str:
    """`Lesson 2 · Concept`; with the question's number where there is no text."""
    if not member.lesson:
        return "has just joined"
    if named := look.places.get((member.lesson, member.mode, member.question)):
        return named
    lesson = look.places.get((member.lesson, "", ""), "Another lesson")
    return f"{lesson} · {MODES[member.mode].label}" if member.mode in MODES else lesson


def ago_text(length: timedelta) -> str:
    minutes = int(length.total_seconds() // 60)
    if minutes < 1:
        return "now"
    if minutes < 60:
        return f"{minutes} min ago"
    hours = minutes // 60
    return f"{hours} h ago" if hours < 48 else f"{hours // 24} days ago"
