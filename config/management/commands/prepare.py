"""Everything a fresh machine needs before the first page; nothing on a machine that has it."""

import secrets
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Q

from config import old_data, schema
from lab.benchmark import store as benchmark_store
from learn.models import Course

INSTRUCTOR = "instructor"
# Whoever bears the name stays as they are, even with their rights taken away.
INSTRUCTORS = Q(is_superuser=True) | Q(username=INSTRUCTOR)


class Command(BaseCommand):
    help = "Migrate, load the course, make an instructor, measure: each only where it is missing."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        if old_data.is_old():
            self.stdout.write(old_data.move_aside(Path(settings.VAR_DIR)))
            Path(settings.SESSION_FILE_PATH).mkdir(mode=0o700, parents=True, exist_ok=True)
        if unapplied():
            call_command("migrate", verbosity=0, interactive=False)
            self.stdout.write("The database is up to date.")
        try:
            schema.require_fitting_schema()
        except schema.Misfit as misfit:
            raise CommandError(str(misfit)) from None
        if not Course.objects.exists():
            call_command("loadcourse", default_course(), stdout=self.stdout)
        if not get_user_model().objects.filter(INSTRUCTORS).exists():
            self.make_instructor()
        if benchmark_store.newest_measurement() is None:
            self.measure()

    def measure(self) -> None:
        """Without it the pages show a button in the place of figures, so no error stops here."""
        try:
            benchmark_store.renew_measurement()
            self.stdout.write("Measured what requests cost on this machine.")
        except benchmark_store.UnderWay:
            pass  # by whoever prepares it too
        except OSError as error:
            self.stderr.write(f"What was measured can't be kept: {error}")

    def make_instructor(self) -> None:
        password = secrets.token_urlsafe(12)
        get_user_model().objects.create_superuser(INSTRUCTOR, password=password)
        self.stdout.write(
            f"The instructor signs in at /admin/ as {INSTRUCTOR!r} with the password {password}\n"
            "It is shown this once; only its hash is kept. To set another: "
            f"python manage.py changepassword {INSTRUCTOR}"
        )


def unapplied() -> bool:
    executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def default_course() -> Path:
    return Path(settings.BASE_DIR) / "fixtures" / "django-sessions"
