from django.apps import AppConfig


class EnginesConfig(AppConfig):
    name = "engines"
    verbose_name = "Session engines"

    def ready(self) -> None:
        from engines import checks  # noqa: F401  (registers the system checks)
