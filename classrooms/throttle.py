"""A slow-down for wrong codes. The right one is looked up and let in at any time.

Wrong codes are counted by client, and so many are free that a whole classroom behind one address
may mistype. After that a wrong one is answered with the seconds to wait.
"""

from django.http import HttpRequest

from lab.limits.clients import client_of
from lab.limits.counters import counter_key, take
from lab.limits.slow_down import SlowDown, describe_wait

WRONG_CODES = SlowDown(free=100, longest=60, leak=6)


def count_wrong_code(request: HttpRequest) -> int:
    """One more wrong code: the seconds to wait before another one, or 0."""
    return take({counter_key("wrong-code", client_of(request)): WRONG_CODES})


def describe_limit(seconds: int) -> str:
    return (
        "No class has this code, and many wrong codes came from where you are. "
        f"Wait {describe_wait(seconds)} before you try another. The right code works at any time."
    )
