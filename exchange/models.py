"""Imports that are kept: the file from the look at it until it is imported, and the report for
good."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone

from exchange.formats import FORMATS
from exchange.reading import Reading
from exchange.report import ImportReport
from quizzes.models import QuestionSet

# How long a file waits to be imported, and how many of one person do.
KEPT, MOST_WAITING = timedelta(days=1), 10
LONGEST_NAME = 200


class ImportQuerySet(models.QuerySet["Import"]):
    def listed(self) -> "ImportQuerySet":
        """The rows with their users, and without files and reports, which may be megabytes."""
        return self.defer("data", "report_text").select_related("user")

    def forget_waiting(self, user: Any) -> None:
        """Delete what was looked at and not imported: from a day ago, and of this person all but
        the newest."""
        waiting = self.filter(done=None)
        newest = waiting.filter(user=user).values_list("pk", flat=True)[: MOST_WAITING - 1]
        waiting.filter(created__lt=timezone.now() - KEPT).delete()
        waiting.filter(user=user).exclude(pk__in=list(newest)).delete()


class Import(models.Model):
    """A file for a question set. `data`: its bytes until it is `done`, and nothing afterwards.

    `report`: what would come, and once it is done what came. `summary`: its counts, for lists.
    """

    question_set = models.ForeignKey(QuestionSet, models.CASCADE, related_name="imports")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    file_name = models.CharField(max_length=LONGEST_NAME)
    format = models.CharField(max_length=20)
    data = models.BinaryField()
    # The only category of the file that is to come. Empty: all of them.
    category = models.TextField(default="")
    # Text, because a JSON column of PostgreSQL's takes no NUL, and nobody searches it.
    report_text = models.TextField()
    summary = models.CharField(max_length=200)
    created = models.DateTimeField(default=timezone.now)
    done = models.DateTimeField(null=True)

    objects = ImportQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.file_name

    @property
    def format_label(self) -> str:
        return FORMATS[self.format].label if self.format in FORMATS else self.format

    def read_file(self) -> Reading:
        """What is to come of the file."""
        return FORMATS[self.format].read(bytes(self.data)).only(self.category)

    @property
    def report(self) -> ImportReport:
        return ImportReport.from_text(self.report_text)

    @report.setter
    def report(self, report: ImportReport) -> None:
        self.report_text, self.summary = report.to_text(), report.summary
