"""The mode `visualize`: a recorded request, step by step.

The URL says what is shown: `?engine=db&visit=first&step=3`. Looking at it touches no session.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple
from urllib.parse import urlencode

from django.utils.safestring import SafeString

from engines.circuit_breaker import is_silent
from engines.engine import Engine
from engines.registry import ENGINES
from lab.http import Request
from lab.tracing.steps import BROWSER, MIDDLEWARE, STORE, VIEW, Step
from lab.tracing.traces import Trace, trace_of
from lab.tracing.visits import VISITS, Visit
from learn.markdown import render_inline
from learn.modes import Mode

PLACES = {BROWSER: "Browser", MIDDLEWARE: "Middleware", VIEW: "View", STORE: "Store"}


class Link(NamedTuple):
    """A link within this page. `note`: why there is nothing to see there, if so."""

    label: str
    address: str
    current: bool
    note: str = ""


class Value(NamedTuple):
    """A value of the session after a step. `changed`: by that step."""

    name: str
    value: str
    changed: bool


@dataclass(frozen=True)
class StepView:
    """A step as the page shows it. `current`: it is the one looked at."""

    number: int
    place: str
    label: str
    step: Step
    says: SafeString
    values: list[Value]
    address: str
    current: bool


@dataclass(frozen=True)
class Visualized:
    """A recording at one of its steps, the one with this `number`.

    `asked`: the engine that the URL names. `trace`: None where the engine does not answer.
    """

    engine: Engine
    visit: Visit
    asked: str
    trace: Trace | None
    number: int

    def address(self, engine: str = "", visit: str = "", step: int = 1) -> str:
        fields = {"engine": engine or self.engine.name, "visit": visit or self.visit.slug}
        return f"?{urlencode({**fields, 'step': step})}"

    @property
    def unknown(self) -> str:
        """The engine asked for, where this site has none of that name."""
        return self.asked if self.asked and self.asked not in ENGINES else ""

    @property
    def picks(self) -> list[tuple[str, list[Link]]]:
        """What can be chosen: the engine, and the kind of visit."""
        return [("engine", self.engines), ("visit", self.visits)]

    @property
    def engines(self) -> list[Link]:
        return [
            Link(
                engine.name,
                self.address(engine=engine.name),
                engine == self.engine,
                "does not answer" if is_silent(engine.server) else "",
            )
            for engine in ENGINES.values()
        ]

    @property
    def visits(self) -> list[Link]:
        return [
            Link(visit.label, self.address(visit=visit.slug), visit == self.visit)
            for visit in VISITS.values()
        ]

    @cached_property
    def steps(self) -> list[StepView]:
        steps = self.trace.steps if self.trace else []
        return [
            StepView(
                number,
                step.place,
                PLACES[step.place],
                step,
                render_inline(step.says),
                values(before, step),
                self.address(step=number),
                number == self.number,
            )
            for number, (before, step) in enumerate(
                zip([Step("", ""), *steps], steps, strict=False), start=1
            )
        ]

    @property
    def now(self) -> StepView:
        return self.steps[self.number - 1]

    @property
    def back(self) -> str:
        return self.address(step=self.number - 1) if self.number > 1 else ""

    @property
    def forward(self) -> str:
        return self.address(step=self.number + 1) if self.number < len(self.steps) else ""

    @property
    def boxes(self) -> list[tuple[str, str, str, bool]]:
        """The places, each with what it holds now, and whether it is its turn."""
        step, engine = self.now.step, self.engine
        holds = {
            BROWSER: f"cookie {step.cookie}" if step.cookie else "no cookie",
            MIDDLEWARE: "before and after the view",
            VIEW: f"{self.visit.view.__name__}()",
            STORE: "none: the cookie has all"
            if engine.in_cookie
            else f"{engine.name}: {engine.where}",
        }
        return [
            (place, label, holds[place], place == step.place) for place, label in PLACES.items()
        ]

    @property
    def lines(self) -> list[tuple[str, bool]]:
        """The view's source, and which line runs now; while it waits for the store, that line."""
        steps = [view.step for view in self.steps[: self.number]]
        while steps[-1].place == STORE:
            steps.pop()
        source = self.trace.source if self.trace else []
        return [(text, number == steps[-1].line) for number, text in enumerate(source)]


def values(before: Step, step: Step) -> list[Value]:
    now, then = describe_session(step), describe_session(before)
    return [
        Value(name, value, bool(before.place) and then[name] != value)
        for name, value in now.items()
    ]


def describe_session(step: Step) -> dict[str, str]:
    """The five values of the tracker in words."""
    return {
        "cookie": step.cookie or "none",
        "key": step.key or "none",
        "accessed": str(step.accessed),
        "modified": str(step.modified),
        "data": step.data or "not read",
    }


@dataclass(frozen=True)
class Visualize(Mode):
    template: str = "learn/visualize.html"
    element_id: str = "trace"
    style: str = "learn/visualize.css"
    script: str = "learn/visualize.js"

    def exhibit(self, request: Request) -> Visualized:
        """What the URL asks for; else a first visit with the engine that the learner has."""
        asked = request.GET.get("engine", "")
        engine = ENGINES.get(asked) or request.session.engine
        visit = VISITS.get(request.GET.get("visit", "")) or VISITS["first"]
        trace = trace_of(engine, visit)
        number = parse_step(request.GET.get("step", ""), len(trace.steps) if trace else 1)
        return Visualized(engine, visit, asked[:40], trace, number)


def parse_step(text: str, most: int) -> int:
    """A number from 1 to `most`. Anything else becomes the first or the last."""
    return min(int(text[:6]), most) or 1 if text.isascii() and text.isdecimal() else 1
