"""What puts the session on the request."""

from django.http import HttpRequest, HttpResponse

from lab.experiments.experiment import Outcome, experiment
from lab.experiments.lab import Lab
from lab.experiments.parameters import Parameter, engine

BOTH = ("SessionMiddleware", "AuthenticationMiddleware")


@experiment(
    title="A server without one of its middlewares",
    shows="Which middleware puts the session on the request.",
    parameters=(engine(), Parameter("without", "SessionMiddleware", (None, *BOTH))),
    finds={
        "has_session": "the view finds request.session",
        "has_user": "the view finds request.user",
        "status": "the status of the answer",
        "error": "the exception behind it",
    },
)
def missing_middleware(lab: Lab, without: str | None) -> Outcome:
    """Django documentation, "How to use sessions", "Enabling sessions"."""
    found: dict[str, bool] = {"session": False, "user": False}

    def look(request: HttpRequest) -> HttpResponse:
        found.update({name: hasattr(request, name) for name in found})
        return HttpResponse("looked")

    lab.without = without or ""
    answer = lab.browser().open(look)
    return Outcome(
        {
            "has_session": found["session"],
            "has_user": found["user"],
            "status": answer.status,
            "error": answer.exception,
        },
        f"The view {'found' if found['session'] else 'did not find'} request.session.",
    )
