"""What `learn` itself adds to lessons: the modes that show a text, and what a text may hold."""

from collections.abc import Hashable, Iterable
from datetime import datetime

from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest

from lab.benchmark.rendering import figures_state, render_figure
from lab.http import Request
from learn.content import LessonMode
from learn.directives import Placeholder
from learn.extensions import Extension
from learn.models import Lesson, Page
from learn.modes import MODES, Mode
from learn.proof_cards import ProofCard
from learn.visualize import Visualize


def fill_measured(request: HttpRequest, mode: LessonMode, name: str) -> str:
    """A figure of what was measured on this server."""
    return render_figure(request, name)


class LessonTexts(Extension):
    modes = (
        Mode("why", "Why"),
        Mode("concept", "Concept"),
        Visualize("visualize", "Visualize"),
        Mode("deep", "Deep dive"),
        Mode("performance", "Performance"),
    )
    directives = (ProofCard(),)
    placeholders = {"measured": fill_measured}

    def page_state(self, request: Request, mode: LessonMode) -> Hashable:
        fragments = mode.lesson.fragments(mode.slug)
        shown = [part for part in fragments if isinstance(part, Placeholder)]
        return figures_state(request) if any(part.name == "measured" for part in shown) else None

    def gives_content(self, at: datetime) -> Q:
        texts = Page.objects.filter(lesson=OuterRef("pk"), mode__in=MODES)
        return Q(Exists(texts))

    def publishing_times(self, course: int) -> Iterable[datetime]:
        return Lesson.objects.publishing_times(course)
