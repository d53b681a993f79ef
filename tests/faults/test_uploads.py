"""A file that is far too large is refused as it is announced, and fills no memory."""

import time
from pathlib import Path

from tests.fuzz.command import memory_of
from tests.fuzz.wire import OverSocket, Reply, Sent
from tests.running import running

LARGE = 50_000_000
MULTIPART = {"Content-Type": "multipart/form-data; boundary=x"}
PART = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n%b\r\n--x--\r\n'


def upload(site: OverSocket, size: int, target: str) -> Reply:
    return site.send(Sent("POST", target, MULTIPART, {"csrftoken": "x" * 32}, PART % bytes(size)))


def test_fifty_megabytes_are_refused_early_and_the_worker_does_not_grow(tmp_path: Path) -> None:
    with running(tmp_path) as served:
        site = OverSocket(served.url, tmp_path / "log")
        site.send(Sent("GET", "/"))
        before = memory_of(served.process.pid)
        for target in ("/progress/restores/", "/admin/learn/course/import/", "/nowhere/") * 2:
            begun = time.monotonic()
            reply = upload(site, LARGE, target)
            assert reply.status == 413
            assert "larger than 12 MB" in reply.text
            assert time.monotonic() - begun < 5
        assert memory_of(served.process.pid) - before < 10_000  # kilobytes
        taken = upload(site, 3_900_000, "/progress/restores/")
        assert taken.status == 403  # it got to the site, which misses its token
