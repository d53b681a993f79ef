"""What an experiment hands back: plain values that JSON can carry."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

PlainValue = str | int | bool | list[str] | None


@dataclass(frozen=True)
class Exchange:
    """One request and what came of it.

    `at`: seconds on the experiment's clock. `who`: which browser. `cookie`: what it sent.
    `error`: name and message of the exception behind the status, if there was one.
    `set_cookie_bytes`: name and value of the cookie sent, which is what a browser limits.
    `queries`: the kinds of SQL statements, in order. Long cookie values are shortened.
    """

    at: float
    who: str
    request: str
    cookie: str
    status: int
    error: str
    set_cookie: str
    set_cookie_bytes: int
    vary: str
    body: str
    queries: list[str]

    @property
    def sees(self) -> str | None:
        """What the page showed; None for nothing, or where there was an error instead."""
        return self.body or None

    @property
    def exception(self) -> str | None:
        """The name of the exception, without its message."""
        return self.error.partition(":")[0] or None

    @property
    def max_age(self) -> int | None:
        """The age on the cookie; None where there is none, or no cookie."""
        _, attribute, rest = self.set_cookie.partition("Max-Age=")
        return int(rest.partition(";")[0]) if attribute else None


@dataclass(frozen=True)
class StoreState:
    """What the store held after a step: rows, entries and files, a line for each."""

    after: str
    contents: list[str]


@dataclass(frozen=True)
class Result:
    """The course of an experiment, and what was concluded.

    `findings`: the named conclusions that a proof compares with what it expects.
    `summary`: one sentence that says what came of it.
    """

    experiment: str
    parameters: dict[str, Any]
    exchanges: list[Exchange]
    states: list[StoreState]
    findings: dict[str, PlainValue]
    summary: str

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> "Result":
        """The result from what the worker has written as JSON."""
        exchanges = [Exchange(**exchange) for exchange in values["exchanges"]]
        states = [StoreState(**state) for state in values["states"]]
        return cls(**{**values, "exchanges": exchanges, "states": states})


def is_as_expected(expected: PlainValue, finding: PlainValue) -> bool:
    """Whether the finding is what was expected. `True` is not 1 here."""
    return (type(expected), expected) == (type(finding), finding)


def unmet_expectations(
    findings: Mapping[str, PlainValue], expected: Mapping[str, PlainValue]
) -> list[str]:
    """What a proof expects and the experiment did not find, a sentence for each."""
    return [
        f"{name}: expected {value!r}, found {findings[name]!r}"
        if name in findings
        else f"{name}: no such finding; there are {', '.join(findings)}"
        for name, value in expected.items()
        if name not in findings or not is_as_expected(value, findings[name])
    ]
