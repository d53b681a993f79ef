"""The page of a lesson in the panel: its texts as learners see them, what the linter says of them,
and a copy."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.core.exceptions import ValidationError
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest

from learn.catalogue import current_version
from learn.content import CourseContent, LessonContent, LessonMode
from learn.models import Lesson
from learn.modes import MODES
from learn.placeholders import render_text
from packs.draft import kept
from packs.findings import Finding
from packs.lint import TEXT_RULES
from packs.pack import LessonDraft, PackDraft
from packs.texts import page_problems
from studio.courses import PageInline
from studio.writing import copies
from studio.writing.drafts import REFUSED, DraftForm, DraftsAdmin


@dataclass(frozen=True)
class Look:
    """A mode to look at."""

    name: str
    label: str


class TextFormSet(BaseInlineFormSet):
    """The texts that learners see must be such as a pack may have."""

    def clean(self) -> None:
        super().clean()
        if any(self.errors) or self.instance.published is None:
            return  # fields say what is wrong with them, and a draft may be anything
        texts = ((one.instance.mode, one.instance.text) for one in kept(self))
        found = [one for mode, text in texts for one in page_problems(mode, text)]
        if messages := [f"{label(one.file)}, line {one.line}: {one.message}" for one in found]:
            raise ValidationError([*messages, REFUSED])


class TextInline(PageInline):
    formset = TextFormSet


class LessonForm(DraftForm):
    beside = "course"


class LessonAuthoringAdmin(DraftsAdmin):
    form = LessonForm
    inlines = [TextInline]
    preview_template = "studio/text_preview.html"
    copied = "This is the copy, a draft with all its questions as drafts."
    copy_label = "Duplicate, with its texts and questions"
    copies_with = ("learn.add_page", "quizzes.add_questionset", "quizzes.add_question")

    @property
    def looks(self) -> dict[str, Look]:  # type: ignore[override]
        reading = [mode for mode in MODES.values() if mode.reading]
        return {mode.slug: Look(mode.slug, mode.label) for mode in reading}

    def previewed(
        self, request: HttpRequest, form: Any, formsets: list[BaseInlineFormSet], look: Look
    ) -> dict[str, Any]:
        texts = {
            one.instance.mode: (one.add_prefix("text"), one.instance.text)
            for formset in formsets
            for one in kept(formset)
        }
        content = lesson_of(form.instance, {mode: text for mode, (_, text) in texts.items()})
        text = render_text(request, LessonMode(content, MODES[look.name])) if content else ""
        found = [*findings(form.instance.slug, texts)]
        return {"text": text, "findings": found, "fits": bool(texts)}

    def copy_of(self, row: Lesson) -> Lesson:
        return copies.copy_of_lesson(row)


def lesson_of(row: Lesson, texts: dict[str, str]) -> LessonContent | None:
    """The lesson with these texts, as a page would get it; None as long as it has no course."""
    if not row.course_id:
        return None
    course = row.course
    version = current_version(course.version, course.schedule)
    content = CourseContent(course.pk, version, course.slug, course.title, course.summary, [])
    about = (row.slug, row.title, row.summary, row.minutes or 0)
    return LessonContent(row.pk or 0, content, *about, number=1, texts=texts)


def findings(slug: str, texts: dict[str, tuple[str, str]]) -> Iterator[Finding]:
    """What `loadcourse` would refuse, then what could be better, each at its text."""
    for mode, (field, text) in texts.items():
        for one in page_problems(mode, text):
            yield Finding(field, f"{label(mode)}, line {one.line}", one.message, blocks=True)
    lesson = LessonDraft(slug, None, None, texts={mode: text for mode, (_, text) in texts.items()})
    draft = PackDraft("", None, [lesson], [])
    for one in sorted(chain.from_iterable(rule(draft) for rule in TEXT_RULES)):
        mode = one.file.rpartition("/")[2].removesuffix(".md")
        field = texts[mode][0] if mode in texts else ""
        yield Finding(field, f"{label(mode)}, line {one.line}", one.message, blocks=False)


def label(mode: str) -> str:
    return MODES[mode].label if mode in MODES else mode
