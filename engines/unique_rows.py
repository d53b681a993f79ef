"""Saving a row where another request may have been faster."""

from contextlib import nullcontext
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, router, transaction
from django.db.models import Model, UniqueConstraint


def insert_once(row: Model) -> bool:
    """Commit a new row. Returns False where another one has its unique values."""
    return save_unless_taken(row, force_insert=True)


def save_unless_taken(row: Model, **how: Any) -> bool:
    """Save the row. Returns False where another one has values that must be unique.

    `how`: as `Model.save` takes it. Any other IntegrityError is raised: a NULL, a foreign key or
    a column that the code does not know is no sign that another request was faster.
    """
    try:
        save(row, how)
    except IntegrityError:
        if is_taken(row):
            return False
        save(row, how)  # what was in its way may be gone again; else this raises as before
    return True


def save(row: Model, how: dict[str, Any]) -> None:
    """One statement is its own transaction: BEGIN and COMMIT would be two round trips more.

    Inside a transaction a savepoint keeps that usable after an error.
    """
    alias = router.db_for_write(type(row), instance=row)
    inside = transaction.get_connection(alias).in_atomic_block
    with transaction.atomic(alias) if inside else nullcontext():
        row.save(**how)


def is_taken(row: Model) -> bool:
    """Whether another row of the table has a value, or values together, that must be unique."""
    constraints = [each for _, of_model in row.get_constraints() for each in of_model]
    try:
        row.validate_unique()
        for constraint in constraints:
            if isinstance(constraint, UniqueConstraint):
                constraint.validate(type(row), row)
    except ValidationError:
        return True
    return False
