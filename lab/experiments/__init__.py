"""Experiments: what Django's own sessions do with given settings, found out by running them.

Proofs under questions, the drills of the lab and the tests run these. Each run has a process of
its own, with its own Django, clock, cache, database and folder: nothing of the site that asks is
read or changed (`docs/decisions/0017-experiments-run-in-a-process-of-their-own.md`).

    from lab.experiments.running import run_experiment

    result = run_experiment("age-after-last-save", engine="db", SESSION_COOKIE_AGE=3600)
    result.findings["read_extends"]  # False

A new experiment is a function in a module of `topics` and an entry in `registry`.
"""
