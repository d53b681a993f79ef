from django.apps import AppConfig


class QuizzesConfig(AppConfig):
    name = "quizzes"
    verbose_name = "Questions and answers"

    def ready(self) -> None:
        from learn import modes, progress, records
        from quizzes import (
            foot,
            keep,
            rebuild,
            sections,
            signals,  # noqa: F401
        )

        modes.register(
            modes.Mode("try", "Try", modes.PRACTISE, reading=False),
            modes.Mode("practice", "Practice", modes.PRACTISE, reading=False),
        )
        modes.FEET.append(foot)
        progress.SOURCES.append(rebuild.from_answers)
        records.KEEPERS.append(keep)
        records.SECTIONS.append(sections.CalibrationSection())
