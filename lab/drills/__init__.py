"""Drills: a disaster on a copy of the visitor's session, and a prediction of who survives it."""
