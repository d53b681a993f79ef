"""Images in HTML."""

import re

from django.utils.html import format_html
from django.utils.safestring import SafeString

from learn.images.references import parse_reference

MISSING_CLASS = "image-missing"
SHOWN = re.compile(r'<img\b[^>]*?\balt="([^"]*)"[^>]*>')


def image_html(source: str, alt: str) -> SafeString:
    """An image with the room that it will take, or the words for one that can't be shown.

    `[[key]]` in the words would become HTML later, inside of the attribute; so one bracket is left.
    """
    words = re.sub(r"\[{2,}|\]{2,}", lambda brackets: brackets[0][0], alt)
    if not (reference := parse_reference(source)):
        return format_html('<span class="{}">Image missing: {}</span>', MISSING_CLASS, words)
    return format_html(
        '<img src="{}" alt="{}" width="{}" height="{}" loading="lazy" decoding="async">',
        *(reference.address, words, reference.width, reference.height),
    )


def is_served(address: str) -> bool:
    """Whether an address is that of an image of this site. No other is shown."""
    return address.startswith("/") and parse_reference(address[1:]) is not None


def words_for_images(html: str) -> str:
    """The HTML with the words of each image in its place, as lists without pictures show it."""
    return SHOWN.sub(r"\1", html)
