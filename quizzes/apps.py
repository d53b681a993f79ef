from django.apps import AppConfig


class QuizzesConfig(AppConfig):
    name = "quizzes"
    verbose_name = "Questions and answers"

    def ready(self) -> None:
        from django.db.models.signals import post_migrate

        from learn import holes, modes, progress, publishing, records, resets
        from quizzes import (
            foot,
            keep,
            keep_deeds,
            rebuild,
            sections,
            signals,  # noqa: F401
        )
        from quizzes.classroom import membership, presence
        from quizzes.classroom.section import ClassSection
        from quizzes.history import whole
        from quizzes.models import Question
        from quizzes.people.roles import make_groups

        post_migrate.connect(make_groups, sender=self)
        whole.register()
        for label in ("Try", "Debug", "Practice", "Challenge", "Recall", "Test"):
            modes.register(modes.Mode(label.lower(), label, modes.PRACTISE, reading=False))
        modes.FEET.append(foot)
        holes.FILLERS["question"] = foot.question
        publishing.MOMENTS.append(Question.objects.moments)
        modes.FOLLOWERS.append(presence.note)
        progress.SOURCES.extend([rebuild.from_records, membership.from_rows])
        records.KEEPERS.extend([keep, keep_deeds])
        resets.ENDINGS.append(membership.leave)
        records.SECTIONS.append(ClassSection())
        records.SECTIONS.extend(
            [sections.OpenTestSection(), sections.DueSection(), sections.CalibrationSection()]
        )
