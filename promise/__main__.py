"""Learners at work while workers, stores and the clock fail; then the checker: `make promise`.

Everything runs on loopback, in folders that go when it ends. A seed repeats the plan of faults
and the learners' choices; what falls together at which moment is never quite the same.
"""

import argparse
import signal
import sys
import tempfile
import time
from pathlib import Path

from promise.plan import SET_UPS
from promise.report import evidence, table
from promise.run import run
from promise.setups import prepared_state
from tests.services import Missing

LEARNERS = 12


def main() -> int:
    options = read_options()
    log = Path(options.log or tempfile.mkdtemp(prefix="promise-log-")) / "promise.jsonl"
    log.parent.mkdir(parents=True, exist_ok=True)
    started = time.monotonic()
    try:
        with prepared_state():
            only = tuple(options.only.split(",")) if options.only else ()
            result = run(options.on, options.seed, options.seconds, options.learners, log, only)
    except Missing as error:
        print(f"{error}. Install it, or take --on embedded.", file=sys.stderr)
        return 2
    print(f"\n{table(result)}")
    for line in evidence(result):
        print(line)
    print(f"\nThe log is {log}. It took {time.monotonic() - started:.0f} s in all.")
    print("The promise was kept." if result.is_kept else "THE PROMISE WAS BROKEN.")
    return 0 if result.is_kept else 1


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make promise", description=__doc__)
    parser.add_argument("--seconds", type=float, default=60, help="how long learners are at work")
    parser.add_argument("--seed", type=int, default=1, help="of faults and of what learners do")
    parser.add_argument("--on", choices=SET_UPS, default="embedded", help="the set-up")
    parser.add_argument("--learners", type=int, default=LEARNERS, help="how many at a time")
    parser.add_argument("--only", default="", help="names of faults, with commas; else all")
    parser.add_argument("--log", default="", help="the folder for the log")
    return parser.parse_args()


if __name__ == "__main__":
    for number in (signal.SIGINT, signal.SIGTERM):  # what was started ends with either
        signal.signal(number, signal.default_int_handler)
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit("\nStopped. Everything that was started has ended.")
