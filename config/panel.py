"""The instructor's panel as a whole: what stands where, in the order of the work."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.apps import AdminConfig
from django.http import HttpRequest

# By the names of the models, as `app.Model`; what is not named here comes last, by its app.
GROUPS = {
    "Write": ["learn.Course", "learn.Lesson", "quizzes.QuestionSet", "quizzes.Question"],
    "Teach": ["quizzes.Classroom", "engines.SiteEngine", "engines.LabSettings"],
    "People": [
        *("auth.User", "admin.LogEntry"),
        *("axes.AccessLog", "axes.AccessAttempt", "axes.AccessFailureLog"),
    ],
}
# Where a model is called otherwise here than in the code that others wrote.
NAMES = {
    "admin.LogEntry": "Who changed what",
    "auth.User": "Instructors and authors",
    "axes.AccessAttempt": "Sign-ins that failed",
    "axes.AccessFailureLog": "Sign-ins that were locked out",
    "axes.AccessLog": "Sign-ins",
}


class Panel(admin.AdminSite):
    site_header = "Stateful: instructors"
    site_title = "Stateful"
    index_title = "The instructor's panel"

    def get_app_list(
        self, request: HttpRequest, app_label: str | None = None
    ) -> list[dict[str, Any]]:
        apps: list[dict[str, Any]] = super().get_app_list(request, app_label)
        for app in apps:
            for model in app["models"]:
                model["name"] = NAMES.get(named(app, model), model["name"])
        return apps if app_label else grouped(apps)


def named(app: dict[str, Any], model: dict[str, Any]) -> str:
    return f"{app['app_label']}.{model['object_name']}"


def grouped(apps: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The models in `GROUPS`, each a group as the templates know an app."""
    found = {named(app, model): (app, model) for app in apps for model in app["models"]}
    groups = []
    for title, names in GROUPS.items():
        kept = [found.pop(name) for name in names if name in found]
        if kept:
            app = kept[0][0]
            label = title.lower()
            models = [model for _, model in kept]
            groups.append({**app, "name": title, "app_label": label, "models": models})
    rest = {id(app): app for app, _ in found.values()}
    for app in rest.values():
        models = [model for one, model in found.values() if one is app]
        groups.append({**app, "models": models})
    return groups


class PanelConfig(AdminConfig):
    default_site = "config.panel.Panel"
