"""Keeping versions. Every way that a row changes goes through `record`."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import reversion
from django.db import transaction
from django.db.models import Max, Model, QuerySet
from reversion.models import Version

from learn.models import Course, Lesson
from quizzes.models import Question, QuestionSet
from versions.snapshot import PARTS, fetch_with_parts, snapshot_text

FOUND = "As it stood before."


@transaction.atomic
def record_versions(
    rows: Iterable[Model], user: Any = None, words: str = "", always: bool = False
) -> None:
    """A version of each row that is not as its newest version has it; `always`: of the others too.

    The rows are read again. All are one revision.
    """
    with reversion.create_revision(manage_manually=True):
        reversion.set_user(user if user and user.pk else None)
        reversion.set_comment(words)
        for model, keys in keys_by_model(rows).items():
            kept = {} if always else newest_versions(model, keys)
            for row in fetch_with_parts(model, keys):
                old = kept.get(row.pk)
                if old is None or old.serialized_data != snapshot_text(row):
                    reversion.add_to_revision(row)


def keep_current(rows: Iterable[Model]) -> None:
    """Before a change: what stands now, where it was not changed by way of the panel, or not since
    there is a history."""
    record_versions(rows, None, FOUND)


def keep_deleted(rows: Iterable[Model], user: Any, words: str) -> None:
    """Before rows are deleted: they and all that goes with them, together."""
    record_versions(
        (affected for row in rows for affected in row_and_below(row)), user, words, always=True
    )


def keys_by_model(rows: Iterable[Model]) -> dict[type[Model], list[Any]]:
    keys: dict[type[Model], list[Any]] = defaultdict(list)
    for row in rows:
        keys[type(row)].append(row.pk)
    return {model: keys[model] for model in PARTS if model in keys}


def versions_of(model: type[Model], keys: Iterable[Any]) -> QuerySet[Version]:
    """Newest first."""
    versions: QuerySet[Version] = Version.objects.get_for_model(model)
    return versions.filter(object_id__in=[str(key) for key in keys])


def newest_versions(model: type[Model], keys: Iterable[Any]) -> dict[Any, Version]:
    """The newest version of each row that has one."""
    latest = versions_of(model, keys).order_by().values("object_id").annotate(latest=Max("pk"))
    versions = Version.objects.filter(pk__in=latest.values("latest"))
    return {model._meta.pk.to_python(version.object_id): version for version in versions}


def row_and_below(row: Model) -> list[Model]:
    """The row, and what hangs on it."""
    if isinstance(row, Course):
        return [row, *(below for lesson in row.lessons.all() for below in row_and_below(lesson))]
    if isinstance(row, Lesson):
        sets = list(QuestionSet.objects.filter(lesson=row))
        return [row, *sets, *Question.objects.filter(question_set__in=sets)]
    if isinstance(row, QuestionSet):
        return [row, *row.questions.all()]
    return [row]
