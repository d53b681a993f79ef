"""Every address of the site's resolver, each with values that lead somewhere."""

import re
from collections.abc import Iterator

from django.contrib import admin

from lab.drills.drills import DRILLS
from lab.experiments.registry import EXPERIMENTS
from tests.fuzz.addresses import PARAMETER, REAL, routes

MODES = ("practice", *REAL["mode"])
SLUGS = {"engine/experiments/": next(iter(EXPERIMENTS)), "engine/drills/": next(iter(DRILLS))}


def every_address(**values: object) -> list[str]:
    """`values`: what to put in place of a parameter, by its name, where it matters."""
    found = (address for route in routes() for address in filled(route, values))
    return list(dict.fromkeys(found))


def filled(route: str, values: dict[str, object]) -> Iterator[str]:
    row, slug = row_of(route), SLUGS.get(route.partition("<")[0])

    def fill(parameter: re.Match[str], mode: str) -> str:
        name = parameter[2] or parameter[3]
        usual = {"mode": mode, "object_id": row, "pk": row, "rest": "", "slug": slug}
        return str(values.get(name) or usual.get(name) or REAL.get(name, ("1",))[0])

    for mode in MODES if route.endswith("<slug:mode>/") else MODES[:1]:
        yield "/" + PARAMETER.sub(lambda found, mode=mode: fill(found, mode), route)


def row_of(route: str) -> object:
    """The first row of the model that a page of the panel is about."""
    for model in admin.site._registry:
        if route.startswith(f"admin/{model._meta.app_label}/{model._meta.model_name}/"):
            row = model._default_manager.order_by("pk").first()
            return row.pk if row else 1
    return 1
