"""The board: who is where, and how the class answers the question that is up.

Before the answer is shown the board holds nothing that tells it: no verdict, no reason, and no
count of who is right; the choices stand in an order of their own.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.utils import timezone
from django.utils.safestring import SafeString

from classrooms import board_questions
from classrooms.board_answers import MemberAnswers, answered_last, member_answers
from classrooms.board_bars import BarGroup, response_bars
from classrooms.board_members import BoardLook, MemberRow, member_row, place_names
from classrooms.board_questions import BoardQuestion
from classrooms.models import Classroom, Member, is_here
from learn.markdown import render
from quizzes.kinds import item_version, kind_of


@dataclass(frozen=True)
class QuestionUp:
    """The question that is up. `code`: pieces, each but the last with the gap that follows it.

    `answered` of `of`: those who are here or have answered. `right`: None while it is hidden.
    """

    spot: BoardQuestion
    prompt: SafeString
    code: list[tuple[SafeString, int]]
    groups: list[BarGroup]
    answered: int
    of: int
    right: int | None

    def __repr__(self) -> str:
        """Without the course around it: the same for what looks the same."""
        spot = (self.spot.pk, self.spot.lesson.title, self.spot.question_set.title)
        looks = (self.prompt, self.code, self.groups, self.answered, self.of, self.right)
        return repr((spot, self.spot.number, self.spot.of, looks))


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
    rows: list[MemberRow]
    up: QuestionUp | None
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


def build_board(classroom: Classroom, latest: bool = False) -> Board:
    now, members = timezone.now(), list(Member.objects.filter(classroom=classroom))
    course = board_questions.current_course(classroom.course)
    asked = board_questions.questions_by_pk(course)
    spot, gone = question_to_show(classroom, asked)
    answers = member_answers(classroom.pk, spot.pk, item_version(spot.item)) if spot else {}
    revealed = spot is not None and classroom.revealed_id == spot.pk
    look = BoardLook(spot, revealed, place_names(course, asked), now)
    rows = [member_row(member, answers.get(member.pk), look) for member in members]
    return Board(
        title=classroom.title,
        code=classroom.code_in_groups,
        is_open=classroom.is_open,
        here=sum(row.here for row in rows),
        rows=sorted(rows, key=lambda row: (not row.here, row.name.casefold())),
        up=question_up(classroom, spot, count_expected(members, answers, now), answers, latest)
        if spot
        else None,
        follows=classroom.question_id is None or gone,
        gone=gone,
        revealed=revealed,
        latest=latest,
        following=board_questions.next_question(asked, spot.pk if spot else None),
    )


def question_to_show(
    classroom: Classroom, asked: dict[int, BoardQuestion]
) -> tuple[BoardQuestion | None, bool]:
    """The question to show, and whether the one that was chosen is gone."""
    if classroom.question_id in asked:
        return asked[classroom.question_id], False
    followed = [pk for pk, spot in asked.items() if spot.question_set.rules.may_be_discussed]
    last = answered_last(classroom.pk, followed)
    return asked.get(last or 0), classroom.question_id is not None


def count_expected(members: list[Member], answers: dict[int, MemberAnswers], now: datetime) -> int:
    return sum(member.pk in answers or is_here(member.seen, now) for member in members)


def question_up(
    classroom: Classroom,
    spot: BoardQuestion,
    of: int,
    answers: dict[int, MemberAnswers],
    latest: bool,
) -> QuestionUp:
    revealed = classroom.revealed_id == spot.pk
    given = [answer.latest if latest else answer.first for answer in answers.values()]
    return QuestionUp(
        spot=spot,
        prompt=render(spot.item.prompt) + kind_of(spot.item).numbered_text(spot.item),
        code=kind_of(spot.item).numbered_code(spot.item),
        groups=response_bars(spot.item, given, revealed, seed=f"board-{classroom.pk}"),
        answered=len(given),
        of=of,
        right=sum(answer.right for answer in given) if revealed else None,
    )
