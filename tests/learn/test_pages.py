"""Every page answers, and an address that leads nowhere leads home."""

import pytest
from django.test import Client

from tests.conftest import LESSON

PAGES = ["/", "/learn/django-sessions/", "/progress/", "/engine/", "/healthz/", "/readyz/"]
MODES = [f"{LESSON}{mode}/" for mode in ("why", "concept", "performance", "practice")]


@pytest.mark.parametrize("address", PAGES + MODES)
def test_a_page_answers_a_visitor_without_an_account(alice: Client, address: str) -> None:
    assert alice.get(address).status_code == 200
