"""A limit to guessing codes, wide enough for a whole classroom behind one address.

Wrong codes are counted by address. Six characters make 64 million codes, so that whoever tries
as many as this lets through, day and night, finds one of ten classes in some four months.
"""

import logging

from django.core.cache import cache
from django.http import HttpRequest

from engines.outage import store_errors

logger = logging.getLogger(__name__)

MOST, SECONDS = 300, 600
WAIT = "Too many wrong codes came from where you are. Wait ten minutes, then try again."


def wrong_code_key(request: HttpRequest) -> str:
    return f"wrong-codes:{request.META.get('REMOTE_ADDR', '')}"


def has_reached_limit(request: HttpRequest) -> bool:
    try:
        return int(cache.get(wrong_code_key(request), 0)) >= MOST
    except store_errors():
        return False  # a class that begins now can't wait for the cache


def count_wrong_code(request: HttpRequest) -> None:
    """One more wrong code."""
    try:
        cache.add(wrong_code_key(request), 0, SECONDS)
        cache.incr(wrong_code_key(request))
    except store_errors(ValueError):  # ValueError: it ran out between the two
        logger.warning("A wrong code is not counted", exc_info=True)
