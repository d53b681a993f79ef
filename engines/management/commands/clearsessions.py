from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management.base import BaseCommand
from django.utils import timezone

from engines.models import Forward
from engines.registry import ENGINES, Engine
from engines.store import SessionStore


class Command(BaseCommand):
    """Django's command of this name cleans the configured engine only; this one cleans each."""

    help = "Delete ended sessions from every engine, and say how many there were."

    def handle(self, *args: Any, **options: Any) -> None:
        before = {engine.name: count(engine) for engine in ENGINES.values()}
        SessionStore.clear_expired()
        for engine in ENGINES.values():
            self.stdout.write(f"{engine.name}: {told(engine, before[engine.name])}")
        Forward.objects.filter(until__lt=timezone.now()).delete()


def count(engine: Engine) -> int:
    """How many sessions an engine keeps that don't end by themselves."""
    if engine.family in ("db", "cached_db"):
        return Session.objects.filter(session_key__startswith=engine.prefix).count()
    if engine.family == "file":
        files = f"{settings.SESSION_COOKIE_NAME}{engine.prefix}*"
        return sum(1 for _ in Path(settings.SESSION_FILE_PATH).glob(files))
    return 0


def told(engine: Engine, before: int) -> str:
    if engine.family == "cache":
        return "nothing to do, the cache ends them itself"
    if engine.family == "signed_cookies":
        return "nothing to do, they are in the browsers"
    return f"{before - count(engine)} ended sessions deleted"
