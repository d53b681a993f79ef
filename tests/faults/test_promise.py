"""A few seconds of `make promise`: a worker is killed under learners, and nothing is lost."""

from pathlib import Path

import pytest

from promise.report import evidence, table
from promise.run import run

pytestmark = pytest.mark.alone


def test_a_worker_is_killed_and_no_answer_is_lost(tmp_path: Path) -> None:
    log = tmp_path / "promise.jsonl"
    result = run("embedded", seed=1, seconds=12, learners=6, log=log, only=("worker killed",))
    assert result.is_kept, "\n".join([table(result), *evidence(result)])
    assert result.faults["worker killed"] > 0
    assert len(result.log.acknowledged) > 10
