from django.apps import AppConfig


class LearnConfig(AppConfig):
    name = "learn"
    verbose_name = "Courses"

    def ready(self) -> None:
        from learn import checks, publishing, signals  # noqa: F401
        from learn.models import Lesson

        publishing.MOMENTS.append(Lesson.objects.moments)
