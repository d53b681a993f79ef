"""The model of the distance, beside connections that really are slow.

It runs alone: beside browsers a round trip takes whatever they leave it.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from engines.registry import ENGINES
from lab.race.distance import RequestModel
from tests.proxy import proxied
from tests.running import ROOT, manage, own_environment, prepared_database

pytestmark = pytest.mark.alone

FIND = """
import json
from lab.benchmark.benchmark import run_benchmark
from lab.race.distance import count_trips
from engines.registry import ENGINES
names = ("db", "cache", "cached_db")
found = run_benchmark([ENGINES[name] for name in names], seconds={seconds}, kinds=(
    "read", "write", "read-opened", "write-opened"))
print("FOUND", json.dumps([
    [one.engine, one.kind, one.times.low,
     count_trips(ENGINES[one.engine], one, one.kind.endswith("-opened"))]
    for one in found.costs]))
"""


def found_with(
    folder: Path, seconds: float, **environment: str
) -> dict[tuple[str, str], tuple[float, int]]:
    """Times and round trips, as a process of its own finds them at these servers.

    The times are those of the quicker requests: what else the machine does only adds to them.
    """
    done = subprocess.run(
        [sys.executable, "manage.py", "shell", "--no-imports", "-c", FIND.format(seconds=seconds)],
        cwd=ROOT,
        env=own_environment(folder, environment),
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    rows = json.loads(done.stdout.partition("FOUND")[2])
    return {(engine, kind): (took, trips) for engine, kind, took, trips in rows}


@pytest.mark.postgresql
@pytest.mark.redis
def test_the_model_foretells_what_a_delayed_connection_takes(tmp_path: Path) -> None:
    """Each round trip is made 30 ms longer by a proxy: far more than a busy machine adds."""
    delay = 0.030
    database = prepared_database("distance")
    here = {"DATABASE_URL": database, "REDIS_URL": os.environ["TEST_REDIS_URL"]}
    manage(tmp_path, "migrate", "-v0", **here)
    near = found_with(tmp_path, 2, **here)
    with (
        proxied("TEST_POSTGRESQL_URL", delay) as (_, postgresql),
        proxied("TEST_REDIS_URL", delay) as (_, redis),
    ):
        far_url = postgresql.rsplit("/", 1)[0] + "/" + database.rsplit("/", 1)[1]
        # A round takes some two seconds there, so that this is five or so.
        far = found_with(tmp_path, 10, DATABASE_URL=far_url, REDIS_URL=redis)
    assert set(near) == set(far)
    for which, (took, trips_here) in near.items():
        engine, kind = which
        foretold = RequestModel(ENGINES[engine], kind, took, trips_here).seconds_at(delay)
        # A proxy in Python adds half a millisecond or so to each of its round trips; one trip
        # forgotten or counted twice adds thirty.
        allowed = 0.004 + 0.003 * trips_here
        assert foretold == pytest.approx(far[which][0], abs=allowed), which
        assert trips_here > 0
