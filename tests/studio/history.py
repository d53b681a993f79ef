"""For tests of the history in the panel: its page, its versions, and the way back."""

from typing import Any

from django.db.models import Model
from django.test import Client
from reversion.models import Version

from tests.studio.panel import (
    list_of,
    page_of,
)
from tests.words import told
from versions.record import versions_of


def versions(row: Model) -> list[Version]:
    """Of the row, newest first."""
    return list(versions_of(type(row), [row.pk]))


def history(client: Client, row: Model, query: str = "") -> str:
    return told(client.get(page_of(row, "history") + query))


def page_of_version(row: Model, number: int) -> str:
    """`number`: 0 is the newest."""
    return f"{page_of(row, 'history')}{versions(row)[number].pk}/"


def bring_back(client: Client, row: Model, number: int) -> Any:
    """As one does it: look, then confirm."""
    address = page_of_version(row, number)
    shown = client.get(address).context["shown"]
    return client.post(address, {"shown": shown}, follow=True)


PROMPT = "What is Django's session framework for?"


def recover(client: Client, row: Model) -> Any:
    """The row that was deleted, from the list of those."""
    page = client.get(f"{list_of(type(row))}recover/")
    [version] = [one for one in page.context["page"].object_list if one.object_id == str(row.pk)]
    return client.post(f"{list_of(type(row))}recover/{version.pk}/", follow=True)
