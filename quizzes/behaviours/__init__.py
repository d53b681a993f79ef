"""How a set of questions behaves. Each is a pure function `(item, state, action) -> state`."""

from quizzes.behaviours import practice

BEHAVIOURS = {"practice": practice}
