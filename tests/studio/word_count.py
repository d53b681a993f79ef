"""A toy tool, which no page of the site has: it counts the words in the title of a course."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern

from learn.models import Course
from studio.tools import Link, Tool

TEMPLATES = {
    "word_count.html": (
        "{% partialdef top %}<p>The title has {{ words }} words.</p>{% endpartialdef top %}"
    )
}


class WordCount(Tool):
    template = "word_count.html"
    parts = ("top",)

    def get_urls(self) -> list[URLPattern]:
        return [self.path("<int:pk>/words/", self.view, "words")]

    def get_links(self, row: Course) -> list[Link]:  # type: ignore[override]
        return [Link("Count the words", self.url("words", row.pk))]

    def get_context(self, request: HttpRequest, row: Course | None) -> dict[str, Any] | None:
        return {"words": count_words(row)} if row else None

    def view(self, request: HttpRequest, row: Course) -> HttpResponse:
        return HttpResponse(f"{row}: {count_words(row)} words")


def count_words(course: Course) -> int:
    return len(course.title.split())
