"""What holds for every experiment: what it finds, what it refuses, and what it never tells."""

import json
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

import pytest

from lab.experiments.parameters import WrongParameters
from lab.experiments.registry import EXPERIMENTS
from lab.experiments.result import Result, unmet_expectations
from lab.experiments.running import run_experiment
from tests.lab.findings import every_engine


def runs() -> list[tuple[str, str]]:
    """Every experiment with every engine it can have."""
    return [
        (slug, engine)
        for slug, one in EXPERIMENTS.items()
        for parameter in one.parameters
        if parameter.name == "engine"
        for engine in parameter.allowed
    ]


@pytest.mark.parametrize(("slug", "engine"), runs())
def test_it_finds_what_it_says_it_finds_and_tells_it(slug: str, engine: str) -> None:
    result = run_experiment(slug, engine=engine)
    assert list(result.findings) == list(EXPERIMENTS[slug].finds)
    assert result.summary
    assert result.parameters["engine"] == engine
    assert result.exchanges
    assert Result.from_json(json.loads(json.dumps(asdict(result)))) == result


@pytest.mark.parametrize("slug", EXPERIMENTS)
def test_it_has_a_title_a_reason_and_a_source(slug: str) -> None:
    one = EXPERIMENTS[slug]
    assert one.title
    assert one.shows.endswith(".")
    assert "Django" in one.source or "django." in one.source
    assert all(parameter.takes(parameter.default) for parameter in one.parameters)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: run_experiment("remember"), "No experiment 'remember'. There are: remembers, "),
        (
            lambda: run_experiment("remembers", motor="db"),
            "No parameter 'motor'. There are: engine.",
        ),
        (
            lambda: run_experiment("remembers", engine="redis"),
            "engine can't be 'redis'. It takes one of 'db'",
        ),
        (
            lambda: run_experiment("lost-updates", tabs=1),
            "tabs can't be 1. It takes a whole number from 2 to",
        ),
        (lambda: run_experiment("lost-updates", tabs=True), "tabs can't be True."),
        (lambda: run_experiment("lost-updates", tabs="2"), "tabs can't be '2'."),
        (
            lambda: run_experiment("key-rotation", fallback=1),
            "fallback can't be 1. It takes one of False",
        ),
        (lambda: run_experiment("remembers", SECRET_KEY="x"), "No parameter 'SECRET_KEY'."),
        (lambda: run_experiment("missing-file-path", engine="db"), "engine can't be 'db'."),
    ],
)
def test_wrong_parameters_are_refused_with_what_would_be_right(
    call: Callable[[], Any], message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lab.experiments.running.POOL", None)  # nothing may run
    with pytest.raises(WrongParameters) as refusal:
        call()
    assert str(refusal.value).startswith(message)


def test_what_is_expected_and_not_found_is_told() -> None:
    result = {"status": 200, "kept": True}
    assert unmet_expectations(result, {"status": 200, "kept": True}) == []
    assert unmet_expectations(result, {"kept": 1}) == ["kept: expected 1, found True"]
    assert unmet_expectations(result, {"sees": "x"}) == [
        "sees: no such finding; there are status, kept"
    ]


def test_an_error_is_told_without_the_place_of_the_run() -> None:
    result = run_experiment("missing-file-path", fault="missing")
    errors = [one.error for one in result.exchanges if one.error]
    assert errors
    assert all("'…/sessions' doesn't exist" in error for error in errors)


@every_engine
def test_no_sign_in_hash_and_no_whole_key_is_told(engine: str) -> None:
    told = json.dumps(asdict(run_experiment("key-rotation", engine=engine)))
    assert "_auth_user_hash" not in told.replace('_auth_user_hash\\": \\"(masked)', "")
    assert all(len(word) < 32 for word in told.replace("=", " ").split() if word.isalnum())
