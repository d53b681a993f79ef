"""What of the log is for an operator's eyes."""

from logging import LogRecord


def shorten_bad_requests(record: LogRecord) -> bool:
    """A filter that keeps every record, and takes the traceback from those of refused requests.

    It would say nothing of this site, and whoever sends such requests could fill the disk with it.
    """
    if record.name.startswith("django.security"):
        record.exc_info = None
    return True
