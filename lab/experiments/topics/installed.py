"""Which engines need `django.contrib.sessions` in `INSTALLED_APPS`."""

from django.core.management import CommandError, call_command

from lab.experiments.experiment import Conclusion, experiment
from lab.experiments.parameters import engine_parameter, flag_parameter
from lab.experiments.sandbox.pages import read, write
from lab.experiments.sandbox.sandbox import Sandbox


@experiment(
    title="The sessions app is not installed",
    shows="Two engines need the app for their table; the others run without it.",
    parameters=(engine_parameter(), flag_parameter("installed")),
    finds={
        "save_status": "the status of the request that saves",
        "save_error": "the exception behind it",
        "load_status": "the status of a request that comes with a cookie and reads",
        "load_error": "the exception behind it",
        "second_request_sees": "what the request after the save reads",
        "clearsessions": "what the command says",
    },
)
def missing_installed_app(sandbox: Sandbox) -> Conclusion:
    """Django documentation, "How to use sessions", "Enabling sessions" and "Configuring the
    session engine"; ticket #23621."""
    browser = sandbox.browser()
    saved = browser.open(write)
    sandbox.look("the save")
    visitor = sandbox.browser("an old visitor")
    visitor.cookie = "a" * 32
    loaded = visitor.open(read)
    second = browser.open(read).sees
    command = run_clearsessions()
    return Conclusion(
        {
            "save_status": saved.status,
            "save_error": saved.exception,
            "load_status": loaded.status,
            "load_error": loaded.exception,
            "second_request_sees": second,
            "clearsessions": command,
        },
        f"Saving was answered with {saved.status}, loading with {loaded.status}. "
        f"manage.py clearsessions: {command}.",
    )


def run_clearsessions() -> str:
    try:
        call_command("clearsessions")
    except CommandError as error:
        return str(error)
    return "it ran"
