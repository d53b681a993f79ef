"""Whole courses in and out of the panel, as the zips of their packs."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern

from learn.models import Course
from packs.changes import pack_changes
from packs.dump import dump_pack
from packs.files import PackError
from packs.lint import lint_pack
from packs.load import load_pack
from packs.sources import read_source
from packs.zips import MOST_BYTES, MOST_FILES, zip_pack
from studio.exchange.attachment import attachment
from studio.file_form import FileForm
from studio.tools import READ_WRITE, Link, Tool

# The name of the button that imports. The other button does the dry run.
IMPORT = "_import"


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
                context = check_pack(form.read_data(), form.file_stem)
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


def check_pack(data: bytes, name: str) -> dict[str, Any]:
    """The context with `pack` and `changes`, or with `error`, the problems that prevent the import.
    Where the zip can be read, also with `findings` of the linter.

    `name`: of the zip file, without its ending.
    """
    context: dict[str, Any] = {}
    try:
        draft = read_source(data, name)
        context["findings"] = lint_pack(draft)
        pack = draft.pack()
        context |= {"pack": pack, "changes": pack_changes(pack)}
    except PackError as error:
        context["error"] = error.problems
    return context
