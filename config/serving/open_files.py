"""A connection is an open file, and a process may have only so many."""

from resource import RLIM_INFINITY, RLIMIT_NOFILE, getrlimit, setrlimit

OTHERS = 200  # files that a worker has open besides: databases, caches, pages on their way


def room_for_connections(most: int) -> int:
    """Let this process and its children open as many files as `most` connections take.

    Returns how many connections that makes: fewer where the system does not allow it.
    """
    soft, hard = getrlimit(RLIMIT_NOFILE)
    wanted = most + OTHERS
    if soft != RLIM_INFINITY and soft < wanted:
        soft = wanted if hard == RLIM_INFINITY else min(wanted, hard)
        setrlimit(RLIMIT_NOFILE, (soft, hard))
    return most if soft == RLIM_INFINITY else min(most, soft - OTHERS)
