"""For tests of what is listed in the panel."""

from typing import Any

from django.test import Client

from quizzes.models import QuestionSet
from tests.studio.panel import (
    page_of,
)


def slugs(question_set: QuestionSet) -> list[str]:
    return list(question_set.questions.order_by("position", "pk").values_list("slug", flat=True))


def copy(client: Client, row: Any) -> Any:
    return client.post(f"{page_of(row).removesuffix('change/')}copies/", follow=True)
