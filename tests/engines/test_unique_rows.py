"""Only a row with the same unique values means that another request was faster."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.db import IntegrityError
from django.utils import timezone

from engines.models import SiteEngine
from engines.unique_rows import insert_once, save_unless_taken
from tests.engines.postgresql import OnPostgreSQL


def session(key: str = "same", text: Any = "text") -> Session:
    return Session(key, text, timezone.now())


class Contract:
    def test_a_row_with_the_same_key_was_faster(self) -> None:
        assert insert_once(session())
        assert not insert_once(session(text="other"))
        assert Session.objects.get().session_data == "text"

    def test_what_the_table_refuses_for_another_reason_is_an_error(self) -> None:
        with pytest.raises(IntegrityError):
            insert_once(session(text=None))
        assert insert_once(session())  # the transaction around it can be used


@pytest.mark.django_db
class TestOnSQLite(Contract):
    pass


@pytest.mark.postgresql
@pytest.mark.django_db(databases=["default", "postgresql"])
class TestOnPostgreSQL(OnPostgreSQL, Contract):
    def test_a_number_that_was_left_behind_is_no_other_request(self) -> None:
        """As after a restore that did not set the sequence: each number is taken."""
        SiteEngine.objects.create(pk=1, name="db")
        with pytest.raises(IntegrityError):
            insert_once(SiteEngine(name="file"))


@pytest.mark.django_db
def test_a_changed_row_that_meets_another_is_not_saved() -> None:
    Group.objects.create(name="taken")
    row = Group.objects.create(name="mine")
    row.name = "taken"
    assert not save_unless_taken(row, update_fields=["name"])
    row.name = "free"
    assert save_unless_taken(row, update_fields=["name"])
    assert Group.objects.filter(name__in=["taken", "free"]).count() == 2


@pytest.mark.django_db
def test_a_row_that_breaks_another_rule_is_an_error() -> None:
    with pytest.raises(IntegrityError, match="one_site_engine"):
        insert_once(SiteEngine(pk=2, name="db"))
