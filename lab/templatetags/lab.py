from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString

from lab.benchmark.figures import milliseconds

register = template.Library()
register.filter("ms", milliseconds)


@register.filter
def breakable(name: str) -> SafeString:
    """An engine's name that a narrow column may break before its cache."""
    return SafeString(escape(name).replace("@", "<wbr>@"))
