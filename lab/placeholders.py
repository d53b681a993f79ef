"""Placeholders in a page for what is known only after the page is made: the session's figures.

The session is saved after the view has rendered, so the panel leaves a placeholder for each figure
and `lab.middleware` fills it. No JavaScript is needed to see the cost of this very response.
"""

import secrets
from typing import Any

from django.http import HttpResponse
from django.utils.html import format_html

from lab.session_notices import describe_site_move, describe_trouble

FIGURES = ("reads", "writes", "stored", "time", "trouble", "notice")
# Random for each process, so that no text a person writes can be a placeholder.
_SECRET = secrets.token_hex(8)
PLACEHOLDERS = {name: f"{{{_SECRET}:{name}}}" for name in FIGURES}

TROUBLE = '<p class="errors" role="alert">{}</p>'
NEWS = '<p class="flash" role="status">{}</p>'


def fill_placeholders(response: HttpResponse, session: Any) -> None:
    """Put the session's figures into the page, and what there is to say of its store."""
    if not response.get("Content-Type", "").startswith("text/html"):
        return
    content = response.content
    if _SECRET.encode() not in content:
        return
    trouble = as_paragraph(TROUBLE, describe_trouble(session.conditions, session.engine))
    notice = trouble or as_paragraph(NEWS, describe_site_move(session.conditions))
    figures = {**session.meter.figures(), "trouble": trouble, "notice": notice}
    for name, placeholder in PLACEHOLDERS.items():
        content = content.replace(placeholder.encode(), figures[name].encode())
    response.content = content
    if response.has_header("Content-Length"):
        response["Content-Length"] = str(len(content))


def as_paragraph(template: str, text: str) -> str:
    """The text in its paragraph; empty where there is none."""
    return format_html(template, text) if text else ""
