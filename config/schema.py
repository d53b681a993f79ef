"""Whether the tables fit the models. Where they do not, the site does not start.

A migration that was edited after it ran leaves tables that it would make otherwise. Every answer
would then fail at the first row that does not fit, and nothing would say why.
"""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import InterfaceError, OperationalError, connection
from django.db.models import Model, UniqueConstraint

WHAT_TO_DO = (
    "Nothing was changed. Run `python manage.py migrate`. If that changes nothing, a migration was "
    "edited after it ran: restore a backup, or let DATABASE_URL name an empty database."
)


class Misfit(Exception):
    """The message says, in one line, what does not fit and what to do."""


def require_fitting_schema() -> None:
    """Raises Misfit. A database that does not answer is no misfit: the site says so itself."""
    try:
        misfits = list(find_misfits())
    except (OperationalError, InterfaceError):
        return
    if misfits:
        more = f" (and {len(misfits) - 3} more)" if len(misfits) > 3 else ""
        raise Misfit(
            f"The database does not fit this version: {'; '.join(misfits[:3])}{more}. {WHAT_TO_DO}"
        )


def find_misfits() -> Iterator[str]:
    """What is missing or too much, in words, table by table."""
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        for model in apps.get_models(include_auto_created=True):
            name = model._meta.db_table
            if not model._meta.managed or model._meta.proxy:
                continue
            if name in tables:
                yield from table_misfits(cursor, model)
            else:
                yield f"the table {name} is missing"


def table_misfits(cursor: Any, model: type[Model]) -> Iterator[str]:
    """Columns that are missing, columns that nobody fills, and rules that nobody keeps."""
    name, ask = model._meta.db_table, connection.introspection
    columns = {column.name: column for column in ask.get_table_description(cursor, name)}
    fields = {str(field.column) for field in model._meta.local_concrete_fields}
    yield from (f"{name} lacks the column {missing}" for missing in sorted(fields - columns.keys()))
    for unknown in sorted(columns.keys() - fields):
        column = columns[unknown]
        if not column.null_ok and column.default is None:
            yield f"{name} must have a {unknown}, which this version does not know"
    rules = {rule.name for rule in model._meta.constraints if isinstance(rule, UniqueConstraint)}
    if rules:
        kept = ask.get_constraints(cursor, name)
        yield from (f"{name} lacks the rule {rule}" for rule in sorted(rules - kept.keys()))
