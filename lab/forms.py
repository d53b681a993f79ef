from typing import Any

from django import forms

from engines.engine import Engine
from engines.registry import ENGINES


class SwitchForm(forms.Form):
    """Which engine to move to. `cleaned_data["engine"]` is an `Engine`."""

    engine = forms.CharField(
        max_length=40,
        error_messages={"required": "Choose an engine to move your session to."},
    )

    def clean_engine(self) -> Engine:
        name: Any = self.cleaned_data["engine"]
        if name not in ENGINES:
            raise forms.ValidationError(
                "There is no engine of that name here. Your session stays where it is. "
                f"Choose one of: {', '.join(ENGINES)}."
            )
        return ENGINES[name]
