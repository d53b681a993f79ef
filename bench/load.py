"""Learners at the site as gunicorn serves it: `python -m bench.load`, in a process of its own.

Each of them reads, answers and asks for hints, with a second between clicks, over a connection
that stays open as a browser's does.
"""

import argparse
import asyncio
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from urllib.parse import urlencode

from tests.course import LESSON
from tests.learner import form_of

THINKING = 1.0  # seconds between two clicks
LIMIT = 0.5  # seconds within which 99 of 100 replies are to come
READING = [f"{LESSON}{mode}/" for mode in ("why", "concept", "deep", "performance")]
QUIZZES = ["practice", "try", "debug", "test"]
COOKIE = re.compile(rb"^set-cookie: ([^=]+)=([^;]*)(.*)$", re.IGNORECASE | re.MULTILINE)
LENGTH = re.compile(rb"^content-length: (\d+)", re.IGNORECASE | re.MULTILINE)


@dataclass
class Log:
    """`times`: how long each reply took, in seconds. `errors`: what went wrong, how often."""

    times: list[float] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)

    def within(self, part: float) -> float:
        """The seconds within which this part of the replies came; 0 where none did."""
        times = sorted(self.times)
        return times[min(int(len(times) * part), len(times) - 1)] if times else 0.0

    def tell(self, title: str) -> None:
        half, most, all_of_them = (self.within(part) * 1000 for part in (0.5, 0.99, 1.0))
        print(
            f"{title}: {len(self.times):,} replies, half of them within {half:.0f} ms, "
            f"99 of 100 within {most:.0f} ms, the last within {all_of_them:.0f} ms; "
            f"{self.errors.total()} errors{': ' + str(dict(self.errors)) if self.errors else ''}.",
            flush=True,
        )


class Browser:
    """One learner's browser, which speaks HTTP over one connection at a time."""

    def __init__(self, port: int, log: Log) -> None:
        self.port, self.log = port, log
        self.cookies: dict[str, str] = {}
        self.streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, method: str, path: str, fields: dict[str, str] | None = None) -> str:
        """The body of the reply. A failure is noted, and the body is empty then."""
        start = time.perf_counter()
        try:
            status, body = await self.exchange(self.request(method, path, fields))
        except (OSError, asyncio.IncompleteReadError) as error:
            self.log.errors[type(error).__name__] += 1
            self.close()
            return ""
        self.log.times.append(time.perf_counter() - start)
        if status >= 400:
            self.log.errors[f"{status} {path}"] += 1
        return body

    def request(self, method: str, path: str, fields: dict[str, str] | None) -> bytes:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        head = f"{method} {path} HTTP/1.1\r\nHost: localhost\r\nCookie: {cookies}\r\n"
        if fields is None:
            return f"{head}\r\n".encode()
        body = urlencode(fields)
        head += "HX-Request: true\r\nHX-Target: quiz\r\n"
        head += "Content-Type: application/x-www-form-urlencoded\r\n"
        return f"{head}Content-Length: {len(body)}\r\n\r\n{body}".encode()

    async def exchange(self, request: bytes) -> tuple[int, str]:
        reader, writer = await self.connection()
        writer.write(request)
        try:
            head = await reader.readuntil(b"\r\n\r\n")
        except asyncio.IncompleteReadError as error:
            if error.partial:
                raise
            self.close()  # the server closed a connection that was idle: browsers ask again
            reader, writer = await self.connection()
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
        length = LENGTH.search(head)
        body = await reader.readexactly(int(length[1])) if length else b""
        for name, value, more in COOKIE.findall(head):
            self.keep(name.decode(), value.decode(), more.lower())
        if b"connection: close" in head.lower():
            self.close()
        return int(head[9:12]), body.decode()

    def keep(self, name: str, value: str, attributes: bytes) -> None:
        if b"max-age=0" in attributes:
            self.cookies.pop(name, None)
        else:
            self.cookies[name] = value

    async def connection(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if self.streams is None:
            self.streams = await asyncio.open_connection("127.0.0.1", self.port, limit=2**20)
        return self.streams

    def close(self) -> None:
        if self.streams:
            self.streams[1].close()
        self.streams = None


class Learner:
    """Reads, answers and asks for hints, at random but as the seed has it."""

    def __init__(self, port: int, log: Log, seed: int) -> None:
        self.browser = Browser(port, log)
        self.chance = random.Random(seed)  # noqa: S311
        self.mode, self.screen = "practice", ""

    async def work(self, until: float) -> None:
        await asyncio.sleep(self.chance.random() * THINKING)
        while time.monotonic() < until:
            doings = [self.read_page, self.give_answer, self.ask_for_hint]
            [doing] = self.chance.choices(doings, [6, 3, 1])
            await doing()
            await asyncio.sleep(THINKING)
        self.browser.close()

    async def read_page(self) -> None:
        await self.browser.ask("GET", self.chance.choice(READING))

    async def give_answer(self) -> None:
        if choices := re.findall(r'name="choice" value="([^"]+)"', self.screen):
            await self.send("answers", choice=self.chance.choice(choices))
        else:
            await self.open_quiz()

    async def ask_for_hint(self) -> None:
        if "/hints/" in self.screen:
            await self.send("hints", number="1")
        else:
            await self.open_quiz()

    async def open_quiz(self) -> None:
        self.mode = self.chance.choice(QUIZZES)
        self.screen = await self.browser.ask("GET", f"{LESSON}{self.mode}/")

    async def send(self, what: str, **fields: str) -> None:
        form = {**form_of(self.screen), **fields}
        token = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.screen)[0]
        form["csrfmiddlewaretoken"] = token
        self.screen = await self.browser.ask("POST", f"{LESSON}{self.mode}/{what}/", form)

    async def start_test(self, within: float) -> None:
        """Open the test and give its first answer, some time within these seconds."""
        await asyncio.sleep(self.chance.random() * within)
        self.mode = "test"
        self.screen = await self.browser.ask("GET", f"{LESSON}test/")
        await self.give_answer()
        self.browser.close()


def together(number: int, port: int, work: Callable[[Learner], Awaitable[None]]) -> Log:
    """What came of so many learners at once."""

    async def all_of_them() -> None:
        await asyncio.gather(*(work(Learner(port, log, seed)) for seed in range(number)))

    log = Log()
    asyncio.run(all_of_them())
    return log


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("port", type=int)
    parser.add_argument("--learners", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--starting", type=int, default=2_000, help="who start a test at once")
    options = parser.parse_args()
    until = time.monotonic() + options.seconds
    log = together(options.learners, options.port, lambda learner: learner.work(until))
    log.tell(f"{options.learners} learners for {options.seconds:.0f} s")
    rush = together(options.starting, options.port, lambda learner: learner.start_test(5))
    rush.tell(f"{options.starting:,} learners who start a test within 5 s")
    return 1 if log.errors or rush.errors or log.within(0.99) > LIMIT else 0


if __name__ == "__main__":
    sys.exit(main())
