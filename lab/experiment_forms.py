"""The parameters of an experiment as a form."""

from collections.abc import Mapping
from typing import Any

from django import forms

from lab.experiments import Experiment, Parameter, WrongParameters, written


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
            form.initial[one.name] = begun_with(one, asked.get(one.name, ""))
        return form


def begun_with(parameter: Parameter, text: str) -> str:
    """The value to begin with: the one that is asked for, if there is such a one."""
    try:
        value = parameter.read(text)
    except WrongParameters:
        value = parameter.default
    return "" if value is None and parameter.or_none else written(value)


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
    values = {written(value): value for value in parameter.allowed}
    return forms.TypedChoiceField(
        label=parameter.name,
        choices=[(text, text) for text in values],
        coerce=values.__getitem__,
        empty_value=None,
    )
