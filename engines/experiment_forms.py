"""The parameters of an experiment as a form."""

from collections.abc import Mapping
from typing import Any

from django import forms

from engines.experiments import Experiment, Parameter, as_python


class ExperimentForm(forms.Form):
    """A field for each parameter. `cleaned_data` holds what `run` takes."""

    def __init__(self, experiment: Experiment, data: Any = None) -> None:
        super().__init__(data, auto_id="with-%s")
        for one in experiment.parameters:
            self.fields[one.name] = field(one)

    @classmethod
    def begun_with(cls, experiment: Experiment, asked: Mapping[str, str]) -> "ExperimentForm":
        """Not sent yet: with what the address says, and the defaults for the rest."""
        form = cls(experiment)
        for one in experiment.parameters:
            written = asked.get(one.name, as_python(one.default))
            form.initial[one.name] = written if known(one, written) else as_python(one.default)
        return form


def field(parameter: Parameter) -> forms.Field:
    if isinstance(parameter.allowed, range):
        return forms.IntegerField(
            label=parameter.name,
            min_value=parameter.allowed[0],
            max_value=parameter.allowed[-1],
            required=not parameter.or_none,
            help_text=f"{parameter.told.capitalize()}."
            + (" Leave it empty for None." if parameter.or_none else ""),
        )
    values = {as_python(value): value for value in parameter.allowed}
    return forms.TypedChoiceField(
        label=parameter.name,
        choices=[(written, written) for written in values],
        coerce=values.__getitem__,
        empty_value=None,
    )


def known(parameter: Parameter, written: str) -> bool:
    """Whether the field would take it."""
    try:
        field(parameter).clean(written)
    except forms.ValidationError:
        return False
    return True
