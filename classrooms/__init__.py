"""A class: learners who join with a code and a name, and the board that shows where they are."""
