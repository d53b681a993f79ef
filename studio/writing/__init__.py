"""Writing questions in the instructor's panel: what is wrong with one, and how learners see it."""
