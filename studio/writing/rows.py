"""Texts and inline rows in the forms of what authors write."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.options import InlineModelAdmin
from django.db.models import TextField
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest
from django.utils.text import capfirst

MOST_ROWS = 20


class TextArea(forms.CharField):
    """Browsers send CRLF and packs have LF: a text that nobody edits stays as it is."""

    widget = forms.Textarea

    def __init__(self, **options: Any) -> None:
        super().__init__(**{**options, "strip": False})

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value)).replace("\r\n", "\n")


def text_area(rows: int) -> dict[Any, Any]:
    """For `formfield_overrides`."""
    widget = forms.Textarea(attrs={"rows": rows, "cols": 90})
    return {TextField: {"form_class": TextArea, "widget": widget}}


class RowsInline(InlineModelAdmin):
    """Empty rows come by a button; without JavaScript, as many as the address asks for."""

    extra = 0

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        rows = request.GET.get("rows", "")
        return min(int(rows), MOST_ROWS) if rows.isdecimal() and len(rows) < 3 else self.extra


class NamedFormSet(BaseInlineFormSet):
    """The box that deletes a row says which."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        if delete := form.fields.get("DELETE"):
            delete.widget.attrs["aria-label"] = f"Delete {form.instance}"


class TableInline(RowsInline, admin.TabularInline):
    """Django's, with a name for each field: a heading above a column is none to a screen reader."""

    formset = NamedFormSet

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field:
            field.widget.attrs.setdefault("aria-label", capfirst(db_field.verbose_name))
        return field
