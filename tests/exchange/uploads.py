"""For tests of files that are brought in."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client


def upload(client: Client, address: str, data: bytes, name: str = "file", **more: str) -> Any:
    return client.post(address, {"file": SimpleUploadedFile(name, data), **more})
