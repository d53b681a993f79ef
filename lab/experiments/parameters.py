"""What an experiment may be given: only what is listed ever reaches Django's settings."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

DJANGO_ENGINES = ("db", "cache", "cached_db", "file", "signed_cookies")
YEAR = 365 * 24 * 3600


class WrongParameters(ValueError):
    """No such experiment, no such parameter, or a value it can't have. Nothing was run."""


def format_value(value: Any) -> str:
    """A value as a settings file would have it; a word stays without quotes."""
    return value if isinstance(value, str) else repr(value)


@dataclass(frozen=True)
class Parameter:
    """One thing that may be chosen. A name in capitals is the Django setting of that name."""

    name: str
    default: Any
    allowed: tuple[Any, ...] | range
    or_none: bool = False

    def takes(self, value: Any) -> bool:
        """Whether `value` is allowed. `True` is no number here."""
        if value is None and self.or_none:
            return True
        if isinstance(self.allowed, range):
            return type(value) is int and value in self.allowed
        return any((type(known), known) == (type(value), value) for known in self.allowed)

    def parse(self, text: str) -> Any:
        """The value that `format_value` writes as this text. Raises `WrongParameters`."""
        if isinstance(self.allowed, range):
            number = text.isdecimal() and len(text) < 12 and int(text) in self.allowed
            values: dict[str, Any] = {text: int(text)} if number else {}
            values |= {"None": None} if self.or_none else {}
        else:
            values = {format_value(value): value for value in self.allowed}
        if text not in values:
            raise WrongParameters(
                f"{self.name} can't be {text!r}. It takes {self.describe_allowed()}."
            )
        return values[text]

    def describe_allowed(self) -> str:
        """The values that it takes, in words."""
        if isinstance(self.allowed, range):
            none = " or None" if self.or_none else ""
            return f"a whole number from {self.allowed[0]} to {self.allowed[-1]}{none}"
        return "one of " + ", ".join(map(repr, self.allowed))


def engine_parameter(default: str = "db", allowed: tuple[str, ...] = DJANGO_ENGINES) -> Parameter:
    """Which of Django's engines keeps the sessions."""
    return Parameter("engine", default, allowed)


def flag_parameter(name: str, *, default: bool = False) -> Parameter:
    return Parameter(name, default, (False, True))


AGE = Parameter("SESSION_COOKIE_AGE", 3600, range(2, YEAR + 1))
AGE_OR_NONE = Parameter(AGE.name, AGE.default, AGE.allowed, or_none=True)
CLOSE = flag_parameter("SESSION_EXPIRE_AT_BROWSER_CLOSE")
EVERY = flag_parameter("SESSION_SAVE_EVERY_REQUEST")


def check_parameters(parameters: Iterable[Parameter], given: Mapping[str, Any]) -> dict[str, Any]:
    """All parameters with their values, the defaults for those not given.

    Raises `WrongParameters`, which names the parameter and says what it takes.
    """
    known = {parameter.name: parameter for parameter in parameters}
    for name, value in given.items():
        if name not in known:
            raise WrongParameters(f"No parameter {name!r}. There are: {', '.join(known)}.")
        if not known[name].takes(value):
            raise WrongParameters(
                f"{name} can't be {value!r}. It takes {known[name].describe_allowed()}."
            )
    return {name: given.get(name, parameter.default) for name, parameter in known.items()}
