from django.apps import AppConfig


class QuizzesConfig(AppConfig):
    name = "quizzes"
    verbose_name = "Questions and answers"

    def ready(self) -> None:
        from learn import modes, progress
        from quizzes import (
            foot,
            rebuild,
            signals,  # noqa: F401
        )

        modes.register(modes.Mode("practice", "Practice", modes.PRACTISE, reading=False))
        modes.FEET.append(foot)
        progress.SOURCES.append(rebuild.from_answers)
