"""For tests of the analysis: answers of made-up learners."""

import random
import uuid
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection

from analysis import counts
from quizzes.kinds import item_version
from quizzes.models import QuestionSet
from quizzes.records import Answer

START = datetime(2026, 1, 1, tzinfo=UTC)


def answers_of(practice: QuestionSet, learners: int, seed: int = 1, **fields: Any) -> list[Answer]:
    """Made-up first tries: stronger learners are right more often, harder questions more seldom."""
    chance = random.Random(seed)  # noqa: S311  (the same answers each time)
    questions = [(one, one.item()) for one in practice.questions.order_by("position")]
    made: list[Answer] = []
    for number in range(learners):
        strength, learner, sitting = chance.random(), uuid.uuid4(), f"{chance.getrandbits(32):08x}"
        reached = len(questions) if chance.random() < 0.8 else chance.randint(1, len(questions))
        for place, (question, item) in enumerate(questions[:reached]):
            right = chance.random() < 0.2 + 0.7 * strength - 0.05 * place
            keys = [key for key, one in item.choices.items() if one.right == right]
            made.append(
                Answer(
                    **{
                        "learner": learner,
                        "sitting": sitting,
                        "question": question,
                        "version": item_version(item),
                        "key": uuid.uuid4(),
                        "response": chance.choice(keys),
                        "right": right,
                        "tries": 1,
                        "hints": chance.randint(0, 2),
                        "certainty": chance.choice([None, 1, 2, 3]),
                        "milliseconds": chance.randint(500, 90_000),
                        "engine": "db",
                        "created": START + timedelta(seconds=number * 100 + place),
                        **fields,
                    }
                )
            )
    return made


def keep(answers: Iterable[Answer]) -> None:
    Answer.objects.bulk_create(answers, batch_size=2_000)


def keep_copies(times: int) -> None:
    """Each row again, so many times, each time of other learners. For SQLite, which makes them."""
    others = {
        "learner": "substr(learner, 1, 24) || printf('%08x', number)",
        "key": "lower(hex(randomblob(16)))",
    }
    columns = [field.column for field in Answer._meta.concrete_fields if not field.primary_key]
    values = [others.get(column, column) for column in columns]
    with connection.cursor() as cursor:
        cursor.execute(f"""
            WITH RECURSIVE copies(number) AS (
                SELECT 1 UNION ALL SELECT number + 1 FROM copies WHERE number < {int(times)}
            )
            INSERT INTO quizzes_answer ({", ".join(columns)})
            SELECT {", ".join(values)} FROM quizzes_answer, copies
        """)  # noqa: S608  (no value from outside)


def digest_of_counts(practice: QuestionSet) -> str:
    """All that is counted of made-up answers to a set, in the same words on every database."""
    keep(answers_of(practice, 200))
    questions = list(practice.questions.order_by("position"))
    known = {question.pk: item_version(question.item()) for question in questions}
    asked = counts.CountedSet(practice.pk, known)
    numbers = {question.pk: number for number, question in enumerate(questions)}
    of_set = counts.count_set(asked)
    cells = [replace(cell, question=numbers[cell.question]) for cell in of_set.cells]
    stops = [replace(stop, question=numbers[stop.question]) for stop in of_set.stops]
    medians = {numbers[pk]: median for pk, median in of_set.medians.items()}
    one = counts.count_question(asked, questions[0].pk)
    of_one = [one.responses, one.passes, [*one.versions.items()]]
    parts = [cells, stops, [*medians.items()], *of_one]
    return "\n".join(str(sorted(map(str, part))) for part in parts)
