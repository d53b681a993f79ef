"""Bringing back a row as a version has it: with its parts, all or nothing.

The way to tell what learners may not see comes from above, as `find_fault`: versions know no packs.
"""

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.db.models import Model
from reversion.models import Version

from learn.course_versions import one_new_version
from learn.models import Lesson
from quizzes.models import Question
from versions.record import keys_by_model
from versions.snapshot import PARENT, PARTS, Snapshot, fetch_with_parts, snapshot_of

# The first thing that keeps a row from learners; empty where nothing does.
type FindFault = Callable[[Lesson | Question], str]


class NotPossible(Exception):
    """The row can't come back. The message says why, and what to do."""


@one_new_version()
def restore(snapshot: Snapshot, find_fault: FindFault) -> str:
    """Make the row what it was. Returns what to say if it had to come back as a draft, else
    nothing. Raises `NotPossible`."""
    row = snapshot.object
    row._state.adding = not exists(type(row), row, "pk")
    check(row)
    snapshot.save()
    return withdraw_faulty(row, find_fault)


def check(row: Model) -> None:
    """Raises `NotPossible` where the row above it is gone, or its name is taken."""
    model, name = PARENT.get(type(row), (None, ""))
    if model and not exists(model, row, f"{name}_id"):
        # Not its name, which may hold the name of the row above.
        message = f"its {model._meta.verbose_name} is gone. Bring that back first."
        raise NotPossible(f"This {row._meta.verbose_name} can't be brought back: {message}")
    try:
        row.full_clean()
    except ValidationError as error:
        raise NotPossible(f"{row} can't be brought back. {' '.join(error.messages)}") from error


def exists(model: type[Model], row: Model, key: str) -> bool:
    return model._base_manager.filter(pk=getattr(row, key)).exists()


def withdraw_faulty(row: Model, find_fault: FindFault) -> str:
    """Make a draft of what learners may not see, and say so."""
    if not isinstance(row, (Lesson, Question)) or row.published is None:
        return ""
    [stored] = fetch_with_parts(type(row), [row.pk])
    if not (fault := find_fault(stored)):
        return ""
    row.published = None
    row.save(update_fields=["published"])
    return f"Now a draft, so that learners don't see what is to be mended: {row}. {fault}"


def deleted_with(version: Version) -> list[Version]:
    """The version of a deleted row, and those of the rows that were deleted with it and are gone
    still, from the top down."""
    lost, above = [version], {(version._model, int(version.object_id))}
    others = version.revision.version_set.exclude(pk=version.pk).order_by("pk")
    by_kind = {model: [other for other in others if other._model is model] for model in PARTS}
    for model, (parent, name) in PARENT.items():
        missing = {other.pk for other in without_row(by_kind[model])}
        for other in by_kind[model]:
            row = snapshot_of(other).object
            if other.pk in missing and (parent, getattr(row, f"{name}_id")) in above:
                above.add((model, row.pk))
                lost.append(other)
    return lost


def without_row(versions: list[Version]) -> list[Version]:
    there = {
        (model, str(key))
        for model, keys in keys_by_model(
            snapshot_of(version).object for version in versions
        ).items()
        for key in model._base_manager.filter(pk__in=keys).values_list("pk", flat=True)
    }
    return [version for version in versions if (version._model, version.object_id) not in there]


@one_new_version()
def recover(version: Version, find_fault: FindFault) -> tuple[list[Model], list[str]]:
    """Bring back a deleted row and what was deleted with it. Returns the rows, the one of `version`
    first, and what to say of those that came back as drafts. Raises `NotPossible`."""
    snapshots = [snapshot_of(lost) for lost in deleted_with(version)]
    notes = [restore(snapshot, find_fault) for snapshot in snapshots]
    return [snapshot.object for snapshot in snapshots], [note for note in notes if note]
