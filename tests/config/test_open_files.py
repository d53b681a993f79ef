"""How many connections a process may have, by the files that it may open."""

import subprocess
import sys

import pytest

from tests.running import ROOT

ASK = """
from resource import RLIMIT_NOFILE, getrlimit
from config.serving.open_files import room_for_connections
print(room_for_connections(800), getrlimit(RLIMIT_NOFILE)[0])
"""


@pytest.mark.parametrize(
    ("limits", "connections", "files"),
    [("-Sn 256", 800, 1000), ("-n 512", 312, 512), ("-Sn 2048", 800, 2048)],
    ids=["a low limit that may be raised", "one that may not", "one that is high enough"],
)
def test_there_are_as_many_as_the_system_allows(limits: str, connections: int, files: int) -> None:
    command = f"ulimit {limits} && exec {sys.executable} -c '{ASK}'"
    done = subprocess.run(
        ["sh", "-c", command], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == [str(connections), str(files)]
