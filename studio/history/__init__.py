"""What was: a version of each course, lesson, set and question whenever it changes, and a way back
(docs/decisions/0025). And the guard against two who save the same row."""
