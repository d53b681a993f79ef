"""The memory of a process that serves for weeks."""

import ctypes
import gc
from contextlib import suppress

M_ARENA_MAX = -8  # as glibc's malloc.h has it
ARENAS = 2


def settle_memory() -> None:
    """To be called once, when a worker has loaded the site and serves nobody yet.

    Threads share what is free: glibc gives each a heap of its own, up to eight for each core, and
    what one of them has freed stays unused by the others. What was loaded stays for good: the
    garbage collector leaves it alone, so that it looks sooner, and in less time, at what requests
    leave behind. Both hold for CPython on glibc; elsewhere nothing is lost without them.
    """
    with suppress(OSError, AttributeError):  # of a C library that has no such setting
        ctypes.CDLL(None).mallopt(M_ARENA_MAX, ARENAS)
    gc.collect()
    gc.freeze()
