"""Data from before the first release: moved aside, so that the site starts fresh.

The migrations began anew when the house got its rooms, and there had been no release. A database
from before cannot be migrated, but nobody is to lose one either.
"""

from itertools import count
from pathlib import Path

from django.core.management.base import CommandError
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

# Migrations of the app `quizzes` that were applied before, and will never have a namesake.
OLD_MIGRATIONS = {
    "0002_certainty_and_score",
    "0003_kinds",
    "0004_behaviours",
    "0005_proof",
    "0006_explain",
    "0007_published",
    "0008_classrooms",
}
ASIDE = "before-first-release"


def is_old() -> bool:
    """Whether the database was made before the first release."""
    applied = MigrationRecorder(connection).applied_migrations()
    return any(app == "quizzes" and name in OLD_MIGRATIONS for app, name in applied)


def move_aside(var: Path) -> str:
    """Move all that `var` holds into a folder inside it, and return what to tell the operator.

    The folder lies inside, because `var` may be a mounted volume, which cannot be renamed. The
    database goes last: a move that is cut short is recognised and finished by the next start.
    Raises CommandError, with nothing changed, where the database does not lie in `var`.
    """
    name = str(connection.settings_dict["NAME"])
    if connection.vendor != "sqlite" or var.resolve() not in Path(name).resolve().parents:
        raise CommandError(
            f"The database {name} holds data from before the first release, which this version "
            "cannot read. Nothing was changed. Let DATABASE_URL name an empty database, and keep "
            "the old one as long as you need it."
        )
    connection.close()  # SQLite then puts into the file what it still had beside it
    database = Path(name).resolve().relative_to(var.resolve())
    target = folder_for(var, database)
    target.mkdir(exist_ok=True)
    entries = [entry for entry in var.iterdir() if not entry.name.startswith(ASIDE)]
    for entry in sorted(entries, key=lambda entry: entry.name == database.parts[0]):
        # What is there already came with a move that was cut short; its namesake here is new.
        if not (target / entry.name).exists():
            entry.rename(target / entry.name)
    (var / database).parent.mkdir(parents=True, exist_ok=True)  # SQLite makes no folders
    return f"{var} held data from before the first release: all of it is in {target} now."


def folder_for(var: Path, database: Path) -> Path:
    """The first folder that holds no database yet: new, or from a move that was cut short.

    `database`: its path inside `var`.
    """
    names = (f"{ASIDE}-{number}" if number > 1 else ASIDE for number in count(1))
    return next(var / name for name in names if not (var / name / database).exists())
