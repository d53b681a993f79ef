"""Which command removes the sessions that have ended."""

from django.core.management import CommandError, call_command

from lab.experiments.experiment import Conclusion, experiment
from lab.experiments.parameters import Parameter, engine_parameter
from lab.experiments.sandbox.pages import read, write
from lab.experiments.sandbox.sandbox import Sandbox

DAY = 24 * 3600
COMMANDS = ("clearsessions", "flush", "clearcache")


@experiment(
    title="Sweeping out what has ended",
    shows="Nothing sweeps by itself, and which command removes only what has ended.",
    parameters=(
        engine_parameter("db", ("db", "cached_db")),
        Parameter("command", "clearsessions", (None, *COMMANDS)),
    ),
    finds={
        "command_says": "what the command complained about",
        "rows_left": "rows of sessions that are left, of two, one of which has ended",
        "live_session_sees": "what the session reads that has not ended",
        "users_left": "users who are left, of one",
    },
)
def sweeping(sandbox: Sandbox, command: str | None) -> Conclusion:
    """Django documentation, "How to use sessions", "Clearing the session store"."""
    users = type(sandbox.ada()).objects
    sandbox.browser("an old visitor").open(write)
    sandbox.clock.move_to(15 * DAY)
    browser = sandbox.browser()
    browser.open(write)
    sandbox.look("one session has ended")
    complaint = run_and_get_complaint(command) if command else None
    sandbox.look("the command")
    rows = sum(line.startswith("row") for line in sandbox.holds())
    sees, left = browser.open(read).sees, users.count()
    return Conclusion(
        {
            "command_says": complaint,
            "rows_left": rows,
            "live_session_sees": sees,
            "users_left": left,
        },
        f"{rows} of 2 rows were left, and {left} of 1 user. The session that had not ended "
        f"read {sees!r}.",
    )


def run_and_get_complaint(command: str) -> str | None:
    """Run the command. Returns what it complained about, or None."""
    options = {"interactive": False} if command == "flush" else {}
    try:
        call_command(command, verbosity=0, **options)
    except CommandError as error:
        return str(error)
    return None
