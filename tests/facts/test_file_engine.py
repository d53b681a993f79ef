"""The `file` engine: what it does to the folder, and what a bad folder does to it."""

import os
import pwd
import resource
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.exceptions import SessionInterrupted
from django.core.exceptions import ImproperlyConfigured

from tests.facts.site import Browser, read, sent, untouched, visit


@pytest.fixture(autouse=True)
def _file(use: Callable[[str], None]) -> None:
    use("file")


@pytest.fixture
def folder(settings: Any) -> Iterator[Path]:
    """A folder that any user may look into, unlike those which pytest makes."""
    path = Path(tempfile.mkdtemp(prefix="stateful-facts-"))
    path.chmod(0o777)
    settings.SESSION_FILE_PATH = str(path)
    yield path
    shutil.rmtree(path, ignore_errors=True)


@contextmanager
def not_writable(folder: Path) -> Iterator[None]:
    """Root may write anywhere, so root becomes `nobody` until the block ends."""
    user, nobody = os.geteuid(), pwd.getpwnam("nobody").pw_uid
    folder.chmod(0o555)
    if user == 0:
        os.seteuid(nobody)
    try:
        yield
    finally:
        os.seteuid(user)
        folder.chmod(0o777)


@contextmanager
def files_no_longer_than(size: int) -> Iterator[None]:
    """The kernel writes this many bytes to a file and refuses the rest, as a full disk does."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_one_session_is_one_file(folder: Path, visitor: Browser) -> None:
    visitor.open(visit)
    assert [file.name for file in folder.iterdir()] == [f"sessionid{visitor.key}"]


def test_without_a_path_the_files_are_where_temporary_files_are(
    settings: Any, visitor: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    settings.SESSION_FILE_PATH = None
    visitor.open(visit)
    assert (tmp_path / f"sessionid{visitor.key}").is_file()


def test_reading_opens_one_file(
    folder: Path, visitor: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = []

    def watched(path: str, **options: Any) -> Any:
        opened.append(Path(path).name)
        return Path(path).open(**options)

    visitor.open(visit)
    monkeypatch.setattr("django.contrib.sessions.backends.file.open", watched, raising=False)
    visitor.open(read)
    assert opened == [f"sessionid{visitor.key}"]


def test_changing_puts_a_new_file_in_its_place(folder: Path, visitor: Browser) -> None:
    visitor.open(visit)
    (file,) = folder.iterdir()
    with file.open() as old:  # held open, so that its number is not used again
        visitor.open(visit)
        assert file.stat().st_ino != os.fstat(old.fileno()).st_ino
    assert list(folder.iterdir()) == [file]


@pytest.mark.parametrize("view", [untouched, read, visit])
def test_a_missing_folder_is_an_error_on_each_request(
    settings: Any, visitor: Browser, tmp_path: Path, view: Any
) -> None:
    settings.SESSION_FILE_PATH = str(tmp_path / "missing")
    for _ in range(3):
        with pytest.raises(ImproperlyConfigured, match=settings.SESSION_FILE_PATH):
            visitor.open(view)


def test_in_a_folder_that_cannot_be_written_a_new_session_is_an_error(
    folder: Path, visitor: Browser
) -> None:
    visitor.open(read)
    with not_writable(folder), pytest.raises(PermissionError, match=str(folder)):
        visitor.open(visit)


def test_in_a_folder_that_cannot_be_written_reading_works_and_a_change_is_lost(
    folder: Path, visitor: Browser
) -> None:
    visitor.open(visit)
    (file,) = folder.iterdir()
    file.chmod(0o666)  # the file stays the server's own, the folder does not
    with not_writable(folder):
        assert visitor.data() == {"visits": 1}
        response = visitor.open(visit)
    assert response.status_code == 200
    assert sent(response) is not None
    assert visitor.data() == {"visits": 1}


def test_a_folder_that_is_removed_later_takes_a_new_session_in_silence(
    folder: Path, visitor: Browser
) -> None:
    visitor.open(visit)
    shutil.rmtree(folder)
    newcomer = Browser()
    response = newcomer.open(visit)
    assert response.status_code == 200
    assert sent(response) is not None
    assert not folder.exists()
    assert newcomer.data() == {}


def test_a_folder_that_is_removed_later_has_lost_the_old_sessions(
    folder: Path, visitor: Browser
) -> None:
    visitor.open(visit)
    shutil.rmtree(folder)
    assert visitor.copy().data() == {}
    response = visitor.open(visit)
    assert response.status_code == 200
    assert sent(response) is not None
    assert visitor.data() == {}


def test_a_folder_that_is_removed_during_a_change_interrupts_it(
    folder: Path, visitor: Browser
) -> None:
    def view(request: Any) -> Any:
        request.session["visits"] = 2
        shutil.rmtree(folder)
        return untouched(request)

    visitor.open(visit)
    with pytest.raises(SessionInterrupted):
        visitor.open(view)


def test_on_a_full_disk_a_new_session_is_lost_in_silence(folder: Path, visitor: Browser) -> None:
    with files_no_longer_than(0):
        response = visitor.open(visit)
    assert response.status_code == 200
    assert sent(response) is not None
    assert visitor.data() == {}


def test_on_a_full_disk_a_change_is_lost_in_silence(folder: Path, visitor: Browser) -> None:
    visitor.open(visit)
    with files_no_longer_than(0):
        assert visitor.open(visit).status_code == 200
    assert visitor.data() == {"visits": 1}


def test_a_disk_that_takes_half_of_a_change_empties_the_session(
    folder: Path, visitor: Browser
) -> None:
    visitor.open(visit)
    with files_no_longer_than(10):
        assert visitor.open(visit).status_code == 200
    assert visitor.data() == {}
