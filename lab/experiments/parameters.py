"""What an experiment may be given: only what is listed here ever reaches Django's settings."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

ENGINES = ("db", "cache", "cached_db", "file", "signed_cookies")
YEAR = 365 * 24 * 3600


class WrongParameters(ValueError):
    """No such experiment, no such parameter, or a value it can't have. Nothing was run."""


def written(value: Any) -> str:
    """A value as a settings file would have it; words stay without quotes."""
    return value if isinstance(value, str) else repr(value)


@dataclass(frozen=True)
class Parameter:
    """One thing that may be chosen. In capitals: the Django setting of that name."""

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
        return any((type(one), one) == (type(value), value) for one in self.allowed)

    def read(self, text: str) -> Any:
        """The value that is written so. Raises `WrongParameters`."""
        if isinstance(self.allowed, range):
            number = text.isdecimal() and len(text) < 12 and int(text) in self.allowed
            values: dict[str, Any] = {text: int(text)} if number else {}
            values |= {"None": None} if self.or_none else {}
        else:
            values = {written(one): one for one in self.allowed}
        if text not in values:
            raise WrongParameters(f"{self.name} can't be {text!r}. It takes {self.told}.")
        return values[text]

    @property
    def told(self) -> str:
        """What it takes, in words."""
        if isinstance(self.allowed, range):
            none = " or None" if self.or_none else ""
            return f"a whole number from {self.allowed[0]} to {self.allowed[-1]}{none}"
        return "one of " + ", ".join(repr(one) for one in self.allowed)


def engine(default: str = "db", allowed: tuple[str, ...] = ENGINES) -> Parameter:
    """Which of Django's engines keeps the sessions."""
    return Parameter("engine", default, allowed)


def flag(name: str, *, default: bool = False) -> Parameter:
    return Parameter(name, default, (False, True))


AGE = Parameter("SESSION_COOKIE_AGE", 3600, range(2, YEAR + 1))
AGE_OR_NONE = Parameter(AGE.name, AGE.default, AGE.allowed, or_none=True)
CLOSE = flag("SESSION_EXPIRE_AT_BROWSER_CLOSE")
EVERY = flag("SESSION_SAVE_EVERY_REQUEST")


def checked(parameters: Iterable[Parameter], given: Mapping[str, Any]) -> dict[str, Any]:
    """All parameters with their values, the defaults for those not given.

    Raises `WrongParameters`, which names the parameter and says what it takes.
    """
    known = {one.name: one for one in parameters}
    for name, value in given.items():
        if name not in known:
            raise WrongParameters(f"No parameter {name!r}. There are: {', '.join(known)}.")
        if not known[name].takes(value):
            raise WrongParameters(f"{name} can't be {value!r}. It takes {known[name].told}.")
    return {name: given.get(name, one.default) for name, one in known.items()}
