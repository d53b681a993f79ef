from typing import Any

from django import forms

from exchange.planning import EXISTING, UPDATE


class ExistingForm(forms.Form):
    """What to do with questions that are here under the same name with other content.

    None of the ways is chosen beforehand: whichever it were, somebody would lose by it.
    """

    existing = forms.ChoiceField(
        label="Questions that are here under the same name, with other content",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose what happens with the questions that are here with other content. "
            "Nothing was imported yet."
        },
    )

    def __init__(self, *args: Any, may_update: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["existing"]
        field.choices = [
            (name, words) for name, words in EXISTING.items() if may_update or name != UPDATE
        ]
