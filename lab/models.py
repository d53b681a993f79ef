"""What an instructor allows in the lab, and how often somebody tried (`lab.limits`)."""

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


class TryCounter(models.Model):
    """How often somebody tried, as a level that sinks with time. No name and no address."""

    key = models.CharField(max_length=100, primary_key=True)
    level = models.FloatField()
    last = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.key


CLOSED = "The instructor has closed this part of the lab for now. Your session is as it was."


def lab_is_open() -> bool:
    return not LabSettings.objects.filter(is_open=False).exists()
