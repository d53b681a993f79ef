"""Measured against bare Django, in one run on one machine: `make bench`."""
