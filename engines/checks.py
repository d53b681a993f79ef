"""System checks: settings under which sessions would be lost stop the start, with what to do."""

import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import Error, register

LOCMEM = "django.core.cache.backends.locmem.LocMemCache"


@register()
def session_files_have_a_folder(app_configs: Any, **kwargs: Any) -> list[Error]:
    path = Path(settings.SESSION_FILE_PATH)
    if not path.is_dir():
        return [
            Error(
                f"SESSION_FILE_PATH {path} is not a folder, so the file engine can keep nothing.",
                hint="Create it, or unset SESSION_FILE_PATH to use var/sessions.",
                id="engines.E001",
            )
        ]
    if not os.access(path, os.W_OK | os.X_OK):
        return [
            Error(
                f"SESSION_FILE_PATH {path} is not writable: sessions would be lost in silence.",
                hint="Give the user that runs the server write access to it.",
                id="engines.E002",
            )
        ]
    return []


@register()
def several_processes_share_a_cache(app_configs: Any, **kwargs: Any) -> list[Error]:
    """Each process has its own local memory: half of all reads would find no session."""
    local = settings.CACHES["default"]["BACKEND"] == LOCMEM
    if local and settings.WEB_CONCURRENCY > 1:
        return [
            Error(
                f"{settings.WEB_CONCURRENCY} server processes can't share a local-memory cache: "
                "sessions kept in it would come and go.",
                hint="Set WEB_CONCURRENCY=1, or configure a shared cache.",
                id="engines.E003",
            )
        ]
    return []


@register()
def sessions_have_an_age(app_configs: Any, **kwargs: Any) -> list[Error]:
    if isinstance(settings.SESSION_COOKIE_AGE, int) and settings.SESSION_COOKIE_AGE > 0:
        return []
    return [
        Error(
            f"SESSION_COOKIE_AGE={settings.SESSION_COOKIE_AGE!r}: the first save would fail.",
            hint="Set it to a number of seconds, for example 1209600 for two weeks.",
            id="engines.E004",
        )
    ]
