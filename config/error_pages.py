"""The pages for requests that can't be answered.

Django's own would read the form again, which is what may have failed. The pages for bad requests
and for our own errors ask nothing of the session or the database.
"""

from pathlib import Path

from django.conf import settings
from django.core.exceptions import (
    BadRequest,
    DisallowedHost,
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.template.loader import render_to_string

MOST_TEXT = f"{settings.DATA_UPLOAD_MAX_MEMORY_SIZE / 1_000_000:.1f} MB of text"
# Status and words for each kind of request that Django refuses to read.
REFUSALS: dict[type[Exception], tuple[int, str]] = {
    RequestDataTooBig: (413, f"The form holds more than {MOST_TEXT}. Send less at once."),
    TooManyFieldsSent: (400, "The form has far more fields than any form of this site."),
    TooManyFilesSent: (400, "The form has more files than any form of this site takes."),
    MultiPartParserError: (400, "The form did not arrive whole. Open its page anew, then send it."),
    DisallowedHost: (
        400,
        "This site has another name. Its operator lists them in ALLOWED_HOSTS.",
    ),
}
NOT_READABLE = "Something in the request can't be read. Open the page anew and try once more."
SERVER_ERROR = (Path(settings.BASE_DIR) / "templates" / "500.html").read_text(encoding="utf-8")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    status, reason = refusal_of(exception)
    return HttpResponse(render_to_string("400.html", {"reason": reason}), status=status)


def refusal_of(exception: Exception) -> tuple[int, str]:
    """The status, and the reason in words. A `BadRequest` of our own brings its words along."""
    if isinstance(exception, BadRequest):
        return 400, reason_of(exception) or NOT_READABLE
    return REFUSALS.get(type(exception), (400, NOT_READABLE))


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", {"reason": reason_of(exception)}, status=403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", {"reason": reason_of(exception)}, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Needs nothing that may have failed: its text was read at the start."""
    return HttpResponse(SERVER_ERROR, status=500)


def reason_of(exception: Exception) -> str:
    """The words that our own code gave; Django's resolver gives a table of URLs instead."""
    first = exception.args[0] if exception.args else ""
    return first if isinstance(first, str) else ""
