"""Sessions, and nothing of learning: one session engine that is all of Django's."""
