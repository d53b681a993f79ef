"""What a page says to whoever reads it."""

import html
import re

from django.http import HttpResponse


def told(page: HttpResponse | str) -> str:
    """Its words on one line, without the tags."""
    text = page if isinstance(page, str) else page.content.decode()
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())
