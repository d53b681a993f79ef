"""A question set as the category of a file, as Moodle has them: `Course/Lesson/Practice`."""

from exchange.reading import Reading
from quizzes.models import QuestionSet


def category_name(question_set: QuestionSet) -> str:
    """The path that an export of the set names. In it a doubled slash stands for a slash."""
    lesson = question_set.lesson
    titles = (lesson.course.title, lesson.title, question_set.title)
    return "/".join(" ".join(title.split()).replace("/", "//") for title in titles)


def category_of_set(reading: Reading, question_set: QuestionSet) -> str:
    """The category of a file that an export of this set would name; empty where it has none, or
    where questions in no category are meant for the set too."""
    name = category_name(question_set)
    return name if name in reading.categories and "" not in reading.in_category else ""
