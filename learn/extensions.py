"""What other apps add to `learn`, which does not know them: one `Extension` for each app.

An app registers its extension when Django starts (`AppConfig.ready`).
"""

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest

from lab.http import Request
from learn.content import LessonContent, LessonMode
from learn.directives import Directive, PlaceholderDirective
from learn.learner_rows import LearnerRows
from learn.markdown import add_directive
from learn.modes import Mode, enter_modes
from learn.progress import Progress

# Returns safe HTML for a placeholder's argument; an empty string where there is nothing to show.
type FillPlaceholder = Callable[[HttpRequest, LessonMode, str], str]


@dataclass(frozen=True)
class LessonPanel:
    """What stands at the foot of a lesson's page, under its text. By default it is nothing.

    `template` shows it with `context`, which joins the context of the page. The template's
    partial and its element are both called `element_id`. `styles` and `scripts` are the static
    files that the page then needs. `shown` names what of it the learner is looking at. `fresh`:
    what makes those values of `context` that are new at each look. `lasting`: but for these, it
    stays the same until the learner does something or the course is edited.
    """

    template: str = ""
    element_id: str = ""
    context: dict[str, Any] = field(default_factory=dict)
    styles: Sequence[str] = ()
    scripts: Sequence[str] = ()
    shown: str = ""
    fresh: Mapping[str, Callable[[], str]] = field(default_factory=dict)
    lasting: bool = True


class ProgressSection(Protocol):
    """A part of the progress page, which `template` shows as `section`."""

    template: str

    def context(self, learner: UUID) -> dict[str, Any]:
        """Return what the template needs; an empty dict where there is nothing to show yet."""


class Extension:
    """What an app adds to lessons and to the learner's progress. By default it adds nothing.

    `placeholders`: by the name of their directive, what fills them for each request.
    `progress_sections`: parts of the progress page, in this order.
    `learner_rows`: the kinds of rows to export, to restore and to detach from a learner.
    """

    modes: Sequence[Mode] = ()
    directives: Sequence[Directive] = ()
    placeholders: Mapping[str, FillPlaceholder] = {}
    progress_sections: Sequence[ProgressSection] = ()
    learner_rows: Sequence[LearnerRows] = ()

    def modes_of(self, lesson: LessonContent) -> Collection[str]:
        """Return the slugs of the modes that a lesson has beyond those of its texts."""
        return ()

    def gives_content(self, at: datetime) -> Q:
        """Select the lessons that have something of the app's to show at that time.

        These are the lessons with a mode of a text of the app's, or with one of `modes_of`.
        """
        return Q(pk__in=())

    def lesson_panel(self, request: Request, mode: LessonMode) -> LessonPanel | None:
        """Return what stands at the foot of this mode; None where nothing of the app does."""
        return None

    def page_shown(self, request: Request, mode: LessonMode, shown: str) -> None:
        """A page of a lesson is about to be shown, or its panel is shown anew.

        `shown`: what of the panel the learner is looking at; empty where there is none.
        """

    def page_state(self, request: Request, mode: LessonMode) -> Hashable:
        """Return what of the app's the text of this mode shows, beyond the course's own content."""
        return None

    def publishing_times(self, course: int) -> Iterable[datetime]:
        """Return from when on things of a course are published, past and future, in any order."""
        return ()

    def agree(self, learner: UUID, progress: Progress) -> None:
        """Make the progress say what the app's rows say. Write only what differs."""

    def begin_anew(self, learner: UUID, progress: Progress) -> None:
        """The learner begins everything anew: end what must not outlive that."""


EXTENSIONS: list[Extension] = []


def register(extension: Extension) -> None:
    """Enter an extension. Where several answer the same question, the first one counts."""
    EXTENSIONS.append(extension)
    enter_modes(extension.modes)
    for directive in extension.directives:
        add_directive(directive)
    for name in extension.placeholders:
        add_directive(PlaceholderDirective(name))


def all_learner_rows() -> Iterator[LearnerRows]:
    """Every kind of rows that any app keeps of a learner."""
    for extension in EXTENSIONS:
        yield from extension.learner_rows


def count_rows(learner: UUID | None, lesson: str = "") -> int:
    """How many rows are kept of a learner, of one lesson (`course/lesson`) or of all."""
    return sum(kind.count(learner, lesson) for kind in all_learner_rows()) if learner else 0
