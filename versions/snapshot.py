"""A row with its parts as one text: how django-reversion keeps a version here.

Entered under `SERIALIZATION_MODULES`. A question without its choices is none, so that they are one
version, and bringing back one row asks for one row.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any

import reversion
from django.core import serializers
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model, prefetch_related_objects
from reversion.models import Version

from learn.models import Course, Lesson
from quizzes.models import Question, QuestionSet

FORMAT = "whole"
# What has a history, from the top down, each with the parts that come and go with it.
PARTS: dict[type[Model], tuple[str, ...]] = {
    Course: (),
    Lesson: ("pages",),
    QuestionSet: (),
    Question: ("choices", "hints", "steps"),
}
# Not what a course keeps for itself, which is made anew with each change.
FIELDS: dict[type[Model], tuple[str, ...]] = {Course: ("slug", "title", "summary")}
# What each hangs on, and by which field.
PARENT: dict[type[Model], tuple[Any, str]] = {
    Lesson: (Course, "course"),
    QuestionSet: (Lesson, "lesson"),
    Question: (QuestionSet, "question_set"),
}


def register_models() -> None:
    """Once, at start-up."""
    for model in PARTS:
        reversion.register(model, format=FORMAT, fields=FIELDS.get(model))


@dataclass
class Snapshot:
    """A row as it was, and its parts. The names are those that django-reversion asks for."""

    object: Any
    parts: list[Any]
    m2m_data: dict[str, Any] = field(default_factory=dict)

    def save(self, **options: Any) -> None:
        self.object.save()
        self.put_parts()

    def put_parts(self) -> None:
        """Make the row's parts what they were, by the keys that they had."""
        for name in PARTS[type(self.object)]:
            manager = getattr(self.object, name)
            manager.all().delete()
            parts = [part for part in self.parts if isinstance(part, manager.model)]
            keys = [part.pk for part in parts]
            taken = set(manager.model.objects.filter(pk__in=keys).values_list("pk", flat=True))
            for part in parts:
                if part.pk in taken:  # only where somebody loaded rows by hand
                    part.pk = None
                part.save(force_insert=True)


class Serializer:
    internal_use_only = True

    def serialize(self, rows: Iterable[Model], *, fields: Any = None, **options: Any) -> str:
        objects = []
        for row in rows:
            objects += to_python([row], fields=fields)
            objects += to_python(row_parts(row))
        self.text = json.dumps(objects, default=to_json, ensure_ascii=False)
        return self.text

    def getvalue(self) -> str:
        return self.text


def to_json(value: Any) -> str:
    """Times to the microsecond: Django's own JSON cuts them off."""
    return value.isoformat() if isinstance(value, datetime) else DjangoJSONEncoder().default(value)


def to_python(rows: list[Model], **options: Any) -> list[dict[str, Any]]:
    return list(serializers.get_serializer("python")().serialize(rows, **options))


def row_parts(row: Model) -> list[Model]:
    parts = (sorted(getattr(row, name).all(), key=primary_key) for name in PARTS[type(row)])
    return [part for group in parts for part in group]


def primary_key(row: Model) -> Any:
    return row.pk


def Deserializer(text: str, **options: Any) -> Iterator[Snapshot]:  # noqa: N802  (Django's name)
    objects = serializers.get_deserializer("python")(json.loads(text), ignorenonexistent=True)
    row, *parts = [deserialized.object for deserialized in objects]
    yield Snapshot(row, parts)


def snapshot_of(version: Version) -> Snapshot:
    """Raises reversion's RevertError where the version can't be read any more."""
    return version._object_version  # type: ignore[no-any-return]  # as `Version.revert` does


def stored_snapshot(row: Model) -> Snapshot:
    """The row as it is in the database."""
    return parse_snapshot(stored_text(row))


def parse_snapshot(text: str) -> Snapshot:
    return next(Deserializer(text))


def fetch_with_parts[T: Model](model: type[T], keys: Iterable[Any]) -> list[T]:
    """The rows as they are in the database now, with their parts."""
    rows = list(model._base_manager.filter(pk__in=list(keys)).order_by("pk"))
    prefetch_related_objects(rows, *PARTS[model])
    return rows


def snapshot_text(row: Model) -> str:
    """The row as a version would keep it."""
    return Serializer().serialize([row], fields=FIELDS.get(type(row)))


def fingerprint(row: Model) -> str:
    """The digest of the row and its parts. It changes whenever one of them changes."""
    return digest(stored_text(row))


def stored_text(row: Model) -> str:
    """The text of the row as it is in the database; empty where it is gone."""
    return "".join(map(snapshot_text, fetch_with_parts(type(row), [row.pk])))


def digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:32]


# The course of each, which is what is locked: a save of anything in it changes the course too.
COURSE = {
    Course: "pk",
    Lesson: "lessons",
    QuestionSet: "lessons__sets",
    Question: "lessons__sets__questions",
}


def lock_course(row: Model) -> None:
    """Others who save in the same course wait, until the transaction ends. On SQLite they do so
    from the beginning of theirs."""
    locked = Course.objects.select_for_update(of=("self",)).filter(**{COURSE[type(row)]: row.pk})
    list(locked.values_list("pk"))
