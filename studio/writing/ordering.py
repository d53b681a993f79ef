"""A new row comes after its siblings, unless its author gives it a position."""

from typing import Any

from django.forms.models import ModelForm

from learn.positions import end_of


class PlacedForm(ModelForm):
    """A new row without a position comes last. Its siblings have the same value in `beside`."""

    beside = "question"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields.get("position")  # missing where the person may only view
        if field and self.instance._state.adding:
            field.required, field.initial = False, None
            field.widget.attrs["placeholder"] = "last"

    def clean(self) -> None:
        super().clean()
        if self.cleaned_data.get("position", 0) is None:
            self.cleaned_data["position"] = self.end()

    def end(self) -> int:
        above = self.cleaned_data.get(self.beside)
        if above is None or above.pk is None:
            return 0
        return end_of(self._meta.model._default_manager.filter(**{self.beside: above}))
