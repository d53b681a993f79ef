"""What an instructor allows in the lab."""

from django.db import models


class LabSettings(models.Model):
    """What an instructor allows in the lab: one row, or none for the usual."""

    is_open = models.BooleanField(
        "the lab is open",
        default=True,
        help_text=(
            "What takes the server's time can be switched off here, for an exam or a busy hour: "
            "the race, the experiments, measuring. Looking into one's own session stays."
        ),
    )

    class Meta:
        verbose_name = verbose_name_plural = "engine lab"
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_lab")]

    def __str__(self) -> str:
        return "open" if self.is_open else "closed"


CLOSED = "The instructor has closed this part of the lab for now. Your session is as it was."


def lab_is_open() -> bool:
    return not LabSettings.objects.filter(is_open=False).exists()
