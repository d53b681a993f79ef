"""Import and export in the panel. An import first tells what it would do."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods, require_safe

from exchange import gift, moodle
from exchange.common import Unreadable
from exchange.importer import Report, read, take
from learn.models import Course
from packs.changes import changes
from packs.dump import pack_of
from packs.files import PackError
from packs.lint import findings
from packs.load import load_pack
from packs.read import draft_of
from packs.zips import MOST_BYTES, MOST_FILES, unzipped, zipped
from quizzes.models import QuestionSet
from studio.file_form import FileForm

# How the formats are called, what writes them, and the ending of their files.
FORMATS = {"gift": (gift.write, "gift.txt", "text/plain"), "xml": (moodle.write, "xml", "text/xml")}
# The button that does it; the other only looks.
DO = "_import"
READ_WRITE = require_http_methods(["GET", "HEAD", "POST"])


class ExchangeAdmin(admin.ModelAdmin):
    """What the pages for a set and for a course share."""

    def page(self, request: HttpRequest, template: str, **context: Any) -> HttpResponse:
        shared = {**self.admin_site.each_context(request), "opts": self.opts}
        status = 422 if context.get("error") else 200
        found = f"studio/exchange/{template}"
        return TemplateResponse(request, found, {**shared, **context}, status=status)


class SetExchangeAdmin(ExchangeAdmin):
    """Questions of a set, from and for Moodle."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        return [
            path(
                "<int:pk>/import/",
                view(READ_WRITE(self.import_view)),
                name="quizzes_questionset_import",
            ),
            path(
                "<int:pk>/export/",
                view(require_safe(self.export_view)),
                name="quizzes_questionset_export",
            ),
            *super().get_urls(),
        ]

    def import_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not request.user.has_perm("quizzes.add_question"):
            raise PermissionDenied
        question_set = get_object_or_404(QuestionSet, pk=pk)
        form, report, error, doing = FileForm(), None, None, DO in request.POST
        if request.method == "POST":
            form = FileForm(request.POST, request.FILES)
            if form.is_valid():
                try:
                    report = take(read(form.data_of()), question_set, not doing, request.user)
                except Unreadable as reason:
                    error = reason.note
        if report and doing:
            self.tell(request, question_set, report)
        return self.page(
            request,
            "questions.html",
            title=f"Import questions: {question_set}",
            original=question_set,
            form=form,
            report=report,
            error=error,
            done=doing,
        )

    def tell(self, request: HttpRequest, question_set: QuestionSet, report: Report) -> None:
        words = f"Imported {len(report.taken)} questions as drafts."
        self.log_change(request, question_set, words)
        self.message_user(request, words, messages.SUCCESS)

    def export_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The file, or with nothing asked for what each format can't carry."""
        question_set = get_object_or_404(QuestionSet, pk=pk)
        if not self.has_view_permission(request, question_set):
            raise PermissionDenied
        rows = question_set.questions.prefetch_related("choices", "hints", "steps")
        items = [row.item() for row in rows if not row.retired]
        asked = request.GET.get("format", "")
        if asked not in FORMATS:
            told = {name: write(items)[1] for name, (write, *_) in FORMATS.items()}
            title = f"Export questions: {question_set}"
            return self.page(request, "export.html", title=title, original=question_set, told=told)
        write, ending, kind = FORMATS[asked]
        name = f"{question_set.lesson.slug}-{question_set.mode}.{ending}"
        return attachment(write(items)[0].encode(), name, f"{kind}; charset=utf-8")


class CourseExchangeAdmin(ExchangeAdmin):
    """A whole course as the zip of its pack."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        return [
            path("import/", view(READ_WRITE(self.import_view)), name="learn_course_import"),
            path(
                "<int:pk>/export/", view(require_safe(self.export_view)), name="learn_course_export"
            ),
            *super().get_urls(),
        ]

    def import_view(self, request: HttpRequest) -> HttpResponse:
        if not (self.has_add_permission(request) and self.has_change_permission(request)):
            raise PermissionDenied
        context: dict[str, Any] = {
            "form": FileForm(),
            "title": "Import a course",
            "limits": {"files": MOST_FILES, "bytes": MOST_BYTES},
        }
        if request.method == "POST":
            context["form"] = form = FileForm(request.POST, request.FILES)
            if form.is_valid():
                try:
                    with unzipped(form.data_of()) as folder:
                        draft = draft_of(folder)
                        context["findings"] = findings(draft)
                        pack = draft.pack()
                    context |= {"pack": pack, "changes": changes(pack)}
                except PackError as error:
                    context["error"] = error.problems
            if "pack" in context and DO in request.POST:
                return self.loaded(request, context["pack"])
        return self.page(request, "course.html", **context)

    def loaded(self, request: HttpRequest, pack: Any) -> HttpResponse:
        done = load_pack(pack, request.user)
        course = Course.objects.get(slug=pack.slug)
        words = (
            f"Loaded {done.lessons} lessons and {done.questions} questions: {done.changed} new or "
            f"changed, {done.retired} retired."
        )
        self.log_change(request, course, words)
        self.message_user(request, words, messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:learn_course_change", args=[course.pk]))

    def export_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        course = get_object_or_404(Course, pk=pk)
        if not self.has_view_permission(request, course):
            raise PermissionDenied
        return attachment(zipped(pack_of(course)), f"{course.slug}.zip", "application/zip")


def attachment(data: bytes, name: str, kind: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(data, content_type=kind, headers=headers)
