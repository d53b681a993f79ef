"""Pages of lessons, kept in memory as they were made for a learner who stands where they stood.

What a learner sees depends on the version of the course, on the progress in this lesson, and on the
engine that the session is in. While these stay the same, so does the page, but for what is
another one in each request (`lab.fragments.HOLES`, and the figures of the session). Most pages
are left and returned to many times, so this is what makes a page cost little more than reading the
session.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.middleware.csp import get_nonce
from django.middleware.csrf import get_token
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from lab.bounded_memory import BoundedMemory
from lab.context import panel
from lab.fragments import WithHoles
from lab.http import Request
from learn.content import LessonMode
from learn.extensions import EXTENSIONS
from learn.learner import visitor_of
from learn.progress import Progress

# All that a page depends on, by which it is kept. Empty: it depends on more, and is not.
type PageState = tuple[Any, ...]

MOST = 1_000_000  # characters that are kept, of all pages together


@dataclass(frozen=True)
class KeptPage:
    """`fresh` and `shown`: as of the page's `learn.extensions.LessonPanel`."""

    html: WithHoles
    fresh: Mapping[str, Callable[[], str]]
    shown: str

    def __len__(self) -> int:
        return len(self.html)

    def filled(self, request: HttpRequest) -> SafeString:
        """The page as this request gets it."""
        values: dict[str, Callable[[], Any]] = {
            "csrf_token": lambda: get_token(request),
            "csp_nonce": lambda: get_nonce(request),
            "page_address": request.get_full_path,
            **self.fresh,
        }
        return self.html.filled(lambda name: values[name]())


PAGES = BoundedMemory[KeptPage](MOST)


def state_of_page(request: Request, mode: LessonMode, progress: Progress) -> PageState:
    """What the page of a mode shows, and to whom, where that is all that it depends on."""
    if request.META["QUERY_STRING"] or has_news(request) or mode.mode.template or settings.DEBUG:
        return ()
    return (
        mode.lesson.course.version,
        mode.path,
        progress.learner or visitor_of(request),
        progress.state_of(mode.lesson.path),
        panel(request)["panel_key"],
        get_language(),
        *(extension.page_state(request, mode) for extension in EXTENSIONS),
    )


def has_news(request: HttpRequest) -> bool:
    """Whether the page is to tell of something once, and then no more."""
    return bool(request.COOKIES.get("messages")) or getattr(
        get_messages(request), "added_new", False
    )
