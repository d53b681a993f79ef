"""The page of a course says so where learners find no lesson in it."""

from typing import Any

from django.http import HttpRequest

from learn.publishing import shown_now
from studio.tools import Tool


class Offer(Tool):
    template = "studio/offer.html"
    parts = ("state",)

    def get_context(self, request: HttpRequest, row: Any) -> dict[str, Any] | None:
        return {} if row and not row.lessons.filter(shown_now()).exists() else None
