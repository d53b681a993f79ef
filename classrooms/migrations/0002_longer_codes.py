"""Codes of six characters were too few once no limit stops the right one: each class gets a new
code of nine. Who is in a class stays in it.
"""

import secrets
from typing import Any

from django.db import migrations, models

ALPHABET, LENGTH = "CDFHJKMNPRTVWXY34679", 9


def renew_short_codes(apps: Any, schema_editor: Any) -> None:
    classrooms = apps.get_model("classrooms", "Classroom").objects
    for classroom in classrooms.all():
        if len(classroom.code) < LENGTH:
            classroom.code = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
            classroom.save(update_fields=["code"])


class Migration(migrations.Migration):
    dependencies = [("classrooms", "0001_initial")]

    operations = [
        migrations.AlterField(
            model_name="classroom",
            name="code",
            field=models.CharField(editable=False, max_length=LENGTH, unique=True),
        ),
        migrations.RunPython(renew_short_codes, migrations.RunPython.noop),
    ]
