"""Who is in which class: the row says it, and the session remembers the row.

A page asks the session alone, so that who is in no class costs no query. Where the session was
lost, moved or emptied, the row under the learner's id is found again with their progress.
"""

from uuid import UUID

from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction

from classrooms.models import MOST, Classroom, Member
from classrooms.names import distinct_name
from engines.unique_rows import insert_once, save_unless_taken
from learn.progress import Progress

# The pk of the row of a member: a few bytes, since a session may have to fit a cookie.
KEY = "class"
LOOKS = 5


class NotJoined(Exception):
    """The message says why, and what to do."""


class Faster(Exception):
    """Another learner took the name just now, or another tab of this learner joined."""


def member_of(learner: UUID | None) -> Member | None:
    """The learner's place in a class."""
    members = Member.objects.select_related("classroom__course")
    return members.filter(learner=learner).first() if learner else None


def remembered_member(session: SessionBase) -> int | None:
    pk = session.get(KEY)
    return pk if isinstance(pk, int) else None


def forget_member(session: SessionBase) -> None:
    session.pop(KEY, None)


def join_class(learner: UUID, classroom: Classroom, name: str, progress: Progress) -> Member:
    """A place in the class, under this name; a place in another one is left. Raises NotJoined."""
    for _ in range(LOOKS):
        try:
            member = seat_member(learner, classroom, name)
        except Faster:
            continue
        progress.begin()
        progress.session[KEY] = member.pk
        return member
    raise NotJoined("Several joined at once. Send it again.")


@transaction.atomic
def seat_member(learner: UUID, classroom: Classroom, name: str) -> Member:
    """Raises Faster, and NotJoined where the class is full."""
    others = classroom.members.exclude(learner=learner)
    taken = list(others.values_list("name", flat=True))
    if len(taken) >= MOST:
        raise NotJoined(f"This class is full: it has {MOST} members. Tell your instructor.")
    free_name, here = distinct_name(name, taken), classroom.members.filter(learner=learner).first()
    if here:
        here.name = free_name
        if not save_unless_taken(here, update_fields=["name"]):
            raise Faster
        return here
    Member.objects.filter(learner=learner).delete()
    member = Member(learner=learner, classroom=classroom, name=free_name)
    if not insert_once(member):
        raise Faster
    return member


def leave_class(learner: UUID, progress: Progress) -> None:
    """Name and place go; the answers stay what they were, rows without a name."""
    Member.objects.filter(learner=learner).delete()
    forget_member(progress.session)


def restore_membership(learner: UUID, progress: Progress) -> None:
    """Make the session remember what the row says."""
    pk = Member.objects.filter(learner=learner).values_list("pk", flat=True).first()
    if pk == remembered_member(progress.session):
        return
    if pk is None:
        forget_member(progress.session)
        return
    progress.session[KEY] = pk
    if progress.who != learner:  # else it would be looked for again at each page
        progress.begin()
