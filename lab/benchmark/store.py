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

from lab.benchmark.benchmark import run_benchmark
from lab.benchmark.measurement import Cost, Measurement, Times

COMMAND = "python manage.py measure"
FRESH = timedelta(days=1)

type FileVersion = tuple[str, int, int]


class UnderWay(Exception):
    """Another request or process of this server is measuring."""


class LastRead:
    """The measurement that this process has read last, and the version of the file then."""

    measurement: Measurement | None = None
    version: FileVersion | None = None


def newest_measurement() -> Measurement | None:
    """The newest measurement, or None. The file is read only when it has changed."""
    version = version_of(Path(settings.MEASURED_FILE))
    if version != LastRead.version:
        LastRead.measurement = read_measurement() if version else None
        LastRead.version = version
    return LastRead.measurement


def version_of(path: Path) -> FileVersion | None:
    """Differs whenever the file was replaced; None where there is none."""
    try:
        status = path.stat()
    except OSError:
        return None
    return str(path), status.st_ino, status.st_mtime_ns


def is_fresh(measurement: Measurement | None) -> bool:
    return measurement is not None and datetime.now(UTC) - measurement.at < FRESH


def renew_measurement() -> Measurement:
    """Run a benchmark and keep what it found.

    Raises `UnderWay` where another one runs, and OSError where the file can't be written.
    """
    with benchmark_lock():
        measurement = run_benchmark()
        save_measurement(measurement)
    return measurement


@contextmanager
def benchmark_lock() -> Iterator[None]:
    """One at a time on this server. Raises `UnderWay`. A process that dies lets go."""
    with Path(f"{settings.MEASURED_FILE}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise UnderWay from None
        yield


def save_measurement(measurement: Measurement) -> None:
    text = json.dumps(measurement_to_json(measurement), indent=1)
    replace_file(Path(settings.MEASURED_FILE), text)


def replace_file(path: Path, text: str) -> None:
    """Write beside the file and rename, so that nobody reads half of it."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".")
    with os.fdopen(descriptor, "w") as new:
        new.write(text)
    Path(name).replace(path)


def read_measurement() -> Measurement | None:
    """None where there is no file, or another release has written it: it will be made anew."""
    try:
        return measurement_from_json(json.loads(Path(settings.MEASURED_FILE).read_text()))
    except (OSError, ValueError, TypeError, KeyError):
        return None


def measurement_to_json(measurement: Measurement) -> dict[str, Any]:
    return {**asdict(measurement), "at": measurement.at.isoformat()}


def measurement_from_json(values: dict[str, Any]) -> Measurement:
    """Raises ValueError, TypeError or KeyError for what another release has written."""
    return Measurement(
        at=datetime.fromisoformat(values["at"]),
        bare=Times(**values["bare"]),
        costs=tuple(Cost(**{**cost, "times": Times(**cost["times"])}) for cost in values["costs"]),
        silent=tuple(values["silent"]),
    )
