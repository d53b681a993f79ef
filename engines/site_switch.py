"""Carrying out the choice of the site's engine, at each session's next request."""

from typing import Any

from django.contrib.auth import SESSION_KEY as SIGNED_IN
from django.http import HttpRequest

from engines import move
from engines.site_engine import current_choice


def follow_site_engine(request: HttpRequest) -> None:
    """Move this request's session where it has not yet followed the site's choice.

    A visitor who moves it elsewhere afterwards stays there. Where the move is refused the session
    stays, its conditions say why, and the next request tries again.
    """
    session: Any = request.session
    choice = current_choice()
    if not session.session_key or session.engine == choice.engine:
        return
    followed = session.get(move.TURN, 0)
    if session.session_key is None or session.conditions.outage or followed >= choice.turn:
        return
    if choice.engine.in_cookie and SIGNED_IN in session:
        return  # a copied cookie would outlive sign-out
    try:
        site_move = move.begin(request, choice.engine)
        moved: Any = request.session
        moved.update_conditions(site_move=site_move)
    except move.MoveRefused as refusal:
        session.update_conditions(site_move_refused=str(refusal))
