"""The board: who is where, and how the class answers the question that is up.

Before the answer is shown the board holds nothing that tells it: no verdict, no reason, and no
count of who is right; the choices stand in an order of their own.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from django.utils import timezone
from django.utils.safestring import SafeString

from classrooms import board_questions
from classrooms.board_answers import Tries, Try, answered_last, tries
from classrooms.board_questions import Spot
from classrooms.models import Classroom, Member, is_here
from learn.content import CourseContent
from learn.markdown import render
from learn.modes import MODES
from quizzes.kinds import item_version, kind_of
from quizzes.kinds.tally import JudgedResponse, TallyRow
from quizzes.schema import Item


@dataclass(frozen=True)
class Bar:
    """How many chose it, and their share in percent. `verdict`: once the answer is shown."""

    text: SafeString
    count: int
    percent: int
    verdict: str = ""
    why: SafeString | None = None


@dataclass(frozen=True)
class Bars:
    """`label`: which gap it is, or what is counted; empty for choices."""

    label: str
    bars: list[Bar]


@dataclass(frozen=True)
class Up:
    """The question that is up. `code`: pieces, each but the last with the gap that follows it.

    `answered` of `of`: those who are here or have answered. `right`: None while it is hidden.
    """

    spot: Spot
    prompt: SafeString
    code: list[tuple[SafeString, int]]
    groups: list[Bars]
    answered: int
    of: int
    right: int | None

    def __repr__(self) -> str:
        """Without the course around it: the same for what looks the same."""
        spot = (self.spot.pk, self.spot.lesson.title, self.spot.question_set.title)
        shown = (self.prompt, self.code, self.groups, self.answered, self.of, self.right)
        return repr((spot, self.spot.number, self.spot.of, shown))


@dataclass(frozen=True)
class Row:
    """A member. `state`: `right`, `wrong`, `answered`, `working`, or empty. `ago`: last seen."""

    name: str
    place: str
    state: str
    here: bool
    ago: str


@dataclass(frozen=True)
class Board:
    """`up` is None where there is nothing to show yet. `follows`: it goes along with the class.

    `gone`: the question that was chosen is not asked any more. `latest`: the newest answers
    count, not the first ones. `following`: the question that comes next.
    """

    title: str
    code: str
    is_open: bool
    here: int
    rows: list[Row]
    up: Up | None
    follows: bool
    gone: bool
    revealed: bool
    latest: bool
    following: int | None

    @cached_property
    def digest(self) -> str:
        """New whenever the board looks otherwise."""
        return hashlib.sha256(repr(self).encode()).hexdigest()[:12]

    @property
    def controls(self) -> str:
        """New whenever the buttons must say something else."""
        up = self.up.spot.pk if self.up else 0
        return f"{up}.{self.following or 0}.{self.follows:d}.{self.revealed:d}.{self.latest:d}"


def board(classroom: Classroom, latest: bool = False) -> Board:
    now, members = timezone.now(), list(Member.objects.filter(classroom=classroom))
    course = board_questions.course_of(classroom.course)
    asked = board_questions.by_pk(course)
    spot, gone = spot_of(classroom, asked)
    found = tries(classroom.pk, spot.pk, item_version(spot.item)) if spot else {}
    revealed = spot is not None and classroom.revealed_id == spot.pk
    look = Look(spot, revealed, places_of(course, asked), now)
    rows = [row(one, found.get(one.pk), look) for one in members]
    return Board(
        title=classroom.title,
        code=classroom.code_in_groups,
        is_open=classroom.is_open,
        here=sum(one.here for one in rows),
        rows=sorted(rows, key=lambda one: (not one.here, one.name.casefold())),
        up=up(classroom, spot, counted(members, found, now), found, latest) if spot else None,
        follows=classroom.question_id is None or gone,
        gone=gone,
        revealed=revealed,
        latest=latest,
        following=board_questions.after(asked, spot.pk if spot else None),
    )


def spot_of(classroom: Classroom, asked: dict[int, Spot]) -> tuple[Spot | None, bool]:
    """The question to show, and whether the one that was chosen is gone."""
    if classroom.question_id in asked:
        return asked[classroom.question_id], False
    followed = [pk for pk, one in asked.items() if one.question_set.rules.may_be_discussed]
    last = answered_last(classroom.pk, followed)
    return asked.get(last or 0), classroom.question_id is not None


def counted(members: list[Member], found: dict[int, Tries], now: datetime) -> int:
    return sum(one.pk in found or is_here(one.seen, now) for one in members)


# --- The question ----------------------------------------------------------------------------


def up(classroom: Classroom, spot: Spot, of: int, found: dict[int, Tries], latest: bool) -> Up:
    revealed = classroom.revealed_id == spot.pk
    given = [one.latest if latest else one.first for one in found.values()]
    return Up(
        spot=spot,
        prompt=render(spot.item.prompt),
        code=kind_of(spot.item).numbered_code(spot.item),
        groups=bars(spot.item, given, revealed, seed=f"board-{classroom.pk}"),
        answered=len(given),
        of=of,
        right=sum(one.right for one in given) if revealed else None,
    )


def bars(item: Item, given: list[Try], revealed: bool, seed: str) -> list[Bars]:
    """The responses as the question's kind counts them, with the share of each in percent."""
    kind = kind_of(item)
    judged = [JudgedResponse(one.response, one.right) for one in given]
    tallies = kind.tally(item, judged, kind.display_order(item, seed), revealed)
    return [Bars(tally.label, [bar(row, len(given)) for row in tally.rows]) for tally in tallies]


