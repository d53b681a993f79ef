"""When a session ends, as bars: in the browser and at the server."""

from dataclasses import dataclass

from lab.experiments import Result
from lab.experiments.telling import when


@dataclass(frozen=True)
class Bar:
    """`width`: in percent of the longest. `open`: it ends with the browser, at no fixed time."""

    name: str
    width: int
    told: str
    open: bool = False


def timeline(result: Result) -> list[Bar]:
    """The bars of the experiment `cookie-settings`."""
    found = {
        "The cookie in the browser": result.found["browser_keeps"],
        "The session at the server": result.found["server_keeps"],
        "The cookie, after a visit half-way": result.found["browser_keeps_after_a_visit"],
        "The session, after a visit half-way": result.found["server_keeps_after_a_visit"],
    }
    longest = max(value for value in found.values() if isinstance(value, int))
    return [bar(name, value, longest) for name, value in found.items()]


def bar(name: str, seconds: object, longest: int) -> Bar:
    if not isinstance(seconds, int):
        return Bar(name, 100, "until the browser closes", open=True)
    return Bar(name, round(100 * seconds / longest), when(seconds))
