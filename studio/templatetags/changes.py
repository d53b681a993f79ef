"""For the first page of the panel."""

from collections.abc import Iterator
from typing import Any

from django import template

from studio import dashboard
from studio.people import visible_to

register = template.Library()


@register.simple_tag(takes_context=True)
def latest_changes(context: Any, count: int = 10) -> list[Any]:
    """The newest changes in the panel that this person may know of."""
    return list(visible_to(context["request"]).order_by("-action_time", "-pk")[:count])


@register.simple_tag(takes_context=True)
def at_a_glance(context: Any) -> Iterator[dashboard.Tile]:
    return dashboard.tiles(context["request"])
