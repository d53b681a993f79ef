"""The admin site of the panel: its models in groups, in the order of an instructor's work."""

from functools import wraps
from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from studio.signing_in.browsers import remember_browser
from studio.unreadable import refusing_unreadable

# Models by their labels. Models that are not listed here come last, grouped by app.
GROUPS = {
    "Write": [
        *("learn.Course", "learn.Lesson", "quizzes.QuestionSet", "quizzes.Question"),
        "learn.Image",
    ],
    "Teach": ["classrooms.Classroom", "engines.SiteEngine", "lab.LabSettings"],
    "People": [
        *("auth.User", "admin.LogEntry"),
        *("axes.AccessLog", "axes.AccessAttempt", "axes.AccessFailureLog"),
    ],
}
# The names of models of other packages in the panel.
NAMES = {
    "admin.LogEntry": "Who changed what",
    "auth.User": "Instructors and authors",
    "axes.AccessAttempt": "Sign-ins that failed",
    "axes.AccessFailureLog": "Sign-ins that were locked out",
    "axes.AccessLog": "Sign-ins",
}
# The modules whose admins are not registered: the panel has its own page for people, and none for
# groups, which are the roles and stay as they are.
LEFT_OUT = {"django.contrib.auth.admin"}
SIGNED_OUT = (
    "You had been signed out, so what you sent was not saved. Your browser may still have it: go "
    "back two pages once you are signed in, and send it again."
)


class Panel(admin.AdminSite):
    site_header = "Stateful: instructors"
    site_title = "Stateful"
    index_title = "The instructor's panel"

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Registers as Django does, except for admins of the modules in `LEFT_OUT`."""
        if admin_class is None or admin_class.__module__ not in LEFT_OUT:
            super().register(model_or_iterable, admin_class, **options)

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        response = super().login(request, extra_context)
        if request.method == "POST" and request.user.is_authenticated:
            remember_browser(request, response, request.user.get_username())
        return response

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Django asks who is signed out to sign in. Where they sent a form, a message says that it
        was not saved. What can't be looked up is refused, with the reason."""
        inner = super().admin_view(view, cacheable)

        @wraps(inner)
        def outer(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if sends_a_form(request) and not self.has_permission(request):
                messages.warning(request, SIGNED_OUT)
            with refusing_unreadable(request):
                return inner(request, *args, **kwargs)

        return outer

    def get_app_list(
        self, request: HttpRequest, app_label: str | None = None
    ) -> list[dict[str, Any]]:
        apps: list[dict[str, Any]] = super().get_app_list(request, app_label)
        for app in apps:
            for model in app["models"]:
                model["name"] = NAMES.get(label_of(app, model), model["name"])
        return apps if app_label else group_by_work(apps)


def sends_a_form(request: HttpRequest) -> bool:
    """Whether a person sent a form. A script does not count, as of the preview, nor signing out."""
    navigates = request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate"
    return request.method == "POST" and navigates and request.path != reverse("admin:logout")


def label_of(app: dict[str, Any], model: dict[str, Any]) -> str:
    return f"{app['app_label']}.{model['object_name']}"


def group_by_work(apps: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The groups of `GROUPS`, each in the form of an app, as templates expect it. Then the apps,
    each with the models that are in no group."""
    by_label = {label_of(app, model): (app, model) for app in apps for model in app["models"]}
    groups = []
    for title, labels in GROUPS.items():
        entries = [by_label.pop(label) for label in labels if label in by_label]
        if entries:
            models = [model for _, model in entries]
            named = {"name": title, "app_label": title.lower(), "models": models}
            groups.append({**entries[0][0], **named})
    left = [
        {**app, "models": [model for owner, model in by_label.values() if owner is app]}
        for app in apps
    ]
    return [*groups, *(app for app in left if app["models"])]
