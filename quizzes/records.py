"""What a learner did in an attempt, one row each: answers, and everything else as events."""

from functools import reduce
from operator import or_
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils import timezone

from quizzes.behaviours import BEHAVIOURS
from quizzes.certainty import Certainty
from quizzes.kinds.kind import LONGEST_RESPONSE


class Record(models.Model):
    """A row that is committed before the learner is told what follows.

    `learner`: the random id in the learner's own cookie. `sitting`: the seed of the attempt.
    `created`: the server's clock, which puts the rows of an attempt in order.
    """

    learner = models.UUIDField()
    sitting = models.CharField(max_length=8)
    created = models.DateTimeField(default=timezone.now)

    class Meta:
        abstract = True


class AnswerManager(models.Manager["Answer"]):
    def of(self, learner: UUID) -> models.QuerySet["Answer"]:
        """A learner's answers in the order they were given, each with its question."""
        # By the clock: rows that a learner brought back from a file are older than their pk.
        return self.filter(learner=learner).select_related("question").order_by("created", "pk")


class Answer(Record):
    """One answer, or one rating of a card.

    `key`: from the form, so that a retry or a double click counts once. `shown`: the keys of
    the choices in the order of the screen. `tries`: which try this was, from 1. `late`: it
    came when the time was up, and does not count. `score`: what the question gave, on the answer
    that finished it.
    """

    question = models.ForeignKey(
        "quizzes.Question", models.PROTECT, related_name="answers", db_index=False
    )
    version = models.CharField(max_length=12)
    key = models.UUIDField()
    shown = models.JSONField(default=list)
    response = models.CharField(max_length=LONGEST_RESPONSE)
    right = models.BooleanField()
    tries = models.PositiveSmallIntegerField()
    hints = models.PositiveSmallIntegerField()
    late = models.BooleanField(default=False)
    score = models.FloatField(null=True)
    certainty = models.PositiveSmallIntegerField(null=True, choices=Certainty.choices)
    milliseconds = models.PositiveIntegerField(null=True)
    engine = models.CharField(max_length=40)

    objects = AnswerManager()

    class Meta:
        indexes = [
            models.Index(fields=["learner", "sitting"], name="answer_sitting"),
            # Answers of a question are counted by their keys, without a look at the rows.
            models.Index(fields=["question", "key"], name="answer_question"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["learner", "key"], name="answer_once"),
            models.UniqueConstraint(
                fields=["learner", "sitting", "question", "version", "tries"], name="answer_try"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question}: {self.response}"


def where_behaviour(trait: str) -> Q:
    """The condition that an answer is to a question of a set whose behaviour has a trait.

    `trait`: an attribute of `Behaviour` that is true or false, such as `handed_in`.
    """
    names = [name for name, rules in BEHAVIOURS.items() if getattr(rules, trait)]
    conditions = [Q(question__question_set__behaviour=name) for name in names]
    return reduce(or_, conditions, Q(pk__in=[]))


class Event(Record):
    """What a learner did besides answering. Each counts once, however often it is sent.

    `question`: its slug, empty for what concerns the whole attempt. `number`: which hint or
    step it was, from 1. `marks`: of a hand-in, the mark of each question by its slug. `text`: what
    was written on a card, and `number` then counts how often the card came up.
    """

    BEGAN, HINT, STEP, START, HAND_IN = "began", "hint", "step", "start", "handin"
    WROTE = "wrote"

    question_set = models.ForeignKey("quizzes.QuestionSet", models.CASCADE, related_name="events")
    question = models.SlugField(blank=True)
    what = models.CharField(max_length=10)
    number = models.PositiveSmallIntegerField(default=1)
    marks = models.JSONField(default=dict)
    text = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["learner", "question_set"], name="event_set")]
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "question_set", "sitting", "question", "what", "number"],
                name="event_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.question}"
