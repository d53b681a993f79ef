"""Import and export in the panel. An import has a dry run that says what it would do."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern

from exchange import gift_export, moodle_export
from exchange.common import Unreadable
from exchange.importer import ImportReport, import_questions
from learn.models import Course
from packs.changes import pack_changes
from packs.dump import dump_pack
from packs.files import PackError
from packs.lint import lint_pack
from packs.load import load_pack
from packs.sources import read_source
from packs.zips import MOST_BYTES, MOST_FILES, zip_pack
from quizzes.models import QuestionSet
from studio.file_form import FileForm
from studio.tools import READ_WRITE, Link, Tool

# By the name of the format: its writer, the ending of its files, and their media type.
FORMATS = {
    "gift": (gift_export.write_gift, "gift.txt", "text/plain"),
    "xml": (moodle_export.write_moodle, "xml", "text/xml"),
}
# The name of the button that imports. The other button does the dry run.
IMPORT = "_import"


class ImportQuestions(Tool):
    """Questions from Moodle, as drafts at the end of a set."""

    def get_urls(self) -> list[URLPattern]:
        return [self.path("<int:pk>/import/", self.view, "import", READ_WRITE)]

    def get_links(self, row: Any) -> list[Link]:
        return [Link("Import", self.url("import", row.pk))]

    def is_allowed(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("quizzes.add_question"))

    def view(self, request: HttpRequest, row: QuestionSet) -> HttpResponse:
        form, report, error, imports = FileForm(), None, None, IMPORT in request.POST
        if request.method == "POST":
            form = FileForm(request.POST, request.FILES)
            if form.is_valid():
                try:
                    report = import_questions(
                        form.read_data(), row, only_look=not imports, by=request.user
                    )
                except Unreadable as reason:
                    error = reason.note
        if report and imports:
            self.announce(request, row, report)
        return self.page(
            request,
            "studio/exchange/questions.html",
            f"Import questions: {row}",
            row,
            form=form,
            report=report,
            error=error,
            done=imports,
        )

    def announce(self, request: HttpRequest, row: QuestionSet, report: ImportReport) -> None:
        words = f"Imported {len(report.taken)} questions as drafts."
        self.admin.log_change(request, row, words)
        self.admin.message_user(request, words, messages.SUCCESS)


class ExportQuestions(Tool):
    """The questions of a set, for Moodle."""

    def get_urls(self) -> list[URLPattern]:
        return [self.path("<int:pk>/export/", self.view, "export")]

    def get_links(self, row: Any) -> list[Link]:
        return [Link("Export", self.url("export", row.pk))]

    def view(self, request: HttpRequest, row: QuestionSet) -> HttpResponse:
        """The file in the format asked for. Without one, a page that says what each can't carry."""
        questions = row.questions.prefetch_related("choices", "hints", "steps")
        items = [question.item() for question in questions if not question.retired]
        name = request.GET.get("format", "")
        if name not in FORMATS:
            notes = {name: write(items)[1] for name, (write, *_) in FORMATS.items()}
            title = f"Export questions: {row}"
            return self.page(request, "studio/exchange/export.html", title, row, formats=notes)
        write, ending, kind = FORMATS[name]
        file_name = f"{row.lesson.slug}-{row.mode}.{ending}"
        return attachment(write(items)[0].encode(), file_name, f"{kind}; charset=utf-8")


class ImportCourse(Tool):
    """A whole course from the zip of its pack."""

    def get_urls(self) -> list[URLPattern]:
        return [self.path("import/", self.view, "import", READ_WRITE)]

    def get_list_links(self, request: HttpRequest) -> list[Link]:
        may_add = self.admin.has_add_permission(request)
        return [Link("Import a pack", self.url("import"))] if may_add else []

    def is_allowed(self, request: HttpRequest) -> bool:
        may_add = self.admin.has_add_permission(request)
        return bool(may_add and self.admin.has_change_permission(request))

    def view(self, request: HttpRequest) -> HttpResponse:
        form, context = FileForm(), {}
        if request.method == "POST":
            form = FileForm(request.POST, request.FILES)
            if form.is_valid():
                context = check_pack(form.read_data())
            if "pack" in context and IMPORT in request.POST:
                return self.load(request, context["pack"])
        context |= {"form": form, "limits": {"files": MOST_FILES, "bytes": MOST_BYTES}}
        return self.page(request, "studio/exchange/course.html", "Import a course", **context)

    def load(self, request: HttpRequest, pack: Any) -> HttpResponse:
        done = load_pack(pack, request.user)
        course = Course.objects.get(slug=pack.slug)
        words = (
            f"Loaded {done.lessons} lessons and {done.questions} questions: {done.changed} new or "
            f"changed, {done.retired} retired."
        )
        self.admin.log_change(request, course, words)
        self.admin.message_user(request, words, messages.SUCCESS)
        return self.open_row(course)


class ExportCourse(Tool):
    """A whole course as the zip of its pack."""

    def get_urls(self) -> list[URLPattern]:
        return [self.path("<int:pk>/export/", self.view, "export")]

    def get_links(self, row: Any) -> list[Link]:
        return [Link("Export as zip", self.url("export", row.pk))]

    def view(self, request: HttpRequest, row: Course) -> HttpResponse:
        return attachment(zip_pack(dump_pack(row)), f"{row.slug}.zip", "application/zip")


def check_pack(data: bytes) -> dict[str, Any]:
    """The context with `pack` and `changes`, or with `error`, the problems that prevent the import.
    Where the zip can be read, also with `findings` of the linter."""
    context: dict[str, Any] = {}
    try:
        draft = read_source(data)
        context["findings"] = lint_pack(draft)
        pack = draft.pack()
        context |= {"pack": pack, "changes": pack_changes(pack)}
    except PackError as error:
        context["error"] = error.problems
    return context


def attachment(data: bytes, name: str, kind: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(data, content_type=kind, headers=headers)
