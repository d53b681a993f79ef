"""A tool is one thing that the pages of a model do beside what Django's own admin does: a preview,
a history, an import. `StudioAdmin` collects what its tools bring along."""

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
    """An admin lists the class, as it lists inlines, and makes one object of it for itself.

    `template` holds the tool's parts of the row's own page, as partials. `parts` names them, each
    after the place in `studio/change_form.html` where it stands.
    """

    template = ""
    parts: tuple[str, ...] = ()
    # What to fetch along with the row of a view.
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
        """What the parts need on the page of `row`, which is None for a new one. None: nothing of
        this tool stands on that page."""
        return {}

    def get_form(self, request: HttpRequest, form: type[Any]) -> type[Any]:
        """The class of the row's form, or another one in its place."""
        return form

    def get_response(self, request: HttpRequest, row: Model) -> HttpResponse | None:
        """Where to go after the row was saved. None: where Django goes."""
        return None

    def wrap_form_view(self, view: View) -> View:
        """The view of the row's own page, or another one around it."""
        return view

    # --- What a tool makes its pages of --------------------------------------------------------

    def is_allowed(self, request: HttpRequest) -> bool:
        return bool(self.admin.has_view_permission(request))

    def path(self, route: str, view: View, name: str, methods: Iterable[str] = READ) -> URLPattern:
        """A page for those who are allowed. Where the route has a `pk`, the view gets the row."""

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
        """The rows that a view may get."""
        rows: QuerySet[Any] = self.model._default_manager.all()
        return rows.select_related(*self.related) if self.related else rows

    def url_name(self, name: str) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_{name}"

    def url(self, name: str, *args: Any) -> str:
        return reverse(f"admin:{self.url_name(name)}", args=args)

    def page(
        self, request: HttpRequest, template: str, title: str, row: Any = None, **context: Any
    ) -> HttpResponse:
        """A page of its own. With an `error` it is a refusal (422)."""
        shared = {**self.admin.admin_site.each_context(request), "opts": self.opts}
        status = 422 if context.get("error") else 200
        context = {**shared, "title": title, "original": row, **context}
        return TemplateResponse(request, template, context, status=status)

    def open_row(self, row: Model) -> HttpResponseRedirect:
        return HttpResponseRedirect(self.url("change", row.pk))
