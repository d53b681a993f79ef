"""The parameters of an experiment as a form."""

from collections.abc import Mapping
from typing import Any

from django import forms

from lab.experiments.experiment import Experiment
from lab.experiments.parameters import Parameter, WrongParameters, format_value


class ExperimentForm(forms.Form):
    """A field for each parameter. `cleaned_data` holds what `run_experiment` takes."""

    def __init__(self, experiment: Experiment, data: Any = None) -> None:
        super().__init__(data, auto_id="with-%s")
        for parameter in experiment.parameters:
            self.fields[parameter.name] = parameter_field(parameter)

    @classmethod
    def prefilled(cls, experiment: Experiment, query: Mapping[str, str]) -> "ExperimentForm":
        """A form that was not sent yet, with the values of the query, and defaults for the rest."""
        form = cls(experiment)
        for parameter in experiment.parameters:
            form.initial[parameter.name] = initial_text(parameter, query.get(parameter.name, ""))
        return form


def initial_text(parameter: Parameter, text: str) -> str:
    """The text to begin with: the one that is asked for, where the parameter takes it."""
    try:
        value = parameter.parse(text)
    except WrongParameters:
        value = parameter.default
    return "" if value is None and parameter.or_none else format_value(value)


def parameter_field(parameter: Parameter) -> forms.Field:
    if isinstance(parameter.allowed, range):
        return forms.IntegerField(
            label=parameter.name,
            min_value=parameter.allowed[0],
            max_value=parameter.allowed[-1],
            required=not parameter.or_none,
            help_text=f"{parameter.describe_allowed().capitalize()}."
            + (" Leave it empty for None." if parameter.or_none else ""),
        )
    values = {format_value(value): value for value in parameter.allowed}
    return forms.TypedChoiceField(
        label=parameter.name,
        choices=[(text, text) for text in values],
        coerce=values.__getitem__,
        empty_value=None,
    )
