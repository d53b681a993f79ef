"""When a session ends, as bars: in the browser and at the server."""

from dataclasses import dataclass

from lab.experiments.presenting import describe_moment
from lab.experiments.result import Result


@dataclass(frozen=True)
class TimelineBar:
    """`width`: in percent of the longest. `open`: it ends with the browser, at no fixed time."""

    name: str
    width: int
    end: str
    open: bool = False


def draw_timeline(result: Result) -> list[TimelineBar]:
    """The bars of a result of the experiment `cookie-settings`."""
    findings = result.findings
    ends = {
        "The cookie in the browser": findings["browser_keeps"],
        "The session at the server": findings["server_keeps"],
        "The cookie, after a visit half-way": findings["browser_keeps_after_a_visit"],
        "The session, after a visit half-way": findings["server_keeps_after_a_visit"],
    }
    longest = max(seconds for seconds in ends.values() if isinstance(seconds, int))
    return [draw_bar(name, seconds, longest) for name, seconds in ends.items()]


def draw_bar(name: str, seconds: object, longest: int) -> TimelineBar:
    if not isinstance(seconds, int):
        return TimelineBar(name, 100, "until the browser closes", open=True)
    return TimelineBar(name, round(100 * seconds / longest), describe_moment(seconds))
