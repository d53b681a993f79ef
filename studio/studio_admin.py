"""The base class of admins with tools."""

from collections import defaultdict
from collections.abc import Iterable
from contextlib import nullcontext
from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import DateField
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern

from learn.course_versions import one_new_version
from studio.tools import Link, Tool


class StudioAdmin(admin.ModelAdmin):
    """Adds the URLs, links, context and parts of its `tools` to the pages of Django's admin."""

    tools: Iterable[type[Tool]] = ()
    change_form_template = "studio/change_form.html"

    def __init__(self, model: Any, admin_site: Any) -> None:
        super().__init__(model, admin_site)
        self.toolbox = [tool(self) for tool in self.tools]

    def get_urls(self) -> list[URLPattern]:
        own = [url for tool in self.toolbox for url in tool.get_urls()]
        return [*own, *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        links = [link for tool in self.toolbox for link in tool.get_list_links(request)]
        return super().changelist_view(request, {"tool_links": links, **(extra_context or {})})

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: Any = None,
    ) -> HttpResponse:
        view = super().changeform_view
        for tool in self.toolbox:
            view = tool.wrap_form_view(view)
        with one_new_version() if request.method == "POST" else nullcontext():
            return view(request, object_id, form_url, extra_context)

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **options: Any
    ) -> type[Any]:
        form: type[Any] = super().get_form(request, obj, change, **options)
        for tool in self.toolbox:
            form = tool.get_form(request, form)
        return form

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """What the address wants in the fields of a new row, without what a field can't hold."""
        wanted = super().get_changeform_initial_data(request)
        return {name: value for name, value in wanted.items() if self.can_begin_with(name, value)}

    def can_begin_with(self, name: str, value: Any) -> bool:
        """Django's widgets for a moment take no text, so a moment can't come from an address."""
        fields = {field.name: field for field in (*self.opts.fields, *self.opts.many_to_many)}
        if name not in fields or isinstance(fields[name], DateField):
            return False
        try:
            fields[name].to_python(value)
        except ValidationError:
            return False
        return True

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        row = context["original"]
        parts: dict[str, list[str]] = defaultdict(list)
        links: list[Link] = []
        for tool in self.toolbox:
            links += tool.get_links(row) if row else []
            if (own := tool.get_context(request, row)) is not None:
                context |= own
                for name in tool.parts:
                    parts[name].append(f"{tool.template}#{name}")
        # A plain dict: a template would call the defaultdict's factory for a name it does not have.
        context |= {"parts": dict(parts), "tool_links": links}
        return super().render_change_form(request, context, *args, **kwargs)

    def response_add(self, request: HttpRequest, obj: Any, *args: Any) -> HttpResponse:
        return self.tool_response(request, obj) or super().response_add(request, obj, *args)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        return self.tool_response(request, obj) or super().response_change(request, obj)

    def tool_response(self, request: HttpRequest, row: Any) -> HttpResponse | None:
        responses = (tool.get_response(request, row) for tool in self.toolbox)
        return next(filter(None, responses), None)
