"""The questions of a set as a file of another system."""

from exchange.category_names import category_name
from exchange.common import Note
from exchange.formats import Format
from quizzes.models import QuestionSet
from quizzes.schema import Item


def questions_to_export(question_set: QuestionSet) -> list[Item]:
    """All but those that are retired, in their order."""
    rows = question_set.questions.filter(retired=False)
    return [row.item() for row in rows.prefetch_related("choices", "hints", "steps")]


def export_questions(question_set: QuestionSet, file_format: Format) -> tuple[bytes, list[Note]]:
    """The file, and notes on what it does not carry."""
    return file_format.export(questions_to_export(question_set), category_name(question_set))
