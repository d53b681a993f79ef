from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management.base import BaseCommand
from django.utils import timezone

from engines.models import Forward
from engines.registry import ENGINES


class Command(BaseCommand):
    """Django's command of this name cleans the configured engine only; this one cleans each."""

    help = "Delete ended sessions from every engine, and say how many there were."

    def handle(self, *args: Any, **options: Any) -> None:
        for engine in ENGINES.values():
            before = count(engine.name)
            engine.store.clear_expired()
            gone = before - count(engine.name)
            self.stdout.write(f"{engine.name}: {told(engine.name, gone)}")
        Forward.objects.filter(until__lt=timezone.now()).delete()


def count(engine: str) -> int:
    """How many sessions an engine keeps that don't end by themselves."""
    if engine in ("db", "cached_db"):
        return Session.objects.count()
    if engine == "file":
        prefix = settings.SESSION_COOKIE_NAME
        return sum(1 for _ in Path(settings.SESSION_FILE_PATH).glob(f"{prefix}*"))
    return 0


def told(engine: str, gone: int) -> str:
    if engine == "cache":
        return "nothing to do, the cache ends them itself"
    if engine == "signed_cookies":
        return "nothing to do, they are in the browsers"
    return f"{gone} ended sessions deleted"
