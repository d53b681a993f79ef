"""Question sets with their questions, one row each."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar

import msgspec
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

import quizzes.records  # noqa: F401  (so that Django finds its models)
from learn.models import PUBLISHED_HELP, Lesson
from learn.modes import MODES
from learn.publishing import is_published
from quizzes.behaviours import BEHAVIOURS, behaviour_labels
from quizzes.kinds import KINDS, kind_labels
from quizzes.schema import Choice as ItemChoice
from quizzes.schema import Item, Proof
from quizzes.schema import Step as ItemStep


def set_modes() -> list[tuple[str, str]]:
    return [(mode.slug, mode.label) for mode in MODES.values()]


class QuestionSetManager(models.Manager["QuestionSet"]):
    def get_by_natural_key(self, course: str, lesson: str, mode: str) -> "QuestionSet":
        return self.get(lesson__course__slug=course, lesson__slug=lesson, mode=mode)


class QuestionSet(models.Model):
    """The questions of one mode of a lesson, and how they behave."""

    lesson = models.ForeignKey(Lesson, models.CASCADE, related_name="sets")
    mode = models.CharField(max_length=20, choices=set_modes)
    title = models.CharField(max_length=200)
    behaviour = models.CharField(max_length=20, choices=behaviour_labels, default="practice")
    try_cost = models.FloatField(default=0.25, help_text="What a wrong try takes off the score.")
    hint_cost = models.FloatField(default=0.1, help_text="What a hint takes off the score.")
    seconds = models.PositiveSmallIntegerField(
        default=0, help_text="For each problem of a challenge: 60 to 600. Otherwise 0."
    )
    draw = models.PositiveSmallIntegerField(
        default=0, help_text="How many questions a sitting has, drawn over the levels. 0: all."
    )

    objects = QuestionSetManager()

    class Meta:
        ordering = ["lesson", "mode"]
        constraints = [
            models.UniqueConstraint(fields=["lesson", "mode"], name="set_mode"),
            models.CheckConstraint(
                condition=models.Q(try_cost__range=(0, 1), hint_cost__range=(0, 1)),
                name="set_costs",
                violation_error_message="Costs lie between 0 and 1.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.lesson}: {self.title}"

    def clean(self) -> None:
        rules = BEHAVIOURS.get(self.behaviour)
        problems = dict(rules.rules_problems(self.seconds or 0)) if rules else {}
        for question in self.questions.filter(retired=False) if self.pk else ():
            if message := KINDS[question.kind].misplacement(self.behaviour):
                problems["behaviour"] = f"{question.slug}: {message}"
        if problems:
            raise ValidationError(problems)

    def natural_key(self) -> tuple[Any, ...]:
        return (*self.lesson.natural_key(), self.mode)

    natural_key.dependencies = ["learn.lesson"]  # type: ignore[attr-defined]


class QuestionManager(models.Manager["Question"]):
    def get_by_natural_key(self, course: str, lesson: str, mode: str, slug: str) -> "Question":
        return self.get(
            question_set__lesson__course__slug=course,
            question_set__lesson__slug=lesson,
            question_set__mode=mode,
            slug=slug,
        )

    def asked_at(self, moment: datetime) -> models.QuerySet["Question"]:
        """Those that are out at a time, wherever their lesson stands."""
        return self.filter(published__lte=moment, retired=False)

    def publishing_times(self, course: int) -> Iterable[datetime]:
        """From when each question of a course is asked."""
        questions = self.filter(question_set__lesson__course=course, retired=False)
        return filter(None, questions.values_list("published", flat=True))


class Question(models.Model):
    """A question that is taken out of its pack is retired, so that its answers keep it."""

    LEVELS: ClassVar = [("easy", "Easy"), ("medium", "Medium"), ("hard", "Hard")]

    question_set = models.ForeignKey(QuestionSet, models.CASCADE, related_name="questions")
    slug = models.SlugField(help_text="Its name in the pack. Answers and progress rely on it.")
    title = models.CharField(max_length=200, blank=True, help_text="What people call it.")
    level = models.CharField(max_length=10, choices=LEVELS, default="easy")
    kind = models.CharField(max_length=10, choices=kind_labels)
    prompt = models.TextField(help_text="Markdown.")
    code = models.TextField(blank=True, help_text="For blanks: Python with gaps, [[name]].")
    text = models.TextField(blank=True, help_text="For cloze: Markdown with gaps, [[name]].")
    typed = models.TextField(
        "typed gaps", blank=True, help_text="For cloze: the names of the gaps that one writes into."
    )
    tolerance = models.FloatField(
        null=True, blank=True, help_text="For a number: how far from the right one it may be."
    )
    capitals = models.BooleanField(
        "capitals count", default=False, help_text="For a typed text: `None` is not `none`."
    )
    order_kept = models.BooleanField(
        "show the choices in this order",
        default=False,
        help_text="For sizes, dates and the like. Otherwise each attempt shuffles them.",
    )
    check_text = models.TextField("check", blank=True, help_text="How to check the result quickly.")
    mistakes = models.TextField(
        "common mistakes", blank=True, help_text="One paragraph each, with an empty line between."
    )
    read = models.TextField(
        "read again",
        blank=True,
        help_text="Parts of the lesson that answer it, one a line: a mode, or mode#heading.",
    )
    # Text, because a JSON column of PostgreSQL's does not keep the order of the pack.
    proof = models.TextField(
        blank=True, help_text="As JSON: the experiment that shows which choice is right."
    )
    position = models.PositiveSmallIntegerField(default=0)
    retired = models.BooleanField(default=False, help_text="No longer asked; answers are kept.")
    published = models.DateTimeField(
        default=timezone.now, null=True, blank=True, help_text=PUBLISHED_HELP
    )

    objects = QuestionManager()

    class Meta:
        ordering = ["question_set", "position", "pk"]
        constraints = [models.UniqueConstraint(fields=["question_set", "slug"], name="question")]

    def __str__(self) -> str:
        return self.slug

    def natural_key(self) -> tuple[Any, ...]:
        return (*self.question_set.natural_key(), self.slug)

    natural_key.dependencies = ["quizzes.questionset"]  # type: ignore[attr-defined]

    @property
    def is_asked(self) -> bool:
        return not self.retired and is_published(self.published)

    def item(self) -> Item:
        """The question as plain values. Prefetch its choices, hints and steps."""
        return self.item_of(
            choices={choice.key: choice.value() for choice in self.choices.all()},
            hints=[hint.text for hint in self.hints.all()],
            steps=[ItemStep(title=step.title, text=step.text) for step in self.steps.all()],
        )

    def item_of(self, choices: dict[str, ItemChoice], **parts: Any) -> Item:
        """The question with these choices and parts in place of its rows'."""
        return Item(
            id=self.slug,
            title=self.title,
            level=self.level,  # type: ignore[arg-type]
            kind=self.kind,
            prompt=self.prompt,
            code=self.code,
            text=self.text,
            typed=self.typed.split(),
            tolerance=self.tolerance,
            capitals=self.capitals,
            order="kept" if self.order_kept else "shuffled",
            choices=choices,
            **parts,
            check=self.check_text,
            mistakes=paragraphs(self.mistakes),
            read=self.read.split(),
            proof=msgspec.json.decode(self.proof, type=Proof) if self.proof else None,
        )


