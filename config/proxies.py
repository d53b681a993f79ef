"""Behind trusted proxies: who the client is, and whether they came by TLS."""

import logging
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from config.addresses import Proxies, client_behind, parse_address

logger = logging.getLogger(__name__)

FOR, PROTO = "HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO"
# What only a trusted proxy may say.
FORWARDED = (FOR, PROTO, "HTTP_X_FORWARDED_HOST", "HTTP_X_FORWARDED_PORT", "HTTP_FORWARDED")

# Strangers send such headers too, and shall not fill the log.
MOST_WARNED = 10


class TrustedProxyMiddleware:
    """Stands outside of all that asks for an address or a scheme.

    It writes the real client to `REMOTE_ADDR`, where the rate limits, axes and the access log of
    gunicorn read it. From a peer that is not in `TRUSTED_PROXIES` no forwarding header is left.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.warned: set[str] = set()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not believe_proxy(request.META, settings.TRUSTED_PROXIES):
            self.warn_once(str(request.META.get("REMOTE_ADDR")))
        return self.get_response(request)

    def warn_once(self, peer: str) -> None:
        """Without it, an operator whose proxy is not named sees only that pages redirect."""
        if peer in self.warned or len(self.warned) >= MOST_WARNED:
            return
        self.warned.add(peer)
        logger.warning(
            "%s sent forwarding headers, which were ignored: it is not in TRUSTED_PROXIES. "
            "If it is your proxy, name it there.",
            peer,
        )


def believe_proxy(meta: dict[str, Any], proxies: Proxies) -> bool:
    """Put the real client into a WSGI environment. False where headers had to be taken out."""
    written = str(meta.get("REMOTE_ADDR", ""))
    peer = parse_address(written)
    if (written and peer is None) or peer not in proxies:
        claims = [name for name in FORWARDED if meta.pop(name, None) is not None]
        meta["REMOTE_ADDR"] = str(peer or written)
        return not claims
    meta["REMOTE_ADDR"] = str(client_behind(peer, meta.get(FOR, ""), proxies) or "")
    if PROTO in meta:
        meta[PROTO] = agreed_scheme(meta[PROTO])
    return True


def agreed_scheme(said: str) -> str:
    """`https` only if all who added to the header say so: a client may have begun it."""
    schemes = {scheme.strip().lower() for scheme in said.split(",")}
    return "https" if schemes == {"https"} else "http"