def bar(row: TallyRow, of: int) -> Bar:
    return Bar(row.text, row.count, percent(row.count, of), row.verdict, row.why)


def percent(count: int, of: int) -> int:
    return round(100 * count / of) if of else 0


# --- The members -----------------------------------------------------------------------------


type Place = tuple[str, str, str]


@dataclass(frozen=True)
class Look:
    """What the members are looked at with. `places`: what each place is called."""

    spot: Spot | None
    revealed: bool
    places: dict[Place, str]
    now: datetime


def places_of(course: CourseContent, asked: dict[int, Spot]) -> dict[Place, str]:
    """By lesson, mode and question; and by the lesson alone."""
    lessons = {(one.path, "", ""): f"Lesson {one.number}" for one in course.lessons}
    questions = {
        place_of(spot): f"Lesson {spot.lesson.number} · {spot.mode.label} {spot.number}"
        for spot in asked.values()
    }
    return {**lessons, **questions}


def place_of(spot: Spot) -> Place:
    return spot.lesson.path, spot.mode.slug, spot.item.id


def row(member: Member, tried: Tries | None, look: Look) -> Row:
    return Row(
        name=member.name,
        place=place(member, look),
        state=state(member, tried, look),
        here=is_here(member.seen, look.now),
        ago=ago(look.now - member.seen),
    )


def state(member: Member, tried: Tries | None, look: Look) -> str:
    """Whether an answer is right would tell which one is, so that it waits for the answer."""
    if tried:
        return ("right" if tried.latest.right else "wrong") if look.revealed else "answered"
    here = (member.lesson, member.mode, member.question)
    return "working" if look.spot and here == place_of(look.spot) else ""


def place(member: Member, look: Look) -> str:
    """`Lesson 2 · Concept`; with the question's number where there is no text."""
    if not member.lesson:
        return "has just joined"
    if named := look.places.get((member.lesson, member.mode, member.question)):
        return named
    lesson = look.places.get((member.lesson, "", ""), "Another lesson")
    return f"{lesson} · {MODES[member.mode].label}" if member.mode in MODES else lesson


def ago(length: timedelta) -> str:
    minutes = int(length.total_seconds() // 60)
    if minutes < 1:
        return "now"
    if minutes < 60:
        return f"{minutes} min ago"
    hours = minutes // 60
    return f"{hours} h ago" if hours < 48 else f"{hours // 24} days ago"
