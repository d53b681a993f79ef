"""What this store costs beside Django's own, engine by engine: `make bench`.

Each figure is a ratio of two times that were taken in turn, so that whatever else the machine
does hits both. A bare request goes through the middleware that `startproject` writes to a view
that reads the session, or reads and writes it, and does nothing else. Merging saves are off for
the first four figures, since Django's don't merge; the last is a write that merges.
"""

import argparse
import os
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from tests.services import SERVICES, Missing, started

PAGE_LIMIT = 1.02


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
    from bench.stores import costs, page_time, places

    page = page_time(rounds)
    print(f"{rounds} pairs for each figure. 1.000 is Django's own engine; lower is faster.")
    print(f"A lesson's page takes {page * 1000:.2f} ms; `of a page` is that page with our store")
    print("over the same page with Django's.\n")
    print(f"{'':36}   bare request       of a page     merging")
    print(f"{'':36}   read   write     read   write      write")
    above = 0
    for place in places(Path(os.environ["VAR_DIR"])):
        if only not in place.name:
            continue
        with place.ready():
            found = costs(place, rounds)
        of_page = [page / (page - pair.more) for pair in (found.read, found.write)]
        merge = found.merge.ratio
        over = [ratio > PAGE_LIMIT for ratio in of_page] + [merge > place.merge_limit]
        above += sum(over)
        marks = ["!" if one else " " for one in over]
        print(
            f"{place.name:36} {found.read.ratio:6.3f}  {found.write.ratio:6.3f}   "
            f"{of_page[0]:6.3f}{marks[0]} {of_page[1]:6.3f}{marks[1]}    {merge:6.3f}{marks[2]}",
            flush=True,
        )
    print(f"\nAllowed: {PAGE_LIMIT} of a page; merging 1.25, on SQLite 1.45.")
    return 1 if above else 0


if __name__ == "__main__":
    sys.exit(main())
