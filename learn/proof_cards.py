"""`::: proof slug name=value`: a card in a text, which leads to the page of that experiment."""

from django.urls import reverse
from django.utils.html import escape

from engines.experiments import EXPERIMENTS, WrongParameters


def address(slug: str, parameters: dict[str, str]) -> str:
    """The page of an experiment, with these parameters filled in."""
    return reverse("experiment", args=[slug], query=parameters or None)


def parsed(rest: str) -> tuple[str, dict[str, str]]:
    """The experiment and its parameters. Raises `WrongParameters`, with what would be right."""
    slug, *pairs = rest.split() or [""]
    if slug not in EXPERIMENTS:
        raise WrongParameters(f"No experiment {slug!r}. There are: {', '.join(EXPERIMENTS)}.")
    known = {one.name: one for one in EXPERIMENTS[slug].parameters}
    given = dict(pair.partition("=")[::2] for pair in pairs)
    for name, value in given.items():
        if name not in known:
            raise WrongParameters(f"No parameter {name!r}. There are: {', '.join(known)}.")
        known[name].read(value)
    return slug, given


def opened(rest: str) -> str:
    """The card's beginning. Nothing where the experiment is not known; the loader says so."""
    try:
        slug, parameters = parsed(rest)
    except WrongParameters:
        return '<div class="note tip">\n'
    link = f'<a href="{escape(address(slug, parameters))}">{escape(EXPERIMENTS[slug].title)}</a>'
    return f'<div class="note tip"><p class="title">Prove it: {link}</p>\n'


def problem(rest: str) -> str:
    """What is wrong with what follows `::: proof`; empty where nothing is."""
    try:
        parsed(rest)
    except WrongParameters as refusal:
        return str(refusal)
    return ""
