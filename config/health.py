"""For load balancers: `/healthz/` tells that the process lives, `/readyz/` that its stores answer.

The middleware stands first of all: a probe comes without TLS and under any host name.
"""

import logging
import uuid
from collections.abc import Callable

from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse

logger = logging.getLogger(__name__)

NOT_KEPT = {"Cache-Control": "no-store"}  # a cache's answer would not be this server's


class HealthMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.probes = {"/healthz/": alive, "/readyz/": ready}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        probe = self.probes.get(request.path_info)
        return probe(request) if probe else self.get_response(request)


def alive(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"alive": True}, headers=NOT_KEPT)


def ready(request: HttpRequest) -> JsonResponse:
    """200 when the database and the cache answer, else 503. The JSON says which one does not."""
    stores = {"database": answers(ask_database), "cache": answers(ask_cache)}
    return JsonResponse(stores, status=200 if all(stores.values()) else 503, headers=NOT_KEPT)


def answers(ask: Callable[[], bool]) -> bool:
    try:
        return ask()
    except Exception:  # whatever the client of a store raises, the store is not ready
        logger.exception("A store is not ready: %s", ask.__name__)
        return False


def ask_database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone() == (1,))


def ask_cache() -> bool:
    token = uuid.uuid4().hex
    cache.set("readyz", token, 10)
    return cache.get("readyz") is not None
