"""The board of a class in the panel: a page for the projector, which updates itself."""

from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers
from django_htmx.http import HttpResponseClientRefresh

from classrooms import board_questions, qr
from classrooms.board import Board, build_board
from classrooms.join_link import is_loopback_link, join_link
from classrooms.models import Classroom
from lab.http import Request
from studio.tools import Link, Tool, View

TEMPLATE = "studio/classrooms/board.html"
KEPT = 86_400  # seconds that a browser keeps the picture


class BoardPages(Tool):
    """The board of each class, for those who teach it."""

    def get_urls(self) -> list[URLPattern]:
        picture = self.admin.admin_site.admin_view(require_safe(self.qr_view), cacheable=True)
        return [
            self.board_path("<int:pk>/board/", require_safe(self.board_view), "board"),
            self.board_path("<int:pk>/board/question/", require_POST(self.question_view), "up"),
            self.board_path("<int:pk>/board/answer/", require_POST(self.answer_view), "answer"),
            path("<int:pk>/board/<str:code>.svg", picture, name=self.url_name("qr")),
        ]

    def get_links(self, row: Any) -> list[Link]:
        return [Link("Board", self.url("board", row.pk))]

    def board_path(self, route: str, view: View, name: str) -> URLPattern:
        """A page of the board. Where htmx may not see it, the browser loads the whole page, which
        says why."""
        page: View = self.admin.admin_site.admin_view(view)

        @wraps(view)
        @vary_on_headers("HX-Request")
        def guarded(request: Request, pk: int) -> HttpResponse:
            if not request.htmx:
                return page(request, pk)
            if (
                request.session.conditions.outage
            ):  # nobody knows who is signed in, so nobody is sent away
                return HttpResponse(status=503)
            if not self.admin.admin_site.has_permission(request):
                return HttpResponseClientRefresh()
            try:
                return page(request, pk)
            except (PermissionDenied, Http404):
                return HttpResponseClientRefresh()

        return path(route, guarded, name=self.url_name(name))

    def board_view(self, request: Request, pk: int) -> HttpResponse:
        return self.show(request, self.taught_or_404(request, pk))

    def question_view(self, request: Request, pk: int) -> HttpResponse:
        """Put up a question of the course, or let the board follow the class."""
        classroom = self.taught_or_404(request, pk)
        wanted = request.POST.get("question", "")
        if wanted and question_of(classroom, wanted) is None:
            return self.show(request, classroom)  # the question was taken out meanwhile
        classroom.put_up(question_of(classroom, wanted))
        return self.show(request, classroom)

    def answer_view(self, request: Request, pk: int) -> HttpResponse:
        """Reveal the answer to the question that the form names. Without a question, hide it."""
        classroom = self.taught_or_404(request, pk)
        question = question_of(classroom, request.POST.get("question", ""))
        if question:
            classroom.reveal(question)
        else:
            classroom.conceal()
        return self.show(request, classroom)

    def qr_view(self, request: Request, pk: int, code: str) -> HttpResponse:
        """The QR code of the link to join. A new code has a new URL: browsers may keep this one."""
        classroom = self.taught_or_404(request, pk)
        if code != classroom.code:
            raise Http404
        headers = {"Cache-Control": f"private, max-age={KEPT}"}
        return HttpResponse(qr.svg(join_link(request, classroom)), "image/svg+xml", headers=headers)

    def taught_or_404(self, request: Request, pk: int) -> Classroom:
        admin = self.admin
        if not (admin.has_view_permission(request) and admin.has_change_permission(request)):
            raise PermissionDenied
        classes = Classroom.objects.taught_by(request.user).select_related("course")
        return get_object_or_404(classes, pk=pk)

    def show(self, request: Request, classroom: Classroom) -> HttpResponse:
        """The whole page, or for htmx its changed parts: 204 where nothing changed."""
        latest = "latest" in (request.POST if request.method == "POST" else request.GET)
        address = self.url("board", classroom.pk)
        if request.method == "POST" and not request.htmx:
            return HttpResponseRedirect(address + ("?latest" if latest else ""))
        now = build_board(classroom, latest)
        context = {
            "board": now,
            "classroom": classroom,
            "address": address,
            "join": request.build_absolute_uri(reverse("join")).partition("://")[2],
            "way_in": join_link(request, classroom),
        }
        if request.htmx:
            return self.show_changes(request, now, context)
        context["groups"] = board_questions.question_groups(
            board_questions.current_course(classroom.course)
        )
        context["leads_only_here"] = is_loopback_link(request)
        return TemplateResponse(request, TEMPLATE, context)

    def show_changes(self, request: Request, now: Board, context: dict[str, Any]) -> HttpResponse:
        if request.GET.get("was") == now.digest:
            return HttpResponse(status=204)
        context["controls"] = request.GET.get("controls") != now.controls
        return TemplateResponse(request, f"{TEMPLATE}#changed", context)


def question_of(classroom: Classroom, wanted: str) -> int | None:
    """The pk of the question that a form names. None where the course asks no such question."""
    pk = int(wanted) if wanted.isascii() and wanted.isdecimal() and len(wanted) < 19 else 0
    return (
        pk
        if pk in board_questions.questions_by_pk(board_questions.current_course(classroom.course))
        else None
    )
