"""How the site speaks to its clients: a worker class for gunicorn that waits for none of them."""
