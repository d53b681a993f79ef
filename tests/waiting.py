"""Waiting for what other processes do, without guessing how long they take."""

import time
from collections.abc import Callable


def wait_until(look: Callable[[], bool], seconds: float) -> None:
    """Look again and again until it holds. Fails where it does not hold within `seconds`."""
    deadline = time.monotonic() + seconds
    while not look():
        assert time.monotonic() < deadline, f"It does not hold after {seconds} seconds."
        time.sleep(0.05)  # only not to keep the processor from those that are waited for
