"""Requests that nobody would send by mistake, and files too, from a seed: `make fuzz`.

Each request begins as one that a browser could send: a form of a page that was seen, with its
tokens, or an address of the site. Then a field, the query, a header, a cookie, the content type
or the body is made odd. A reply in the 500s is a fault, unless it is a 503 that says why, and so is
a traceback in the log. The requests go to the WSGI application in this process, or with --server
to gunicorn on this machine.
"""

import argparse
import os
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from tests.services import SERVICES, started

ROLE_NAMES = ("anonymous", "learner", "author", "administrator")
VARIABLES = {
    "postgresql": "DATABASE_URL",
    "redis": "REDIS_URL",
    "memcached": "MEMCACHED_URL",
}
FORMATS = ("gift", "moodle", "aiken", "qti", "zip", "yaml", "progress")


def main() -> int:
    options = parsed()
    with ExitStack() as running:
        folder = Path(running.enter_context(tempfile.TemporaryDirectory(prefix="stateful-fuzz-")))
        os.environ["VAR_DIR"] = str(folder)
        os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
        for service in SERVICES:
            if service.name in options.on:
                url = running.enter_context(started(service))
                variable = (
                    "DATABASE_URL"
                    if service.name == "postgresql"
                    else f"{service.name.upper()}_URL"
                )
                os.environ[variable] = url
        import django

        django.setup()
        from tests.fuzz.command import fuzz_imports, fuzz_requests

        if options.imports:
            return fuzz_imports(options)
        return fuzz_requests(options, folder)


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make fuzz", description=__doc__)
    parser.add_argument("--seed", type=int, default=1, help="another seed, other requests")
    parser.add_argument("--requests", type=int, default=20_000, help="how many (of files too)")
    parser.add_argument("--as", dest="roles", nargs="+", choices=ROLE_NAMES, default=ROLE_NAMES)
    parser.add_argument("--server", action="store_true", help="to gunicorn, not in this process")
    parser.add_argument("--on", nargs="+", choices=VARIABLES, default=[])
    parser.add_argument("--imports", choices=FORMATS, help="files of this format, not requests")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
