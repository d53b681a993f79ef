"""The default course, loaded once by each process of the tests, and then put back row by row.

`loadcourse` checks and records all it does, which takes many times as long as the rows alone.
"""

import io
from pathlib import Path
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db.models import Model
from django.utils import timezone
from reversion.models import Revision, Version

from learn.models import Course, Lesson, Page
from quizzes.models import Choice, Hint, Question, QuestionSet, Step

PACK = Path(__file__).resolve().parent.parent / "fixtures" / "django-sessions"
WRITTEN: tuple[type[Model], ...] = (
    *(Course, Lesson, Page, QuestionSet, Question, Choice, Hint, Step),
    *(Revision, Version),
)
KEPT: dict[type[Model], list[Any]] = {}


def put_the_course() -> None:
    """What `loadcourse` writes into an empty database."""
    if KEPT and timezone.now() >= KEPT[Revision][0].date_created:
        put_back()
    else:  # the first time, or a test went to the past, where nothing of it would be out
        call_command("loadcourse", PACK, stdout=io.StringIO())
        keep()


def keep() -> None:
    for model in WRITTEN:
        KEPT[model] = list(model._default_manager.order_by("pk"))
    for version in KEPT[Version]:
        version.of = version.content_type.model_class()


def put_back() -> None:
    for version in KEPT[Version]:
        # Some tests empty the whole database, and the types of content get other keys.
        version.content_type = ContentType.objects.get_for_model(version.of)
    for model, rows in KEPT.items():
        model._default_manager.bulk_create(rows)
    for course in Course.objects.all():
        course.touch()  # or what another test had in memory of this version were taken for it
