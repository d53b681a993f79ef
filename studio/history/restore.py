"""A row as it was, once more: with its parts, all or nothing, and never broken before learners."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from reversion.models import Version

from learn.models import Lesson
from packs.draft import saved
from packs.findings import blocking
from packs.texts import page_problems
from quizzes.models import Question
from studio.history.entries import whole_of
from versions.record import by_model
from versions.snapshot import PARENT, PARTS, Whole, fresh


class NotPossible(Exception):
    """The row can't come back. The message says why, and what to do."""


@transaction.atomic
def bring_back(whole: Whole) -> str:
    """Make the row what it was. What to tell of it, if it had to come back as a draft."""
    row = whole.object
    row._state.adding = not exists(type(row), row, "pk")
    check(row)
    whole.save()
    return as_draft(row)


def check(row: Model) -> None:
    """Raises NotPossible: what it hung on may be gone, and its name taken."""
    model, name = PARENT.get(type(row), (None, ""))
    if model and not exists(model, row, f"{name}_id"):
        message = f"its {model._meta.verbose_name} is gone. Bring that back first."
        raise NotPossible(f"{row} can't be brought back: {message}")
    try:
        row.full_clean()
    except ValidationError as error:
        raise NotPossible(f"{row} can't be brought back. {' '.join(error.messages)}") from error


def exists(model: type[Model], row: Model, key: str) -> bool:
    return model._base_manager.filter(pk=getattr(row, key)).exists()


def as_draft(row: Model) -> str:
    """What learners see must be whole, by the rules that a pack is loaded by."""
    if not isinstance(row, (Lesson, Question)) or row.published is None:
        return ""
    if not (wrong := to_mend(row)):
        return ""
    row.published = None
    row.save(update_fields=["published"])
    return f"Now a draft, so that learners don't see what is to be mended: {row}. {wrong}"


def to_mend(row: Lesson | Question) -> str:
    """The first thing that keeps it from learners."""
    [row] = fresh(type(row), [row.pk])
    if isinstance(row, Question):
        return next((f"{one.label}: {one.message}" for one in blocking(saved(row))), "")
    problems = (one for page in row.pages.all() for one in page_problems(page.mode, page.text))
    return next((f"{one.file}, line {one.line}: {one.message}" for one in problems), "")


def lost_with(version: Version) -> list[Version]:
    """The version of a deleted row, and those of what went with it and is gone still, from the top
    down."""
    found, above = [version], {(version._model, int(version.object_id))}
    others = version.revision.version_set.exclude(pk=version.pk).order_by("pk")
    by_kind = {model: [one for one in others if one._model is model] for model in PARTS}
    for model, (of, name) in PARENT.items():
        here = {one.pk for one in gone(by_kind[model])}
        for one in by_kind[model]:
            row = whole_of(one).object
            if one.pk in here and (of, getattr(row, f"{name}_id")) in above:
                above.add((model, row.pk))
                found.append(one)
    return found


def gone(versions: list[Version]) -> list[Version]:
    """Those whose row is not there."""
    there = {
        (model, str(key))
        for model, keys in by_model(whole_of(one).object for one in versions).items()
        for key in model._base_manager.filter(pk__in=keys).values_list("pk", flat=True)
    }
    return [one for one in versions if (one._model, one.object_id) not in there]


@transaction.atomic
def recover(version: Version) -> tuple[list[Model], list[str]]:
    """The rows that came back, the asked one first, and what to tell of them."""
    wholes = [whole_of(one) for one in lost_with(version)]
    told = [bring_back(whole) for whole in wholes]
    return [whole.object for whole in wholes], [one for one in told if one]
