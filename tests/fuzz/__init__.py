"""Requests and files that nobody would send by mistake: `make fuzz`, `python -m tests.fuzz`."""
