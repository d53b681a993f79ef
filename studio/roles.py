"""Roles are groups of Django. Each has the permissions of the one before it, and more.

An author writes courses. An instructor teaches with them as well, each their own classes. An
administrator also gives others a role and looks after all classes; only a superuser makes
superusers.
"""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.contrib.auth.management import create_permissions

WRITTEN = (
    *("learn.course", "learn.lesson", "learn.page", "quizzes.questionset", "quizzes.question"),
    *("quizzes.choice", "quizzes.hint", "quizzes.step"),
)
ALL = ("add", "change", "delete", "view")
CHANGE = ("add", "change", "view")
BRING = ("add", "delete", "view")  # what never changes once it is there
# The words of the panel about each role.
ABOUT = {
    "author": "writes courses",
    "instructor": "teaches classes, and chooses the engine of the site",
    "administrator": "gives others a role, and looks after all classes",
}
# By role: pairs of actions and of the models that they are allowed on.
ROLES: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = {
    "author": [(ALL, WRITTEN), (BRING, ("learn.image",)), (("view",), ("admin.logentry",))],
    "instructor": [
        (CHANGE, ("engines.siteengine", "lab.labsettings")),
        (ALL, ("classrooms.classroom", "classrooms.member")),
    ],
    "administrator": [
        (ALL, ("auth.user",)),
        (("oversee",), ("classrooms.classroom",)),
        (("view",), ("axes.accessattempt", "axes.accessfailurelog")),
    ],
}


def permissions_of(role: str) -> Iterator[tuple[str, str]]:
    """The app and codename of each permission of a role, with those of the roles before it."""
    for name, granted in ROLES.items():
        for actions, models in granted:
            for model in models:
                app, _, model_name = model.partition(".")
                yield from ((app, f"{action}_{model_name}") for action in actions)
        if name == role:
            return


def make_groups(**kwargs: Any) -> None:
    """Make the groups and set their permissions. Runs after each migration."""
    from django.contrib.auth.models import Group, Permission

    for app in {app for role in ROLES for app, _ in permissions_of(role)}:
        create_permissions(apps.get_app_config(app), verbosity=0)
    permissions = {
        (permission.content_type.app_label, permission.codename): permission
        for permission in Permission.objects.select_related("content_type")
    }
    for role in ROLES:
        group, _ = Group.objects.get_or_create(name=role)
        group.permissions.set(permissions[key] for key in permissions_of(role))
