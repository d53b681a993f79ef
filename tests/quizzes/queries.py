"""For tests of queries: what was asked of the database."""

import re
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

TABLE = re.compile(r'(?:FROM|INTO|UPDATE) "(\w+)"')
# A savepoint stands in for the transaction of a request, because a test is in one already.
OUR_OWN = re.compile(r"^(SAVEPOINT|RELEASE)|django_session")


def asked(call: Any) -> list[str]:
    """The verb and the tables of each statement that the call made."""
    with CaptureQueriesContext(
        connection,
    ) as queries:
        call()
    statements = [one["sql"] for one in queries if not OUR_OWN.search(one["sql"])]
    return [" ".join([sql.split()[0], *TABLE.findall(sql)]) for sql in statements]
