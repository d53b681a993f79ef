"""The application that gunicorn serves."""

import os
from typing import Any

import django
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.utils.http import parse_header_parameters

from config.structs import describe_structs

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


class Request(WSGIRequest):
    """A request whose forms are read as UTF-8, whatever charset it names.

    Browsers send forms in the page's encoding, which here is UTF-8, and name none. Django would
    use any codec of Python's: with `idna` it can't even make the request, so nothing of ours could
    answer it, and with `utf-7` its own page for bad requests fails.
    """

    def _set_content_type_params(self, meta: dict[str, Any]) -> None:
        try:
            parsed = parse_header_parameters(meta.get("CONTENT_TYPE", ""))
        except ValueError:  # longer than any browser's, so it is no form
            parsed = "", {}
        self.content_type, self.content_params = parsed


class Handler(WSGIHandler):
    request_class = Request


django.setup(set_prefix=False)
describe_structs()
application = Handler()
