"""The instructor's panel as a whole: what stands where, in the order of the work."""

from functools import update_wrapper
from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest
from django.urls import reverse

# By the names of the models, as `app.Model`; what is not named here comes last, by its app.
GROUPS = {
    "Write": ["learn.Course", "learn.Lesson", "quizzes.QuestionSet", "quizzes.Question"],
    "Teach": ["classrooms.Classroom", "engines.SiteEngine", "lab.LabSettings"],
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


SIGNED_OUT = (
    "You had been signed out, so what you sent was not saved. Your browser may still have it: go "
    "back two pages once you are signed in, and send it again."
)


class Panel(admin.AdminSite):
    site_header = "Stateful: instructors"
    site_title = "Stateful"
    index_title = "The instructor's panel"

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Whoever sent a form while signed out is told, and not only asked to sign in."""
        inner = super().admin_view(view, cacheable)

        def told(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if sends_a_form(request) and not self.has_permission(request):
                messages.warning(request, SIGNED_OUT)
            return inner(request, *args, **kwargs)

        return update_wrapper(told, inner)

    def get_app_list(
        self, request: HttpRequest, app_label: str | None = None
    ) -> list[dict[str, Any]]:
        apps: list[dict[str, Any]] = super().get_app_list(request, app_label)
        for app in apps:
            for model in app["models"]:
                model["name"] = NAMES.get(named(app, model), model["name"])
        return apps if app_label else grouped(apps)


def sends_a_form(request: HttpRequest) -> bool:
    """Not what a script asks, as for a preview, nor who signs out once more."""
    navigates = request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate"
    return request.method == "POST" and navigates and request.path != reverse("admin:logout")


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
