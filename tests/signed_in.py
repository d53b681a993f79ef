"""Signing in for tests that are not about signing in."""

from typing import Any

from django.test import Client

BACKEND = "django.contrib.auth.backends.ModelBackend"


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client
