"""What this store costs beside Django's own, engine by engine: `make bench`.

Each figure is a ratio of two times that were taken in turn, so that whatever else the machine
does hits both. A request is made as a server makes it, and goes through the middleware that
`startproject` writes to a view that reads the session, or reads and writes it, and does nothing
else. Merging saves are off for the first two figures, since Django's don't merge; the third is a
write that merges.
"""

import argparse
import os
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from tests.services import SERVICES, Missing, started

LIMIT = 1.02


def main() -> int:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=400, help="pairs taken for each figure")
    parser.add_argument("--only", default="", help="a part of the names of the rows to run")
    options = parser.parse_args()
    with ExitStack() as running:
        os.environ["VAR_DIR"] = running.enter_context(tempfile.TemporaryDirectory())
        os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
        for service in SERVICES:
            try:
                os.environ[service.variable] = running.enter_context(started(service))
            except Missing as error:
                print(f"Left out: {error}.", file=sys.stderr)
        return measure(options.rounds, options.only)


def measure(rounds: int, only: str) -> int:
    import django

    django.setup()
    from bench.stores import costs, places

    print(f"{rounds} pairs for each figure. 1.000 is Django's own engine; lower is faster.\n")
    print(f"{'':37}       as Django saves  merging")
    print(f"{'':37}      read      write    write")
    above = 0
    for place in places(Path(os.environ["VAR_DIR"])):
        if only not in place.name:
            continue
        with place.ready():
            found = costs(place, rounds)
        limits = (LIMIT, LIMIT, place.merge_limit)
        over = [ratio > limit for ratio, limit in zip(found, limits, strict=True)]
        above += sum(over)
        told = [
            f"{ratio:9.3f}{'!' if one else ' '}" for ratio, one in zip(found, over, strict=True)
        ]
        print(f"{place.name:37}{''.join(told)}", flush=True)
    print(f"\nAllowed: {LIMIT}; merging 1.25, on SQLite 1.45.")
    return 1 if above else 0


if __name__ == "__main__":
    sys.exit(main())
