"""The answers of a set as a table of rows, to count again by other means."""

from typing import Any

from quizzes.models import Question, QuestionSet
from quizzes.records import Answer


class Table:
    """First tries as a table of learners by questions: a list for each, in plain Python."""

    def __init__(self, practice: QuestionSet) -> None:
        self.questions = list(practice.questions.order_by("position"))
        self.rows: dict[Any, dict[int, Answer]] = {}
        for one in Answer.objects.filter(tries=1, late=False).order_by("pk"):
            self.rows.setdefault(one.sitting, {}).setdefault(one.question_id, one)

    def answers(self, question: Question) -> list[Answer]:
        return [row[question.pk] for row in self.rows.values() if question.pk in row]

    def pairs(self, question: Question, x: Any) -> tuple[list[float], list[float]]:
        """x of each learner's answer here, and the share of the other questions they had right."""
        xs, rests = [], []
        for row in self.rows.values():
            others = [one.right for key, one in row.items() if key != question.pk]
            if question.pk in row and others:
                xs.append(float(x(row[question.pk])))
                rests.append(sum(others) / len(others))
        return xs, rests

    def complete(self) -> list[list[int]]:
        return [
            [int(row[one.pk].right) for one in self.questions]
            for row in self.rows.values()
            if len(row) == len(self.questions)
        ]
