"""Filling the holes in a lesson's text: what is not the same for every reader, or not for ever.

`learn` fills the measured figures. Apps that build on it enter theirs when Django starts.
"""

from collections.abc import Callable

from django.http import HttpRequest
from django.utils.safestring import SafeString

from engines import figures
from learn.content import LessonContent
from learn.markdown import Hole
from learn.modes import Mode

type Filler = Callable[[HttpRequest, LessonContent, Mode, str], str]


def measured(request: HttpRequest, lesson: LessonContent, mode: Mode, name: str) -> str:
    return figures.shown(request, name)


FILLERS: dict[str, Filler] = {"measured": measured}


def filled(request: HttpRequest, lesson: LessonContent, mode: Mode) -> SafeString:
    """The text of a mode as HTML, with its holes filled; empty where it has none."""
    return SafeString(
        "".join(
            FILLERS[part.kind](request, lesson, mode, part.name) if isinstance(part, Hole) else part
            for part in lesson.parts(mode.slug)
        )
    )
