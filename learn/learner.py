"""Who a learner is: a random UUID in a signed cookie of its own, set with the first answer.

It is not the session: the session may be moved, lost or emptied, and the answers, which are
rows under this id, still find their owner. It holds no name and no address. A visitor's first
answers from two tabs come without that cookie, so both work out the same id from the random secret
of the visitor's forms.
"""

import uuid

from django.conf import settings
from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.utils.crypto import salted_hmac

COOKIE = "learner"
YEAR = 365 * 24 * 60 * 60  # seconds


def learner_of(request: HttpRequest) -> uuid.UUID | None:
    """The learner's id, or None for a new visitor and for a broken or foreign cookie."""
    if known := getattr(request, "_learner", None):
        return known  # type: ignore[no-any-return]
    try:
        return uuid.UUID(request.get_signed_cookie(COOKIE, max_age=YEAR))
    except (KeyError, BadSignature, ValueError):
        return None


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
    get_token(request)
    return str(request.META["CSRF_COOKIE"])


def note_learner(request: HttpRequest, learner: uuid.UUID) -> None:
    """From now on the request is this learner's, whatever its cookie says."""
    request._learner = learner  # type: ignore[attr-defined]


def set_learner_cookie(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Set the cookie on the response and return it. Each answer prolongs the cookie to a year."""
    if learner := getattr(request, "_learner", None):
        response.set_signed_cookie(
            COOKIE,
            str(learner),
            max_age=YEAR,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return response
