"""The versions of each course, lesson, set and question, a way back to them (docs/decisions/0025),
and the check that two who save the same row lose nothing."""
