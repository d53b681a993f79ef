"""A tool adds one thing to the pages of a model that Django's admin does not have: a preview,
a history, an import. `StudioAdmin` collects the URLs, links and parts of its tools."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_http_methods

READ = ["GET", "HEAD"]
WRITE = ["POST"]
READ_WRITE = [*READ, *WRITE]

type View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class Link:
    label: str
    url: str


class Tool:
    """An admin lists the class in `tools`, as it lists inlines, and makes one object of it.

    `template` holds the partials that the tool adds to the page of a row. `parts` names them. Each
    has the name of the place in `studio/change_form.html` where it is put.
    """

    template = ""
    parts: tuple[str, ...] = ()
    # The relations that are fetched together with the row of a view (`select_related`).
    related: tuple[str, ...] = ()

    def __init__(self, admin: ModelAdmin) -> None:
        self.admin: Any = admin
        self.model, self.opts = admin.model, admin.opts

    # --- What an admin collects ----------------------------------------------------------------

    def get_urls(self) -> list[URLPattern]:
        return []

    def get_links(self, row: Model) -> list[Link]:
        """The links above the page of a row."""
        return []

    def get_list_links(self, request: HttpRequest) -> list[Link]:
        """The links above the list of rows."""
        return []

    def get_context(self, request: HttpRequest, row: Any) -> dict[str, Any] | None:
        """The context of the parts on the page of `row`, which is None for a new row. Returns None
        where the tool adds no part to that page."""
        return {}

    def get_form(self, request: HttpRequest, form: type[Any]) -> type[Any]:
        """The class of the form of a row: `form` as it is, or a class to use instead."""
        return form

    def get_response(self, request: HttpRequest, row: Model) -> HttpResponse | None:
        """The response after the row was saved. None leaves it to the next tool, or to Django."""
        return None

    def wrap_form_view(self, view: View) -> View:
        """The view of the page of a row: `view` as it is, or one that calls it."""
        return view

    # --- Helpers for the pages of a tool -------------------------------------------------------

    def is_allowed(self, request: HttpRequest) -> bool:
        return bool(self.admin.has_view_permission(request))

    def path(self, route: str, view: View, name: str, methods: Iterable[str] = READ) -> URLPattern:
        """A page for those whom `is_allowed` lets in (403 for others). Where the route has a `pk`,
        the view gets the row as `row` (404 where there is none)."""

        @wraps(view)
        def guarded(request: HttpRequest, **parameters: Any) -> HttpResponse:
            if not self.is_allowed(request):
                raise PermissionDenied
            if "pk" in parameters:
                parameters["row"] = get_object_or_404(
                    self.get_rows(request), pk=parameters.pop("pk")
                )
            return view(request, **parameters)

        page: View = self.admin.admin_site.admin_view(require_http_methods([*methods])(guarded))
        return path(route, page, name=self.url_name(name))

    def get_rows(self, request: HttpRequest) -> QuerySet[Any]:
        """The rows among which a view finds its own."""
        rows: QuerySet[Any] = self.model._default_manager.all()
        return rows.select_related(*self.related) if self.related else rows

    def url_name(self, name: str) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_{name}"

    def url(self, name: str, *args: Any) -> str:
        return reverse(f"admin:{self.url_name(name)}", args=args)

    def page(
        self, request: HttpRequest, template: str, title: str, row: Any = None, **context: Any
    ) -> HttpResponse:
        """A page of the tool. Its status is 422 where the context has an `error`, else 200."""
        shared = {**self.admin.admin_site.each_context(request), "opts": self.opts}
        status = 422 if context.get("error") else 200
        context = {**shared, "title": title, "original": row, **context}
        return TemplateResponse(request, template, context, status=status)

    def open_row(self, row: Model) -> HttpResponseRedirect:
        return HttpResponseRedirect(self.url("change", row.pk))
