"""A proof that was run, as a learner sees it. Only for a question that is finished."""

from dataclasses import dataclass

from django.utils.safestring import SafeString

from lab.experiments.experiment import Experiment
from lab.experiments.parameters import format_value
from lab.experiments.presenting import PresentedResult, describe_finding, present_result
from lab.experiments.registry import EXPERIMENTS
from lab.experiments.result import is_as_expected
from learn.proof_cards import experiment_url
from quizzes import proofs, sittings
from quizzes.bank import SetContent
from quizzes.items import Item, Proof
from quizzes.kinds.presenting import choice_text
from quizzes.proofs import Outcome
from quizzes.sittings import Sitting


@dataclass(frozen=True)
class Finding:
    """`said`: what the choice says is found, or what was asked for."""

    about: str
    said: str
    found: str
    met: bool


@dataclass(frozen=True)
class Row:
    """A choice beside what Django did."""

    choice: SafeString
    right: bool
    met: bool
    findings: list[Finding]


@dataclass(frozen=True)
class Run:
    """A run, and the choices that it was for."""

    choices: list[SafeString]
    result: PresentedResult


@dataclass(frozen=True)
class Proven:
    """`each`: every choice was a configuration of its own. `url`: the experiment's page."""

    experiment: Experiment
    url: str
    each: bool
    rows: list[Row]
    runs: list[Run]


def may_be_run(question_set: SetContent, sitting: Sitting, item: Item) -> bool:
    """Not before the end: a proof tells what is right."""
    done = question_set.rules.is_finished(item, sitting.state(item))
    return item.proof is not None and done and item.id not in sitting.stands


def drawn(question_set: SetContent, sitting: Sitting, slug: str) -> Item | None:
    """The question of this sitting whose proof may be run now."""
    item = sittings.drawn(question_set, sitting).get(slug)
    return item if item and may_be_run(question_set, sitting, item) else None


def proven(item: Item) -> Proven:
    """Run a question's proof. Raises `NoResult` where there is none to show."""
    assert item.proof  # noqa: S101
    outcomes = proofs.outcomes(item)
    return Proven(
        experiment=EXPERIMENTS[item.proof.experiment],
        url=address(item.proof),
        each=bool(item.proof.each),
        rows=[row(item, one) for one in outcomes],
        runs=runs(item, outcomes),
    )


def address(proof: Proof) -> str:
    parameters = {name: format_value(value) for name, value in proof.with_.items()}
    return experiment_url(proof.experiment, parameters)


def row(item: Item, outcome: Outcome) -> Row:
    one, result = outcome.prediction, outcome.result
    about = EXPERIMENTS[result.experiment].finds
    findings = [
        Finding(
            about[name],
            describe_finding(said),
            describe_finding(found),
            is_as_expected(said, found),
        )
        for name, said in one.expected.items()
        for found in [result.findings[name]]
    ]
    return Row(choice_text(item, one.choice), one.right, outcome.met, findings)


def runs(item: Item, outcomes: list[Outcome]) -> list[Run]:
    """Each run once, with the choices that it was for."""
    found: dict[int, list[Outcome]] = {}
    for one in outcomes:
        found.setdefault(id(one.result), []).append(one)
    return [
        Run(
            [choice_text(item, one.prediction.choice) for one in same],
            present_result(same[0].result),
        )
        for same in found.values()
    ]
