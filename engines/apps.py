from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in


class EnginesConfig(AppConfig):
    name = "engines"
    verbose_name = "Session engines"

    def ready(self) -> None:
        from engines import checks  # noqa: F401  (registers the system checks)
        from engines.staff import leave_signed_cookie

        user_logged_in.connect(leave_signed_cookie, dispatch_uid="engines.staff")
