"""A benchmark: rounds of requests by visitors of all engines, until its time is over."""

import random
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import partial
from time import perf_counter
from typing import Any

from django.contrib.sessions.exceptions import SessionInterrupted

from engines.engine import Engine
from engines.meter import READ, WRITE
from engines.outage import store_errors
from engines.registry import ENGINES
from lab.benchmark.measurement import Cost, Measurement, summarize_times
from lab.benchmark.visitor import VIEWS, StoreSilent, Visitor, time_bare_view

SECONDS = 0.8  # that the rounds may take together
MAX_ROUNDS = 300


class Benchmark:
    """A visitor in each engine, and the times of their requests so far."""

    def __init__(self, kinds: Iterable[str]) -> None:
        self.kinds = tuple(kinds)
        self.bare: list[float] = []
        self.visitors: list[Visitor] = []
        self.silent: list[str] = []
        self.seconds: dict[tuple[str, str], list[float]] = {}
        self.sessions: dict[tuple[str, str], Any] = {}

    @property
    def rounds(self) -> int:
        return len(self.bare)

    def begin(self, engines: Iterable[Engine]) -> None:
        for engine in engines:
            try:
                self.visitors.append(Visitor(engine))
            except store_errors(StoreSilent):
                self.silent.append(engine.name)

    def take_round(self) -> None:
        """Make each kind of request once in each engine, in a random order."""
        turns: list[Callable[[], None]] = [self.time_bare]
        turns += [
            partial(self.time_request, visitor, kind)
            for visitor in self.visitors
            for kind in self.kinds
        ]
        random.shuffle(turns)
        for turn in turns:
            turn()

    def time_bare(self) -> None:
        self.bare.append(time_bare_view())

    def time_request(self, visitor: Visitor, kind: str) -> None:
        """Once an engine did not answer, its visitor makes no more requests."""
        if visitor.engine.name in self.silent:
            return
        name = (visitor.engine.name, kind)
        try:
            seconds, self.sessions[name] = visitor.request(kind)
        except store_errors(StoreSilent, SessionInterrupted):  # silent, or the session is gone
            self.silent.append(visitor.engine.name)
        else:
            self.seconds.setdefault(name, []).append(seconds)

    def forget_times(self) -> None:
        self.bare.clear()
        self.seconds.clear()

    def end(self) -> None:
        for visitor in self.visitors:
            try:
                visitor.leave()
            except store_errors():  # its session ends by itself
                self.silent.append(visitor.engine.name)

    def measurement(self) -> Measurement:
        return Measurement(
            at=datetime.now(UTC),
            bare=summarize_times(self.bare),
            costs=tuple(self.costs()),
            silent=tuple(dict.fromkeys(self.silent)),
        )

    def costs(self) -> Iterable[Cost]:
        for visitor in self.visitors:
            name = visitor.engine.name
            for kind in self.kinds:
                if name not in self.silent:
                    meter = self.sessions[name, kind].meter
                    times = summarize_times(self.seconds[name, kind])
                    yield Cost(name, kind, times, meter.commands[READ], meter.commands[WRITE])


def run_benchmark(
    engines: Iterable[Engine] | None = None,
    seconds: float = SECONDS,
    kinds: Iterable[str] = VIEWS,
    may_go_on: Callable[[Benchmark], bool] = lambda benchmark: True,
) -> Measurement:
    """Take rounds for `seconds`, at most MAX_ROUNDS, and leave no session behind.

    `engines`: all of this site by default. `kinds`: names of VIEWS and OPENED. `may_go_on` is
    asked before each round; where it returns False, the benchmark ends with what it has.
    """
    benchmark = Benchmark(kinds)
    try:
        benchmark.begin(ENGINES.values() if engines is None else engines)
        benchmark.take_round()  # whatever is slow only the first time
        benchmark.forget_times()
        end = perf_counter() + seconds
        while not benchmark.rounds or (
            perf_counter() < end and benchmark.rounds < MAX_ROUNDS and may_go_on(benchmark)
        ):
            benchmark.take_round()
    finally:
        benchmark.end()
    return benchmark.measurement()
