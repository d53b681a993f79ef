"""Where a new row stands among those beside it: at the end, unless its author says otherwise."""

from typing import Any

from django.forms.models import ModelForm

from learn.positions import end_of


class PlacedForm(ModelForm):
    """A new row without a position comes to the end. `beside`: what those beside it share."""

    beside = "question"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields.get("position")  # none where one may only look
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
