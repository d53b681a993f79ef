"""The `file` engine, and what a bad folder does to it."""

import os
import resource
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

from django.conf import settings
from django.contrib.sessions.middleware import SessionMiddleware
from django.core.checks import run_checks
from django.http import HttpRequest, HttpResponse

from lab.experiments.experiment import Conclusion, experiment
from lab.experiments.parameters import AGE, Parameter, engine_parameter, flag_parameter
from lab.experiments.sandbox.pages import read, setting, untouched, write
from lab.experiments.sandbox.sandbox import Sandbox

NOBODY = 65_534


@contextmanager
def missing(sandbox: Sandbox) -> Iterator[None]:
    """The folder is not there when the server starts."""
    shutil.rmtree(sandbox.folder)
    sandbox.restart()
    yield


@contextmanager
def removed_later(sandbox: Sandbox) -> Iterator[None]:
    """The folder is removed while the server runs."""
    shutil.rmtree(sandbox.folder)
    yield


@contextmanager
def not_writable(sandbox: Sandbox) -> Iterator[None]:
    """The folder may be read and not written, by a server that is not root."""
    sandbox.folder.chmod(0o555)
    yield
    sandbox.folder.chmod(0o755)


def files_of_at_most(size: int) -> Callable[[Sandbox], AbstractContextManager[None]]:
    """The kernel writes this many bytes to a file and refuses the rest, as a full disk does."""

    @contextmanager
    def limited(sandbox: Sandbox) -> Iterator[None]:
        soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
        yield
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    return limited


FAULTS: dict[str, Callable[[Sandbox], AbstractContextManager[None]]] = {
    "none": lambda sandbox: nullcontext(),
    "missing": missing,
    "not-writable": not_writable,
    "removed-later": removed_later,
    "disk-full": files_of_at_most(0),
    "short-write": files_of_at_most(10),
}


@experiment(
    title="The folder for session files is not right",
    shows="Which requests fail, and which lose data with a status of 200.",
    parameters=(
        engine_parameter("file", ("file",)),
        Parameter("fault", "missing", tuple(FAULTS)),
        flag_parameter("installed", default=True),
        AGE,
    ),
    finds={
        "start_up_complains": "the start of the server or its system check finds the fault",
        "untouched_status": "the status of a page that does not touch the session",
        "old_session_sees": "what a session from before the fault reads",
        "new_session_status": "the status where a new session is saved",
        "new_session_error": "the exception behind it",
        "new_session_cookie": "a cookie is sent for the new session",
        "new_session_kept": "the new session is there after the fault",
        "change_status": "the status where a session from before is changed",
        "change_error": "the exception behind it",
        "after_the_change_sees": "what that session reads after the fault",
    },
)
def missing_file_path(sandbox: Sandbox, fault: str) -> Conclusion:
    """Django documentation, "How to use sessions", "Using file-based sessions";
    `django.contrib.sessions.backends.file`, which passes over an OSError while it writes."""
    with as_nobody(sandbox) if fault == "not-writable" else nullcontext():
        reader, changer, new = (
            sandbox.browser(f"{who} session") for who in ("old", "changed", "new")
        )
        reader.open(write)
        changer.open(write)
        sandbox.look("two sessions are saved")
        with FAULTS[fault](sandbox):
            complaints = start_up_complaints()
            page = sandbox.browser("visitor").open(untouched)
            old = reader.open(read)
            saved = new.open(write)
            change = changer.open(setting(kept="changed"))
        sandbox.look("the requests during the fault")
        kept, after = new.open(read), changer.open(read)
    return Conclusion(
        {
            "start_up_complains": bool(complaints),
            "untouched_status": page.status,
            "old_session_sees": old.sees,
            "new_session_status": saved.status,
            "new_session_error": saved.exception,
            "new_session_cookie": bool(saved.set_cookie),
            "new_session_kept": kept.sees is not None,
            "change_status": change.status,
            "change_error": change.exception,
            "after_the_change_sees": after.sees,
        },
        f"Saving a new session was answered with {saved.status}, and it was "
        f"{'kept' if kept.sees else 'not kept'}. Changing an old one was answered with "
        f"{change.status}; afterwards it read {after.sees!r}.",
    )


def start_up_complaints() -> list[str]:
    """What making the middleware raises, or the checks of `manage.py check` say."""
    try:
        SessionMiddleware(untouched)
    except Exception as error:  # whatever it is, that is the complaint
        return [str(error)]
    # A worker has no templates and no addresses to check.
    return [message.msg for message in run_checks() if "session" in message.msg.lower()]


@contextmanager
def as_nobody(sandbox: Sandbox) -> Iterator[None]:
    """Root may write anywhere, so where the site runs as root, this goes on as nobody."""
    if os.geteuid():
        yield
        return
    rehearse(sandbox)
    for folder in (sandbox.folder.parent, sandbox.folder):
        os.chown(folder, NOBODY, NOBODY)
    os.seteuid(NOBODY)
    if not os.access(sandbox.folder, os.W_OK, effective_ids=True):
        raise PermissionError(f"{settings.SESSION_FILE_PATH} can't be entered by another user.")
    try:
        yield
    finally:
        os.seteuid(0)


def rehearse(sandbox: Sandbox) -> None:
    """Let Python load now what it would load late: nobody may not read the installation."""

    def failing(request: HttpRequest) -> HttpResponse:
        raise PermissionError

    browser = sandbox.browser(recorded=False)
    for view in (write, read, untouched, failing):
        browser.open(view)
    start_up_complaints()
    for file in sandbox.folder.iterdir():
        file.unlink()
