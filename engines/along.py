"""Carrying out the choice of the site's engine, at each session's next request."""

from django.contrib.auth import SESSION_KEY as SIGNED_IN

from engines.http import Request
from engines.move import TURN, MoveRefused, move
from engines.site import chosen


def bring_along(request: Request) -> None:
    """Move this request's session where it has not yet followed the site's choice.

    A learner who moves it elsewhere afterwards stays there. Where the move is refused the
    session stays, the page says why, and the next request tries again.
    """
    choice, session = chosen(), request.session
    if not session.session_key or session.engine == choice.engine:
        return
    followed = session.get(TURN, 0)
    if session.session_key is None or session.outage or followed >= choice.turn:
        return
    if not choice.engine.prefix and SIGNED_IN in session:
        return  # a copied cookie would outlive sign-out
    try:
        request.session.along = move(request, choice.engine)
    except MoveRefused as refusal:
        session.stays = str(refusal)
