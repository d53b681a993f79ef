"""Questions, grading, behaviours and answers."""
