"""Questions of other systems: a file is chosen once, looked at, and imported as drafts. The report
stays at the address of the import."""

from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern

from exchange.common import Unreadable
from exchange.formats import format_labels
from exchange.kept_imports import ChoiceNeeded, finish_import, keep_file, look_again
from exchange.models import Import
from quizzes.models import QuestionSet
from studio.exchange.existing_form import ExistingForm
from studio.exchange.shown import drafts_of, shown_questions
from studio.file_form import QuestionFileForm
from studio.tools import READ_WRITE, WRITE, Link, Tool, View
from studio.writing.publish_ready import publish_ready, ready_among

QUESTIONS_ON_A_PAGE, IMPORTS_LISTED = 50, 50
GONE = (
    "That import is not kept: a file that was looked at and not imported stays for a day. Choose "
    "the file again."
)
CHANGED = (
    "The set was changed since you looked: something is here with other content now. Nothing was "
    "imported yet. Choose below what happens with it."
)


class ImportQuestions(Tool):
    related = ("lesson__course",)

    def get_urls(self) -> list[URLPattern]:
        one = "<int:pk>/imports/<int:number>/"
        return [
            self.path("<int:pk>/import/", self.choose_view, "import", READ_WRITE),
            self.path(one, self.of_import(self.import_view), "import_of", READ_WRITE),
            self.path(f"{one}published/", self.of_import(self.publish_view), "publish", WRITE),
        ]

    def get_links(self, row: Any) -> list[Link]:
        return [Link("Import", self.url("import", row.pk))]

    def is_allowed(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("quizzes.add_question"))

    def of_import(self, view: View) -> View:
        """The view with the import that its address names. Where there is none, it sends to the
        page where a file is chosen."""

        @wraps(view)
        def found(request: HttpRequest, row: QuestionSet, number: int) -> HttpResponse:
            kept = Import.objects.filter(question_set=row, pk=number).first()
            if kept is None:
                self.admin.message_user(request, GONE, messages.WARNING)
                return HttpResponseRedirect(self.url("import", row.pk))
            kept.question_set = row
            return view(request, row, kept)

        return found

    def open_import(self, kept: Import) -> HttpResponseRedirect:
        return HttpResponseRedirect(self.url("import_of", kept.question_set_id, kept.pk))

    # --- Choosing a file -----------------------------------------------------------------------

    def choose_view(self, request: HttpRequest, row: QuestionSet) -> HttpResponse:
        form, note = QuestionFileForm(), None
        if request.method == "POST":
            form = QuestionFileForm(request.POST, request.FILES)
            if form.is_valid():
                name = form.cleaned_data["file"].name
                try:
                    return self.open_import(keep_file(form.read_data(), name, row, request.user))
                except Unreadable as reason:
                    note = reason.note
        imports = Import.objects.listed().filter(question_set=row)
        return self.page(
            request,
            "studio/exchange/choose.html",
            f"Import questions: {row}",
            row,
            form=form,
            note=note,
            formats=format_labels(),
            imports=imports[:IMPORTS_LISTED],
            error=bool(note or form.errors),
        )

    # --- The look and the report ---------------------------------------------------------------

    def import_view(self, request: HttpRequest, row: QuestionSet, kept: Import) -> HttpResponse:
        if "category" in request.POST and not kept.done:
            return self.take_category(kept, request.POST["category"])
        may_update = request.user.has_perm("quizzes.change_question")
        form = ExistingForm(may_update=may_update)
        if request.method == "POST" and not kept.done:
            form = ExistingForm(request.POST, may_update=may_update)
            needed = bool(kept.report.differing)
            if not needed or form.is_valid():
                chosen = form.cleaned_data["existing"] if needed else ""
                return self.finish(request, row, kept, chosen)
        if request.method == "POST" and kept.done:
            return self.open_import(kept)
        return self.import_page(request, row, kept, form)

    def take_category(self, kept: Import, name: str) -> HttpResponse:
        """Look at one category of the file, or at all of it for any other name."""
        known = {category.name for category in kept.report.categories}
        kept.category = name if name in known else ""
        look_again(kept)
        return self.open_import(kept)

    def finish(
        self, request: HttpRequest, row: QuestionSet, kept: Import, existing: str
    ) -> HttpResponse:
        try:
            done = finish_import(kept, existing, request.user)
        except ChoiceNeeded:
            look_again(kept)
            self.admin.message_user(request, CHANGED, messages.WARNING)
            return self.open_import(kept)
        words = f"Imported from {done.file_name}: {done.report.summary}."
        self.admin.log_change(request, row, words)
        self.admin.message_user(request, words, messages.SUCCESS)
        return self.open_import(done)

    def import_page(
        self, request: HttpRequest, row: QuestionSet, kept: Import, form: ExistingForm
    ) -> HttpResponse:
        report = kept.report
        pages = Paginator(report.questions, QUESTIONS_ON_A_PAGE)
        page = pages.get_page(request.GET.get("page"))
        return self.page(
            request,
            "studio/exchange/import.html",
            f"{'Import' if kept.done else 'Look at'} {kept.file_name}: {row}",
            row,
            kept=kept,
            report=report,
            page=page,
            pages=pages.get_elided_page_range(page.number),
            questions=shown_questions(kept, page),
            ready=self.count_ready(request, kept),
            form=form,
            error=bool(form.errors),
        )

    # --- Publishing what came ------------------------------------------------------------------

    def count_ready(self, request: HttpRequest, kept: Import) -> int:
        """How many of its questions this person can publish now."""
        if not kept.done or not request.user.has_perm("quizzes.change_question"):
            return 0
        return len(ready_among(drafts_of(kept))[0])

    def publish_view(self, request: HttpRequest, row: QuestionSet, kept: Import) -> HttpResponse:
        if not request.user.has_perm("quizzes.change_question"):
            return self.open_import(kept)
        published, held = publish_ready(drafts_of(kept), request.user)
        words = f"Published {count_of(published)} of the import of {kept.file_name}."
        if published:
            self.admin.log_change(request, row, words)
        if held:
            stay = "stays a draft" if len(held) == 1 else "stay drafts"
            words += f" {count_of(held)} {stay}, to be mended first."
        self.admin.message_user(request, words, messages.SUCCESS)
        return self.open_import(kept)


def count_of(questions: list[Any]) -> str:
    return f"{len(questions)} question{'s' if len(questions) != 1 else ''}"
