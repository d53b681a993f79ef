"""Django's PostgreSQL with kept connections that survive a restart of the server."""
