"""The memory of a process that serves for weeks."""

import ctypes
import gc
from contextlib import suppress

# As glibc's malloc.h has them.
M_TRIM_THRESHOLD, M_MMAP_THRESHOLD, M_ARENA_MAX = -1, -3, -8
ARENAS = 2
LARGE = 128 * 1024  # bytes: glibc's own limit, which it raises where large blocks come and go


def settle_memory() -> None:
    """To be called once, when a worker has loaded the site and serves nobody yet.

    Threads share what is free: glibc gives each a heap of its own, up to eight for each core, and
    what one of them has freed stays unused by the others. A large block, as of a file that was
    sent, goes back to the system and leaves no hole. What was loaded stays for good: the
    garbage collector leaves it alone, so that it looks sooner, and in less time, at what requests
    leave behind. Both hold for CPython on glibc; elsewhere nothing is lost without them.
    """
    with suppress(OSError, AttributeError):  # of a C library that has no such setting
        mallopt = ctypes.CDLL(None).mallopt
        mallopt(M_ARENA_MAX, ARENAS)
        mallopt(M_MMAP_THRESHOLD, LARGE)
        mallopt(M_TRIM_THRESHOLD, LARGE)
    gc.collect()
    gc.freeze()
