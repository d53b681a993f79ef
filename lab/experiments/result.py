"""What an experiment hands back: plain values that JSON can carry."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Plain = str | int | bool | list[str] | None


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
        _, found, rest = self.set_cookie.partition("Max-Age=")
        return int(rest.partition(";")[0]) if found else None


@dataclass(frozen=True)
class Held:
    """What the store held after a step: rows, entries and files, a line each."""

    after: str
    things: list[str]


@dataclass(frozen=True)
class Result:
    """The course of an experiment, and what was concluded.

    `found`: the named conclusions that a proof compares with what it expects.
    """

    experiment: str
    parameters: dict[str, Any]
    exchanges: list[Exchange]
    store: list[Held]
    found: dict[str, Plain]
    told: str

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> "Result":
        """Back from JSON."""
        exchanges = [Exchange(**one) for one in plain["exchanges"]]
        store = [Held(**one) for one in plain["store"]]
        return cls(**{**plain, "exchanges": exchanges, "store": store})


def agree(expected: Plain, found: Plain) -> bool:
    """Whether it is what was expected. `True` is not 1 here."""
    return (type(expected), expected) == (type(found), found)


def unmet(found: Mapping[str, Plain], expect: Mapping[str, Plain]) -> list[str]:
    """What a proof expects and the experiment did not find, a sentence each."""
    return [
        f"{name}: expected {value!r}, found {found[name]!r}"
        if name in found
        else f"{name}: no such finding; there are {', '.join(found)}"
        for name, value in expect.items()
        if name not in found or not agree(value, found[name])
    ]
