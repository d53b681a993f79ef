"""Proofs: what an experiment must find for a choice to be right, and for no other to be.

Which choice is right comes from the choices alone, and what they are compared with comes from a run
alone. So a question whose right choice was changed contradicts its proof.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lab.experiments.parameters import WrongParameters, check_parameters
from lab.experiments.registry import EXPERIMENTS
from lab.experiments.result import Result, unmet_expectations
from lab.experiments.running import run_experiment
from quizzes.kinds import kind_of
from quizzes.kinds.checking import right_keys
from quizzes.kinds.kind import ItemPath
from quizzes.schema import Item, Proof


@dataclass(frozen=True)
class Prediction:
    """What an experiment must find, run with these parameters, for a choice to be borne out."""

    choice: str
    right: bool
    parameters: dict[str, Any]
    expected: dict[str, Any]


@dataclass(frozen=True)
class Outcome:
    """The result of the run of a prediction. `unmet`: what of the prediction was not found."""

    prediction: Prediction
    result: Result
    unmet: list[str]

    @property
    def met(self) -> bool:
        return not self.unmet


def predictions(item: Item) -> list[Prediction]:
    """One for each choice that the proof speaks of, in the order of the choices."""
    proof = item.proof
    if proof is None:
        return []
    spoken = proof.each or proof.says or right_keys(item)
    return [
        Prediction(
            choice=key,
            right=choice.right,
            parameters=parameters(item, proof, key),
            expected=proof.says.get(key, proof.expect),
        )
        for key, choice in item.choices.items()
        if key in spoken
    ]


def parameters(item: Item, proof: Proof, key: str) -> dict[str, Any]:
    """Those that all choices share, and the choice's own.

    Where choices fill gaps, it stands with the right choices of the other gaps.
    """
    shared: dict[str, Any] = dict(proof.with_)
    gap = item.choices[key].gap
    for other_key, other in item.choices.items():
        if gap and other.right and other.gap != gap:
            shared |= proof.each.get(other_key, {})
    return shared | proof.each.get(key, {})


def outcomes(item: Item) -> list[Outcome]:
    """Run the experiment for each prediction; once, where several are about the same run.

    Raises `NoResult` where there is none to show.
    """
    results: dict[str, Result] = {}
    outcomes_so_far = []
    for prediction in predictions(item):
        name = json.dumps(prediction.parameters, sort_keys=True)
        if name not in results:
            assert item.proof  # noqa: S101
            results[name] = run_experiment(item.proof.experiment, **prediction.parameters)
        missing = unmet_expectations(results[name].findings, prediction.expected)
        outcomes_so_far.append(Outcome(prediction, results[name], missing))
    return outcomes_so_far


def contradictions(outcomes: list[Outcome]) -> list[str]:
    """Where the choices and what was found disagree: a right one unmet, or a wrong one met."""
    messages = []
    for outcome in outcomes:
        choice = outcome.prediction.choice
        if outcome.prediction.right and not outcome.met:
            messages += [f"{choice!r} is right, but {what}" for what in outcome.unmet]
        if not outcome.prediction.right and outcome.met:
            messages.append(f"{choice!r} is wrong, but what it says was found")
    return messages


# --- What is wrong with a proof before anything is run ----------------------------------------


def problems(item: Item) -> Iterator[tuple[ItemPath, str]]:
    """Mistakes in a question's proof, each with its place in it, in words for its author."""
    proof = item.proof
    if proof is None:
        return
    if proof.experiment not in EXPERIMENTS:
        known = ", ".join(EXPERIMENTS)
        yield ("experiment",), f"There is no experiment {proof.experiment!r}. There are: {known}."
        return
    yield from parameter_problems(proof)
    yield from name_problems(proof)
    yield from choice_problems(item, proof)


def parameter_problems(proof: Proof) -> Iterator[tuple[ItemPath, str]]:
    takes = EXPERIMENTS[proof.experiment].parameters
    places: list[tuple[ItemPath, Mapping[str, Any]]] = [(("with",), proof.with_)]
    places += [(("each", key), own) for key, own in proof.each.items()]
    for place, given in places:
        for name, value in given.items():
            try:
                check_parameters(takes, {name: value})
            except WrongParameters as refusal:
                yield (*place, name), str(refusal)


def name_problems(proof: Proof) -> Iterator[tuple[ItemPath, str]]:
    """Names of findings that the experiment does not have."""
    finds = EXPERIMENTS[proof.experiment].finds
    places: list[tuple[ItemPath, Mapping[str, Any]]] = [(("expect",), proof.expect)]
    places += [(("says", key), claims) for key, claims in proof.says.items()]
    for place, claims in places:
        if not claims and place[0] == "says":
            yield place, "It says nothing that can be found. Add a name, or take it out."
        for name in claims:
            if name not in finds:
                known = ", ".join(finds)
                yield (*place, name), f"It finds no {name!r}. It finds: {known}."


def choice_problems(item: Item, proof: Proof) -> Iterator[tuple[ItemPath, str]]:
    """Whether the proof speaks of the right choices, and of none that is not there."""
    # Where one is missing by mistake, its kind says so.
    if not right_keys(item) and not any(kind_of(item).problems(item)):
        yield (), f"A question of kind {item.kind} has no choice to prove. Take it out."
    if proof.says and (proof.each or proof.expect):
        yield ("says",), "Either `says`, or `expect` with or without `each`. Take one out."
    if not (proof.says or proof.expect):
        yield (), "It expects nothing. Add `expect`, or `says` for each choice."
    for name, spoken in (("each", proof.each), ("says", proof.says)):
        for key in spoken.keys() - item.choices.keys():
            known = ", ".join(item.choices)
            yield (name, key), f"{key!r} is no choice of this question. There are: {known}."
        for key in right_keys(item) - spoken.keys() if spoken else ():
            yield (name,), f"The right choice {key!r} is not in here. Add it."
