"""The preview of a lesson: its texts as learners see them, and the findings of the linter."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest

from learn.catalogue import current_version
from learn.content import CourseContent, LessonContent, LessonMode
from learn.models import Lesson
from learn.modes import MODES
from learn.placeholders import render_text
from packs.draft import kept_forms
from packs.findings import FieldFinding
from packs.images import stored_page_problems
from packs.lint import TEXT_RULES
from packs.pack import LessonDraft, PackDraft
from studio.writing.preview import Preview


@dataclass(frozen=True)
class Look:
    """A mode to look at."""

    name: str
    label: str


class LessonPreview(Preview):
    page_template = "studio/text_preview.html"

    def get_looks(self) -> dict[str, Look]:
        reading = [mode for mode in MODES.values() if mode.reading]
        return {mode.slug: Look(mode.slug, mode.label) for mode in reading}

    def get_preview(
        self, request: HttpRequest, form: Any, formsets: list[BaseInlineFormSet], look: Look
    ) -> dict[str, Any]:
        texts = {
            page.instance.mode: (page.add_prefix("text"), page.instance.text)
            for formset in formsets
            for page in kept_forms(formset)
        }
        content = lesson_of(form.instance, {mode: text for mode, (_, text) in texts.items()})
        text = render_text(request, LessonMode(content, MODES[look.name])) if content else ""
        findings = [*text_findings(form.instance.slug, texts)]
        return {"text": text, "findings": findings, "fits": bool(texts)}


def lesson_of(row: Lesson, texts: dict[str, str]) -> LessonContent | None:
    """The content of the lesson with these texts. None where the row has no course yet."""
    if not row.course_id:
        return None
    course = row.course
    version = current_version(course.version, course.schedule)
    content = CourseContent(course.pk, version, course.slug, course.title, course.summary, [])
    about = (row.slug, row.title, row.summary, row.minutes or 0)
    return LessonContent(row.pk or 0, content, *about, number=1, texts=texts)


def text_findings(slug: str, texts: dict[str, tuple[str, str]]) -> Iterator[FieldFinding]:
    """The problems that `loadcourse` would refuse, then the warnings of the linter. `texts` holds
    the name of the form field and the text by mode."""
    for mode, (field, text) in texts.items():
        for problem in stored_page_problems(mode, text):
            where = f"{mode_label(mode)}, line {problem.line}"
            yield FieldFinding(field, where, problem.message, blocks=True)
    lesson = LessonDraft(slug, None, None, texts={mode: text for mode, (_, text) in texts.items()})
    draft = PackDraft("", None, [lesson], [])
    for problem in sorted(chain.from_iterable(rule(draft) for rule in TEXT_RULES)):
        mode = problem.file.rpartition("/")[2].removesuffix(".md")
        field = texts[mode][0] if mode in texts else ""
        where = f"{mode_label(mode)}, line {problem.line}"
        yield FieldFinding(field, where, problem.message, blocks=False)


def mode_label(mode: str) -> str:
    return MODES[mode].label if mode in MODES else mode
