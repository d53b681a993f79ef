"""Texts of lessons for one request: with what is not the same for every reader, or not for ever."""

from django.http import HttpRequest
from django.utils.safestring import SafeString

from learn.content import LessonMode
from learn.directives import Placeholder
from learn.extensions import EXTENSIONS, FillPlaceholder


def render_text(request: HttpRequest, mode: LessonMode) -> SafeString:
    """The text of a mode as HTML, with its placeholders filled; empty where it has no text."""
    fill: dict[str, FillPlaceholder] = {}
    for extension in EXTENSIONS:
        fill |= extension.placeholders
    return SafeString(
        "".join(
            fill[fragment.name](request, mode, fragment.argument)
            if isinstance(fragment, Placeholder)
            else fragment
            for fragment in mode.lesson.fragments(mode.slug)
        )
    )
