from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from engines.engine import Engine
from engines.models import Forward
from engines.registry import ENGINES
from engines.store import SessionStore


class Command(BaseCommand):
    """Django's command of this name cleans the configured engine only; this one cleans each."""

    help = "Delete ended sessions from every engine, and say how many there were."

    def handle(self, *args: Any, **options: Any) -> None:
        # All are counted before any is cleaned: engines with rows share one table.
        before = {engine: engine.count_stored() for engine in ENGINES.values()}
        SessionStore.clear_expired()
        for engine, number in before.items():
            self.stdout.write(f"{engine.name}: {describe_clearing(engine, number)}")
        Forward.objects.filter(until__lt=timezone.now()).delete()


def describe_clearing(engine: Engine, before: int | None) -> str:
    """What was done in an engine that held `before` sessions, None where it can't count."""
    if engine.ends_by_itself:
        return f"nothing to do, {engine.ends_by_itself}"
    after = engine.count_stored()
    if before is None or after is None:
        return "ended sessions deleted"
    return f"{before - after} ended sessions deleted"
