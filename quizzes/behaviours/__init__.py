"""How a question set behaves. A new behaviour is one module here, its templates, and one entry."""

from quizzes.behaviours.behaviour import Behaviour
from quizzes.behaviours.challenge import Challenge
from quizzes.behaviours.exam import Exam
from quizzes.behaviours.practice import Practice
from quizzes.behaviours.recall import Recall

BEHAVIOURS: dict[str, Behaviour] = {
    Practice.name: Practice(),
    Exam.name: Exam(),
    Challenge.name: Challenge(),
    Recall.name: Recall(),
}


def behaviour_labels() -> list[tuple[str, str]]:
    """The names of the behaviours with their summaries, for a form to choose from."""
    return [(name, behaviour.summary) for name, behaviour in BEHAVIOURS.items()]
