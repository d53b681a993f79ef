"""Many requests in the given roles; what came of them."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import cycle
from random import Random

from tests.fuzz.addresses import routes
from tests.fuzz.browser import Browser, Site
from tests.fuzz.cast import cookies_of, make_site
from tests.fuzz.wire import Reply, Sent

ROUND = 100  # requests of one browser
ROUNDS = 20  # after which the site is put back as it was


@dataclass
class Found:
    """`statuses`: how often each came. `faults`: by what went wrong, the requests that did it."""

    sent: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    faults: dict[str, list[tuple[Sent, Reply]]] = field(default_factory=dict)

    def add(self, sent: Sent, reply: Reply) -> bool:
        """Whether this is a fault of a kind that was not seen before."""
        self.sent += 1
        self.statuses[reply.status] += 1
        if not reply.is_fault:
            return False
        alike = self.faults.setdefault(cause(sent, reply), [])
        alike.append((sent, reply))
        return len(alike) == 1


def cause(sent: Sent, reply: Reply) -> str:
    """The last line of a traceback with the last place in this house or in Django, else the
    status."""
    last = [line for line in reply.log.splitlines() if re.match(r"[\w.]+(Error|Exception)", line)]
    places = re.findall(r'File "[^"]*/([\w-]+/[\w-]+\.py)", line (\d+)', reply.log)
    where = " ".join(f"{file}:{line}" for file, line in places[-1:])
    return f"{reply.status} {where} {last[-1][:150] if last else sent.method}"


def browsers(seed: int, roles: Sequence[str]) -> Iterator[tuple[str, Browser]]:
    """One after the other, each with its role, on a site that is put back now and then."""
    known = sorted(set(routes()))
    for number, role in enumerate(cycle(roles)):
        if number % ROUNDS == 0:
            make_site()
        random = Random(f"{seed} {role} {number}")
        yield role, Browser(random, cookies_of(role, number // len(roles)), known)


def run(
    site: Site,
    seed: int,
    requests: int,
    roles: Sequence[str],
    files: Callable[[Random], bytes],
    told: Callable[[Found, tuple[Sent, Reply] | None], None] = lambda found, fault: None,
) -> Found:
    """Send so many requests. `told` hears of each round, and of each new kind of fault at once."""
    found = Found()
    for _, browser in browsers(seed, roles):
        for _ in range(min(ROUND, requests - found.sent)):
            sent = browser.next_request(files)
            reply = site.send(sent)
            if found.add(sent, reply):
                told(found, (sent, reply))
            browser.take(sent, reply)
        told(found, None)
        if found.sent >= requests:
            break
    return found
