"""Classes and their members. Learners have no accounts: a member is a learner's random id."""

from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from classrooms import codes, names
from learn.models import Course

# Who was seen so long ago is here: reading a text takes its time.
HERE = timedelta(minutes=10)
# So many a board can show; and nobody fills the database by joining again and again.
MOST = 500
# May look after the classes of others.
OVERSEE = "classrooms.oversee_classroom"


class ClassroomQuerySet(models.QuerySet["Classroom"]):
    def taught_by(self, user: Any) -> "ClassroomQuerySet":
        """The classes of this person; all of them for who looks after all."""
        if user.has_perm(OVERSEE):
            return self
        shared = Classroom.teachers.through.objects.filter(user=user.pk).values("classroom")
        return self.filter(models.Q(owner=user.pk) | models.Q(pk__in=shared))


class Classroom(models.Model):
    """`question`: the one on the board; none where the board follows the class.

    `revealed`: the question whose answer is shown, so that it is hidden again when another
    comes.
    """

    title = models.CharField(max_length=100)
    course = models.ForeignKey(Course, models.PROTECT, related_name="classrooms")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="classrooms"
    )
    teachers = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        blank=True,
        related_name="shared_classrooms",
        help_text="Others who teach this class: they may do all that its owner may.",
    )
    code = models.CharField(max_length=codes.LENGTH, unique=True, editable=False)
    is_open = models.BooleanField(
        "open", default=True, help_text="Learners may join. Who is in the class stays in it."
    )
    question = models.ForeignKey(
        "quizzes.Question", models.SET_NULL, null=True, editable=False, related_name="+"
    )
    revealed = models.ForeignKey(
        "quizzes.Question", models.SET_NULL, null=True, editable=False, related_name="+"
    )
    created = models.DateTimeField(default=timezone.now, editable=False)

    objects = ClassroomQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = "class", "classes"
        ordering = ["-created", "-pk"]
        permissions: ClassVar = [("oversee_classroom", "Can look after the classes of others")]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.code = self.code or unused_code()
        super().save(*args, **kwargs)

    @property
    def code_in_groups(self) -> str:
        return codes.grouped_code(self.code)

    def get_absolute_url(self) -> str:
        return reverse("join", args=[self.code])

    def renew_code(self) -> None:
        """Nobody joins with the old one any more; who is in the class stays in it."""
        self.code = unused_code()
        self.save(update_fields=["code"])

    def put_up(self, question: int | None) -> None:
        """Put a question on the board; none lets the board follow the class."""
        self.question_id = question
        self.save(update_fields=["question"])

    def reveal(self, question: int) -> None:
        """Show the answer. The board stays at the question, so that it can be talked about."""
        self.question_id = self.revealed_id = question
        self.save(update_fields=["question", "revealed"])

    def conceal(self) -> None:
        self.revealed_id = None
        self.save(update_fields=["revealed"])


def unused_code() -> str:
    while True:
        code = codes.new_code()
        if not Classroom.objects.filter(code=code).exists():
            return code


class MemberManager(models.Manager["Member"]):
    def here(self, classes: ClassroomQuerySet) -> models.QuerySet["Member"]:
        """Who of these classes was seen in the last minutes."""
        return self.filter(classroom__in=classes, seen__gt=timezone.now() - HERE)


class Member(models.Model):
    """A learner in a class, and where they were seen last.

    `learner`: as in their cookie; in one class at a time. `name`: as they typed it, with a
    number where the class has it already. `lesson`: the path of the lesson.
    """

    classroom = models.ForeignKey(Classroom, models.CASCADE, related_name="members")
    learner = models.UUIDField(unique=True, editable=False)
    name = models.CharField(max_length=names.LONGEST + 5)  # and a number of up to four digits
    joined = models.DateTimeField(default=timezone.now)
    lesson = models.CharField(max_length=101, blank=True)
    mode = models.CharField(max_length=20, blank=True)
    question = models.CharField(max_length=50, blank=True)
    seen = models.DateTimeField(default=timezone.now)

    objects = MemberManager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["classroom", "name"], name="member_name")]

    def __str__(self) -> str:
        return self.name


def is_here(seen: datetime, now: datetime) -> bool:
    return now - seen < HERE
