import re

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString

from lab.formatting import format_request_time

register = template.Library()
register.filter("ms", format_request_time)


@register.filter
def breakable(name: str) -> SafeString:
    """An engine's name that a narrow column may break before its cache."""
    return SafeString(escape(name).replace("@", "<wbr>@"))


@register.filter
def with_code(words: str) -> SafeString:
    """Words as HTML, with what stands in backticks as code."""
    return SafeString(re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(words)))
