"""A proof that was run, as a learner sees it. Only for a question that is finished."""

from dataclasses import dataclass

from django.utils.safestring import SafeString

from lab.experiments.experiment import Experiment
from lab.experiments.parameters import format_value
from lab.experiments.presenting import PresentedResult, describe_finding, present_result
from lab.experiments.registry import EXPERIMENTS
from lab.experiments.result import is_as_expected
from learn.proof_cards import experiment_url
from quizzes import proofs
from quizzes.attempts.attempt import Attempt
from quizzes.kinds.presenting import choice_text
from quizzes.proofs import Outcome
from quizzes.schema import Item, Proof


@dataclass(frozen=True)
class Finding:
    """`expected`: the finding that the choice claims, or that was asked for. `actual`: Django's."""

    about: str
    expected: str
    actual: str
    met: bool


@dataclass(frozen=True)
class ChoiceResult:
    """A choice beside what Django did. `met`: Django did what it claims."""

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
class ProofResults:
    """`each`: every choice was a configuration of its own. `url`: the experiment's page."""

    experiment: Experiment
    url: str
    each: bool
    rows: list[ChoiceResult]
    runs: list[Run]


def may_be_proved(attempt: Attempt, item: Item) -> bool:
    """Whether its proof may be run now: not before the end, because it tells what is right."""
    finished = attempt.rules.is_finished(item, attempt.state(item))
    return item.proof is not None and finished and not attempt.mark_before_edit(item)


def question_to_prove(attempt: Attempt, slug: str) -> Item | None:
    """The question of this attempt with that slug, if its proof may be run now."""
    item = attempt.items.get(slug)
    return item if item and may_be_proved(attempt, item) else None


def prove(item: Item) -> ProofResults:
    """Run a question's proof. Raises `NoResult` where there is none to show."""
    assert item.proof  # noqa: S101
    outcomes = proofs.outcomes(item)
    return ProofResults(
        experiment=EXPERIMENTS[item.proof.experiment],
        url=proof_url(item.proof),
        each=bool(item.proof.each),
        rows=[choice_result(item, outcome) for outcome in outcomes],
        runs=runs_with_choices(item, outcomes),
    )


def proof_url(proof: Proof) -> str:
    parameters = {name: format_value(value) for name, value in proof.with_.items()}
    return experiment_url(proof.experiment, parameters)


def choice_result(item: Item, outcome: Outcome) -> ChoiceResult:
    prediction, result = outcome.prediction, outcome.result
    about = EXPERIMENTS[result.experiment].finds
    findings = [
        Finding(
            about[name],
            describe_finding(expected),
            describe_finding(actual),
            is_as_expected(expected, actual),
        )
        for name, expected in prediction.expected.items()
        for actual in [result.findings[name]]
    ]
    return ChoiceResult(
        choice_text(item, prediction.choice), prediction.right, outcome.met, findings
    )


def runs_with_choices(item: Item, outcomes: list[Outcome]) -> list[Run]:
    """Each run once, with the choices that it was for."""
    by_run: dict[int, list[Outcome]] = {}
    for outcome in outcomes:
        by_run.setdefault(id(outcome.result), []).append(outcome)
    return [
        Run(
            [choice_text(item, outcome.prediction.choice) for outcome in same],
            present_result(same[0].result),
        )
        for same in by_run.values()
    ]
