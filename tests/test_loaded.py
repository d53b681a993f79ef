"""The course that the tests get is the course that `loadcourse` makes."""

import io
from typing import Any

from django.apps import apps
from django.core.management import call_command
from django.db import transaction

from tests import loaded

OF_ITS_OWN = {"version", "published", "date_created"}  # a time, or random


def everything() -> dict[str, list[dict[str, Any]]]:
    found = {}
    for model in apps.get_models():
        rows = model._default_manager.order_by("pk").values()
        found[model._meta.label] = [
            {name: value for name, value in row.items() if name not in OF_ITS_OWN} for row in rows
        ]
    return found


def test_putting_the_course_back_writes_what_loading_it_writes(db: None) -> None:
    with transaction.atomic():
        call_command("loadcourse", loaded.PACK, stdout=io.StringIO())
        as_loaded = everything()
        loaded.keep()
        transaction.set_rollback(True)
    loaded.put_back()
    assert len(as_loaded["quizzes.Question"]) > 60
    assert everything() == as_loaded
