from django.apps import AppConfig


class QuizzesConfig(AppConfig):
    name = "quizzes"
    verbose_name = "Questions and answers"

    def ready(self) -> None:
        from django.db.models.signals import post_migrate

        from learn import extensions
        from quizzes import signals  # noqa: F401
        from quizzes.classroom.extension import ClassroomExtension
        from quizzes.extension import QuizExtension
        from quizzes.history import whole
        from quizzes.people.roles import make_groups

        post_migrate.connect(make_groups, sender=self)
        whole.register()
        extensions.register(ClassroomExtension())
        extensions.register(QuizExtension())
