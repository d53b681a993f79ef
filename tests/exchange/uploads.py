"""For tests of files that are brought in."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client


def upload(client: Client, address: str, data: bytes, name: str = "file", **more: str) -> Any:
    return client.post(address, {"file": SimpleUploadedFile(name, data), **more})


def look_at(client: Client, address: str, data: bytes, name: str = "file") -> str:
    """Upload a file of questions. Returns the address of the import that it is kept for."""
    sent = upload(client, address, data, name)
    assert sent.status_code == 302, sent.content.decode()
    return str(sent.headers["Location"])


def import_file(
    client: Client, address: str, data: bytes, name: str = "file", **choice: str
) -> Any:
    """Upload a file of questions, and import it. Returns the page with its report."""
    return client.post(look_at(client, address, data, name), choice, follow=True)
