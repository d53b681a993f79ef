"""The newest measurement of this server: kept in a file, for all of its processes."""

import fcntl
import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings

from lab.benchmark.benchmark import Cost, Measurement, Times, measure

COMMAND = "python manage.py measure"
FRESH = timedelta(days=1)


class UnderWay(Exception):
    """Another request or process of this server is measuring."""


class Known:
    """What this process has read last, and the file's mark then."""

    measurement: Measurement | None = None
    mark: Any = None


def kept() -> Measurement | None:
    """The newest measurement, or None. Only a file that has changed is read."""
    mark = mark_of(Path(settings.MEASURED_FILE))
    if mark != Known.mark:
        Known.measurement = read() if mark else None
        Known.mark = mark
    return Known.measurement


def mark_of(path: Path) -> tuple[str, int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return str(path), found.st_ino, found.st_mtime_ns


def is_fresh(measurement: Measurement | None) -> bool:
    return measurement is not None and datetime.now(UTC) - measurement.at < FRESH


def renew() -> Measurement:
    """Measure and keep what was found.

    Raises UnderWay where another does, and OSError where the file can't be written.
    """
    with alone():
        measurement = measure()
        keep(measurement)
    return measurement


@contextmanager
def alone() -> Iterator[None]:
    """One at a time on this server; a process that dies lets go."""
    with Path(f"{settings.MEASURED_FILE}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise UnderWay from None
        yield


def keep(measurement: Measurement) -> None:
    put(Path(settings.MEASURED_FILE), json.dumps(written(measurement), indent=1))


def written(measurement: Measurement) -> dict[str, Any]:
    """As JSON has it."""
    return {**asdict(measurement), "at": measurement.at.isoformat()}


def put(path: Path, text: str) -> None:
    """Write beside the file and rename, so that nobody reads half of it."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".")
    with os.fdopen(descriptor, "w") as new:
        new.write(text)
    Path(name).replace(path)


def read() -> Measurement | None:
    """None where the file is of an older release, or not ours: it will be made anew."""
    try:
        return from_written(json.loads(Path(settings.MEASURED_FILE).read_text()))
    except (OSError, ValueError, TypeError, KeyError):
        return None


def from_written(found: dict[str, Any]) -> Measurement:
    """Raises ValueError, TypeError or KeyError where this release has not written it."""
    return Measurement(
        at=datetime.fromisoformat(found["at"]),
        bare=Times(**found["bare"]),
        costs=tuple(Cost(**{**one, "times": Times(**one["times"])}) for one in found["costs"]),
        silent=tuple(found["silent"]),
    )
