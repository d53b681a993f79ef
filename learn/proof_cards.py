"""`::: proof slug name=value`: a card in a text, which leads to the page of that experiment."""

from collections.abc import Collection
from dataclasses import dataclass

from django.urls import reverse
from django.utils.html import escape

from lab.experiments.parameters import WrongParameters
from lab.experiments.registry import EXPERIMENTS
from learn.directives import Directive


def experiment_url(slug: str, parameters: dict[str, str]) -> str:
    """The page of an experiment, with these parameters filled in."""
    return reverse("experiment", args=[slug], query=parameters or None)


def parse_proof(rest: str) -> tuple[str, dict[str, str]]:
    """The experiment's slug and its parameters.

    Raises `WrongParameters`, whose message names what there is instead.
    """
    slug, *pairs = rest.split() or [""]
    if slug not in EXPERIMENTS:
        raise WrongParameters(f"No experiment {slug!r}. There are: {', '.join(EXPERIMENTS)}.")
    known = {parameter.name: parameter for parameter in EXPERIMENTS[slug].parameters}
    given = dict(pair.partition("=")[::2] for pair in pairs)
    for name, value in given.items():
        if name not in known:
            raise WrongParameters(f"No parameter {name!r}. There are: {', '.join(known)}.")
        known[name].parse(value)
    return slug, given


@dataclass(frozen=True)
class ProofCard(Directive):
    name: str = "proof"

    @property
    def classes(self) -> Collection[str]:
        return ("note", "tip", "title")

    def open(self, rest: str) -> str:
        """The card's beginning; without a link where the experiment is not known."""
        try:
            slug, parameters = parse_proof(rest)
        except WrongParameters:
            return '<div class="note tip">\n'
        url, title = escape(experiment_url(slug, parameters)), escape(EXPERIMENTS[slug].title)
        return f'<div class="note tip"><p class="title">Prove it: <a href="{url}">{title}</a></p>\n'

    def find_problem(self, rest: str) -> str:
        try:
            parse_proof(rest)
        except WrongParameters as refusal:
            return str(refusal)
        return ""
