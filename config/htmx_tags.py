"""Template tags for forms and links whose answer htmx swaps into the page.

Without JavaScript the same form or link loads a whole page. The tags are built in: templates of
every app use them without `{% load %}`. Each takes the parts of a URL, and the id of the element
that the answer replaces:

    <form class="flow" {% posts_to mode.url "answers/" target="quiz" %}>
    <a {% swaps_in mode.url "?q=" row.id target="quiz" %}>
"""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def posts_to(
    *url: object, target: str, top: bool = False, anchor: bool = False, sync: str = ""
) -> SafeString:
    """The attributes of a form that is sent by POST.

    `top`: the page then scrolls to the target. `anchor`: without htmx the browser goes there too.
    `sync`: the value of `hx-sync`, where the form is sent again before it was answered.
    """
    address = "".join(map(str, url))
    return format_html(
        'action="{}{}" method="post" hx-post="{}" {}{}',
        address,
        f"#{target}" if anchor else "",
        address,
        swap_attributes(target, top),
        format_html(' hx-sync="{}"', sync) if sync else "",
    )


@register.simple_tag
def swaps_in(*url: object, target: str, top: bool = False) -> SafeString:
    """The attributes of a link to a page that holds the target; htmx loads the target alone.

    `top`: the page then scrolls to the target. The link's URL becomes that of the page.
    """
    address = "".join(map(str, url))
    return format_html(
        'href="{}#{}" hx-get="{}" {} hx-push-url="true"',
        address,
        target,
        address,
        swap_attributes(target, top),
    )


def swap_attributes(target: str, top: bool) -> SafeString:
    show = format_html(" show:#{}:top", target) if top else ""
    return format_html('hx-target="#{}" hx-swap="outerHTML{}"', target, show)
