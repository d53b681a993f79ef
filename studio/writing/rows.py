"""Text fields and inline rows for the forms of courses, lessons, sets and questions."""

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
    """A text with LF at its line ends, as in packs. Browsers send CRLF, which would count as a
    change."""

    widget = forms.Textarea

    def __init__(self, **options: Any) -> None:
        super().__init__(**{**options, "strip": False})

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value)).replace("\r\n", "\n")


def text_area(rows: int) -> dict[Any, Any]:
    """Text fields of this height, for `formfield_overrides`."""
    widget = forms.Textarea(attrs={"rows": rows, "cols": 90})
    return {TextField: {"form_class": TextArea, "widget": widget}}


class RowsInline(InlineModelAdmin):
    """A button adds empty rows. Without JavaScript `?rows=3` in the URL does."""

    extra = 0

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        rows = request.GET.get("rows", "")
        return min(int(rows), MOST_ROWS) if rows.isdecimal() and len(rows) < 3 else self.extra


class NamedFormSet(BaseInlineFormSet):
    """The checkbox that deletes a row has the name of the row, for screen readers."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        if delete := form.fields.get("DELETE"):
            delete.widget.attrs["aria-label"] = f"Delete {form.instance}"


class TableInline(RowsInline, admin.TabularInline):
    """Django's table, with a name on each field, since screen readers don't read the heading of
    its column."""

    formset = NamedFormSet

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field:
            field.widget.attrs.setdefault("aria-label", capfirst(db_field.verbose_name))
        return field
