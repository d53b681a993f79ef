"""For tests of rows that are edited in the panel."""

from typing import Any

from tests.studio.panel import (
    content,
)
from tests.words import told


def assert_refused(response: Any, why: str, before: dict[str, list[dict[str, Any]]]) -> None:
    assert response.status_code == 200
    assert "Please correct the error" in told(response)
    assert why in told(response)
    assert content() == before
