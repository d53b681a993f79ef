"""One module an engine: Django's own store, thinly subclassed.

Each class must be named `SessionStore`: `SessionBase.key_salt` holds the qualified name, and
with another name the signatures of Django's own sessions would not match.
"""
