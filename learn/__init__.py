"""Courses, lessons, the modes of a lesson, and the learner's progress."""
