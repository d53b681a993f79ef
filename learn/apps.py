from django.apps import AppConfig


class LearnConfig(AppConfig):
    name = "learn"
    verbose_name = "Courses"

    def ready(self) -> None:
        from learn import checks, signals  # noqa: F401
