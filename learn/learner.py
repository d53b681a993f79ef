"""Who a learner is: a random UUID in a signed cookie of its own, set with the first answer.

It is not the session: the session may be moved, lost or emptied, and the answers, which are
rows under this id, still find their owner. It holds no name and no address; beside the id it says
when the progress last changed that the browser was told of. A visitor's first answers from two
tabs come without that cookie, so both work out the same id from the random secret of the visitor's
forms.
"""

import uuid
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.utils.crypto import salted_hmac

COOKIE = "learner"
YEAR = 365 * 24 * 60 * 60  # seconds


@dataclass(frozen=True)
class LearnerCookie:
    """`at`: of the progress (`learn.kept_progress.Kept`) when the last action was acknowledged."""

    learner: uuid.UUID | None = None
    at: int = 0


def cookie_of(request: HttpRequest) -> LearnerCookie:
    """What the browser sent; an empty one for a new visitor, and for a broken or foreign one."""
    known: LearnerCookie | None = getattr(request, "_learner_cookie", None)
    if known is None:
        known = read_cookie(request)
        request._learner_cookie = known  # type: ignore[attr-defined]
    return known


def read_cookie(request: HttpRequest) -> LearnerCookie:
    learner, _, at = (request.get_signed_cookie(COOKIE, "", max_age=YEAR) or "").partition(".")
    try:
        return LearnerCookie(uuid.UUID(learner), int(at))
    except ValueError:
        return LearnerCookie()


def learner_of(request: HttpRequest) -> uuid.UUID | None:
    """The learner's id; None for a new visitor."""
    return getattr(request, "_learner", None) or cookie_of(request).learner


def learner_or_new(request: HttpRequest) -> uuid.UUID:
    """The learner's id. A new visitor becomes a learner; `set_learner_cookie` tells the browser."""
    learner = learner_of(request) or learner_from(visitor_of(request))
    note_learner(request, learner)
    return learner


def learner_from(visitor: str) -> uuid.UUID:
    """The id that a visitor gets with the first answer. Without the site's key nobody knows it."""
    secret = salted_hmac("learn.learner", visitor, algorithm="sha256").digest()
    return uuid.UUID(bytes=secret[:16], version=4)


def visitor_of(request: HttpRequest) -> str:
    """What tells visitors apart of whom nothing is kept yet: the secret of their forms' tokens.

    It is the same at every visit and in every tab, so that they see the same questions there.
    """
    if "CSRF_COOKIE" not in request.META:
        get_token(request)
    return str(request.META["CSRF_COOKIE"])


def note_learner(request: HttpRequest, learner: uuid.UUID) -> None:
    """From now on the request is this learner's, whatever its cookie says."""
    request._learner = learner  # type: ignore[attr-defined]


def set_learner_cookie(request: HttpRequest, response: HttpResponse, at: int) -> HttpResponse:
    """Set the cookie on the response and return it. Each answer prolongs the cookie to a year.

    `at`: of the learner's progress as it now is, whether or not its session can be saved.
    """
    if learner := getattr(request, "_learner", None):
        response.set_signed_cookie(
            COOKIE,
            f"{learner}.{at}",
            max_age=YEAR,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return response
