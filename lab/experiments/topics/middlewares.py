"""What puts the session on the request."""

from django.http import HttpRequest, HttpResponse

from lab.experiments.experiment import Conclusion, experiment
from lab.experiments.parameters import Parameter, engine_parameter
from lab.experiments.sandbox.sandbox import Sandbox

BOTH = ("SessionMiddleware", "AuthenticationMiddleware")


@experiment(
    title="A server without one of its middlewares",
    shows="Which middleware puts the session on the request.",
    parameters=(engine_parameter(), Parameter("without", "SessionMiddleware", (None, *BOTH))),
    finds={
        "has_session": "the view finds request.session",
        "has_user": "the view finds request.user",
        "status": "the status of the answer",
        "error": "the exception behind it",
    },
)
def missing_middleware(sandbox: Sandbox, without: str | None) -> Conclusion:
    """Django documentation, "How to use sessions", "Enabling sessions"."""
    present: dict[str, bool] = {"session": False, "user": False}

    def look(request: HttpRequest) -> HttpResponse:
        present.update({name: hasattr(request, name) for name in present})
        return HttpResponse("looked")

    sandbox.server.without = without or ""
    answer = sandbox.browser().open(look)
    return Conclusion(
        {
            "has_session": present["session"],
            "has_user": present["user"],
            "status": answer.status,
            "error": answer.exception,
        },
        f"The view {'found' if present['session'] else 'did not find'} request.session.",
    )
