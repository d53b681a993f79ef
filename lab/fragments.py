"""Parts of pages that are the same for many requests, made once and kept in memory.

    {% fragment course.version mode.path %} ... {% endfragment %}

The values name all that the part depends on: where they are the same, so is its HTML. They are
looked up as anywhere in a template, and must be hashable. What is another one in each request, as
the token against forged forms and the page's own address, may stand in the part all the same:
`HOLES` are filled each time. Where the first value is empty the part is not kept, so that a page
which does not say what it depends on is still right.

As Django's own `{% cache %}`, but in this process, without copying or expiry, and bounded by size.
`learn.kept_pages` keeps whole pages.
"""

import re
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from lab.bounded_memory import BoundedMemory

MOST = 800_000  # characters that are kept, of all fragments together
# What is another one in each request: the template gets a hole instead.
OTHERWISE = ("csrf_token", "csp_nonce", "page_address")
# The same where a form writes it. It is random, so it can be found again in what was made.
RANDOM = ("answer_key",)
# No text that a person writes can be a hole.
SECRET = secrets.token_hex(8)
HOLES = {name: f"{{{SECRET}:{name}}}" for name in (*OTHERWISE, *RANDOM)}
HOLE = re.compile(rf"\{{{SECRET}:(\w+)\}}")
# For the context of a template, in place of the values.
HOLES_IN_CONTEXT = {name: HOLES[name] for name in OTHERWISE}


@contextmanager
def leaving_holes(request: Any) -> Iterator[None]:
    """What templates render for this request has holes, which the caller fills."""
    request.leaves_holes = True
    try:
        yield
    finally:
        request.leaves_holes = False


class WithHoles:
    """HTML with holes, ready to be filled. Its length is that of the HTML.

    `value_of(name)`: of a hole, or of a random value that the HTML was made with.
    """

    def __init__(self, html: str, value_of: Callable[[str], Any]) -> None:
        for name in RANDOM:
            if value := value_of(name):
                html = html.replace(value, HOLES[name])
        self.length = len(html)
        self.parts = HOLE.split(html)  # every second one is the name of a hole

    def __len__(self) -> int:
        return self.length

    def filled(self, value_of: Callable[[str], Any]) -> SafeString:
        """The HTML for one request, which is asked once for each value that there is a hole for."""
        values: dict[str, str] = {}
        for name in self.parts[1::2]:
            if name not in values:
                value = value_of(name)
                # A nonce that nobody has asked for yet is false.
                values[name] = "" if value is None else conditional_escape(str(value))
        filled = self.parts.copy()
        filled[1::2] = [values[name] for name in self.parts[1::2]]
        return SafeString("".join(filled))


FRAGMENTS = BoundedMemory[WithHoles](MOST)

register = template.Library()


@register.tag
def fragment(parser: Parser, token: Token) -> "FragmentNode":
    _, *values = token.split_contents()
    if not values:
        raise template.TemplateSyntaxError("{% fragment %} needs what it depends on.")
    nodelist = parser.parse(["endfragment"])
    parser.delete_first_token()
    return FragmentNode(nodelist, [parser.compile_filter(value) for value in values])


class FragmentNode(template.Node):
    def __init__(self, nodelist: NodeList, values: list[FilterExpression]) -> None:
        self.nodelist = nodelist
        self.values = values
        self.place = object()  # a template that is loaded anew has other places

    def render(self, context: template.Context) -> SafeString:
        values = [value.resolve(context) for value in self.values]
        if not values[0]:
            return self.nodelist.render(context)
        key = (self.place, get_language(), *values)
        html = FRAGMENTS.get(key) or FRAGMENTS.keep(key, self.make(context))
        return html.filled(context.get)

    def make(self, context: template.Context) -> WithHoles:
        with context.push(**HOLES_IN_CONTEXT):
            return WithHoles(self.nodelist.render(context), context.get)
