"""Holes in a page for what is known only after the page is made: the session's own figures.

The session is saved after the view has rendered, so the panel leaves a hole for each figure
and the middleware fills it. No JavaScript is needed to see the cost of this very response.
"""

import secrets
from typing import Any

from django.http import HttpResponse
from django.utils.html import format_html

from engines.outage import news, told

FIGURES = ("reads", "writes", "stored", "time", "trouble", "notice")
# Random for each process, so that no text a person writes can be a hole.
_SECRET = secrets.token_hex(8)
HOLES = {name: f"{{{_SECRET}:{name}}}" for name in FIGURES}

TROUBLE = '<p class="errors" role="alert">{}</p>'
NEWS = '<p class="flash" role="status">{}</p>'


def fill(response: HttpResponse, session: Any) -> None:
    """Put the session's figures into the page, and what there is to say of its store."""
    if not response.get("Content-Type", "").startswith("text/html"):
        return
    content = response.content
    if _SECRET.encode() not in content:
        return
    bad = trouble(session)
    figures = {**session.meter.figures(), "trouble": bad, "notice": bad or good(session)}
    for name, hole in HOLES.items():
        content = content.replace(hole.encode(), figures[name].encode())
    response.content = content
    if response.has_header("Content-Length"):
        response["Content-Length"] = str(len(content))


def trouble(session: Any) -> str:
    words = told(session)
    return format_html(TROUBLE, words) if words else ""


def good(session: Any) -> str:
    words = news(session)
    return format_html(NEWS, words) if words else ""
