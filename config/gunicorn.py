"""How gunicorn runs: `gunicorn -c config/gunicorn.py config.wsgi`.

One process with a few threads by default, because the embedded local-memory cache is per
process. With a shared cache, WEB_CONCURRENCY=<cores> and GUNICORN_THREADS=1 or 2 serve more:
on two cores, 2 processes x 4 threads served 0.67 of what 2 x 1 did.
"""

import io
import os
import sys
from typing import Any

from config import addresses, env
from config.serving.memory import settle_memory
from config.serving.open_files import room_for_connections

with env.stopping_in_one_line():
    bind = env.text("BIND") or f"127.0.0.1:{env.number('PORT', 8000, at_least=1)}"
    workers = env.number("WEB_CONCURRENCY", 1, at_least=1)
    threads = env.number("GUNICORN_THREADS", 4 if workers == 1 else 1, at_least=1)
    # The same peers as `config.proxies` believes.
    proxies = addresses.parse_proxies(env.words("TRUSTED_PROXIES", addresses.LOCAL))
worker_class = "config.serving.worker.PatientWorker"
preload_app = False
worker_connections = room_for_connections(800)
keepalive = 5
sendfile = False  # a file waits in memory for a client that takes it slowly
control_socket_disable = True
forwarded_allow_ips = ",".join(map(str, proxies.networks))
# Of all headers that could say "TLS", the one that `config.proxies` looks at.
secure_scheme_headers = {"X-FORWARDED-PROTO": "https"}
timeout = 30
graceful_timeout = 10
max_requests = 0
accesslog = env.text("ACCESS_LOG") or None
loglevel = "warning"


def on_starting(server: object) -> None:
    """Run Django's checks before the first worker: a wrong setting stops the start.

    No connection may be open when workers are forked. SQLite in a worker would take its parent's
    locks for its own, and when the parent dies, the next program that closes the database would
    take away the log that the worker still writes its answers to (https://sqlite.org/howtocorrupt,
    2.6).
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django
    from django.core.management import call_command
    from django.core.management.base import SystemCheckError
    from django.db import connections

    from config import schema

    try:
        with env.stopping_in_one_line():
            django.setup()
        call_command("check", fail_level="ERROR", stdout=io.StringIO())
        schema.require_fitting_schema()
    except (SystemCheckError, schema.Misfit) as error:
        sys.exit(str(error))
    finally:
        connections.close_all()


def post_worker_init(worker: Any) -> None:
    worker.start_threads()
    settle_memory()


OPEN_TO_ALL = """\
BIND={bind} lets everybody in your network connect, with nothing between them and the site: what
they send is not encrypted, and whoever opens {most} connections keeps all others out.
For a class put nginx before it (docs/nginx.conf), and name it in TRUSTED_PROXIES."""


def when_ready(server: object) -> None:
    print(f"Stateful answers at http://{bind}  (Ctrl-C stops it)", flush=True)
    if env.listens_beyond_this_machine() and not env.is_set("TRUSTED_PROXIES"):
        warning = OPEN_TO_ALL.format(bind=bind, most=workers * worker_connections)
        print(warning, file=sys.stderr, flush=True)
