"""For tests of what a request asks of the database."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.facts.site import Browser, View

# Statements that open and close a transaction are counted in test_commands.py.
COUNTED = {"SELECT", "INSERT", "UPDATE", "DELETE"}


def statements(visitor: Browser, view: View) -> list[str]:
    """The kinds of statements that one request makes, in order."""
    with CaptureQueriesContext(connection) as captured:
        visitor.open(view)
    words = [query["sql"].split(None, 1)[0] for query in captured.captured_queries]
    return [word for word in words if word in COUNTED]
