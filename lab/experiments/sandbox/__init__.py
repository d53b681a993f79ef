"""A small site with Django's own sessions, made for one run of one experiment."""
