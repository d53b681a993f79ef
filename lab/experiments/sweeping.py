"""What tidies up."""

from django.core.management import CommandError, call_command

from lab.experiments.experiment import Outcome, experiment
from lab.experiments.lab import Lab
from lab.experiments.parameters import Parameter, engine
from lab.experiments.views import read, write

DAY = 24 * 3600
COMMANDS = ("clearsessions", "flush", "clearcache")


@experiment(
    title="Sweeping out what has ended",
    shows="Nothing sweeps by itself, and which command removes only what has ended.",
    parameters=(
        engine("db", ("db", "cached_db")),
        Parameter("command", "clearsessions", (None, *COMMANDS)),
    ),
    finds={
        "command_says": "what the command complained about",
        "rows_left": "rows of sessions that are left, of two, one of which has ended",
        "live_session_sees": "what the session reads that has not ended",
        "users_left": "users who are left, of one",
    },
)
def sweeping(lab: Lab, command: str | None) -> Outcome:
    """Django documentation, "How to use sessions", "Clearing the session store"."""
    users = type(lab.ada()).objects
    lab.browser("an old visitor").open(write)
    lab.clock.move_to(15 * DAY)
    browser = lab.browser()
    browser.open(write)
    lab.look("one session has ended")
    says = what_it_says(command) if command else None
    lab.look("the command")
    rows = sum(line.startswith("row") for line in lab.holds())
    sees, left = browser.open(read).sees, users.count()
    return Outcome(
        {"command_says": says, "rows_left": rows, "live_session_sees": sees, "users_left": left},
        f"{rows} of 2 rows were left, and {left} of 1 user. The session that had not ended "
        f"read {sees!r}.",
    )


def what_it_says(command: str) -> str | None:
    """Run it, and return its complaint."""
    options = {"interactive": False} if command == "flush" else {}
    try:
        call_command(command, verbosity=0, **options)
    except CommandError as error:
        return str(error)
    return None
