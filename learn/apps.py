from django.apps import AppConfig


class LearnConfig(AppConfig):
    name = "learn"
    verbose_name = "Courses"

    def ready(self) -> None:
        from learn import checks, extensions, signals  # noqa: F401
        from learn.lesson_texts import LessonTexts

        extensions.register(LessonTexts())
