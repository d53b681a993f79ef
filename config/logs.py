"""What of the log is for an operator's eyes."""

import logging


def shorten_bad_requests(record: logging.LogRecord) -> bool:
    """A filter that keeps every record, and takes the traceback from those of refused requests.

    It would say nothing of this site, and whoever sends such requests could fill the disk with it.
    """
    refused = record.name == "django.request" and record.levelno < logging.ERROR
    if refused or record.name.startswith("django.security"):
        record.exc_info = None
    return True
