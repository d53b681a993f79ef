"""What a question is. Adding a kind: one module here, one template, one entry."""

from quizzes.kinds import choice

KINDS = {"choice": choice}
