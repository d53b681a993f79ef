from django.apps import AppConfig


class QuizzesConfig(AppConfig):
    name = "quizzes"
    verbose_name = "Questions and answers"

    def ready(self) -> None:
        from learn import extensions
        from quizzes import signals  # noqa: F401  (connects the receivers)
        from quizzes.extension import QuizExtension

        extensions.register(QuizExtension())