def paragraphs(text: str) -> list[str]:
    parts = map(str.strip, text.replace("\r\n", "\n").split("\n\n"))
    return [part for part in parts if part]


class Part(models.Model):
    """A choice, hint or step of a question, in its order."""

    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True
        ordering = ["position", "pk"]


class Choice(Part):
    question = models.ForeignKey(Question, models.CASCADE, related_name="choices")
    key = models.SlugField(help_text="Other texts name the choice by it: [[key]].")
    text = models.TextField(blank=True)
    right = models.BooleanField(default=False)
    why = models.TextField(blank=True, help_text="For a wrong choice: what it would really do.")
    gap = models.SlugField(blank=True, help_text="For blanks and cloze: the gap that it is for.")
    match = models.TextField(blank=True, help_text="For match: what belongs to the text.")
    last = models.BooleanField("always last", default=False, help_text="As “All of the above” is.")

    class Meta(Part.Meta):
        constraints = [models.UniqueConstraint(fields=["question", "key"], name="choice_key")]

    def __str__(self) -> str:
        return self.key

    def value(self) -> ItemChoice:
        """The choice as plain values: each field of theirs has a column of the same name."""
        return ItemChoice(**{name: getattr(self, name) for name in ItemChoice.__struct_fields__})


class Hint(Part):
    question = models.ForeignKey(Question, models.CASCADE, related_name="hints")
    text = models.TextField()

    class Meta(Part.Meta):
        pass

    def __str__(self) -> str:
        return self.text[:60]


class Step(Part):
    question = models.ForeignKey(Question, models.CASCADE, related_name="steps")
    title = models.CharField(max_length=200)
    text = models.TextField()

    class Meta(Part.Meta):
        pass

    def __str__(self) -> str:
        return self.title
