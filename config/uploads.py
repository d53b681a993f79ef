"""Which uploads are taken into memory, and which are not even written down."""

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http import HttpRequest

# The pages that take larger files than all others, by the names of their routes, and the permission
# that one needs for it.
LARGER_AT = {"quizzes_questionset_import": "quizzes.add_question"}


class UploadHandler(MemoryFileUploadHandler):
    """Takes a file into memory; one that is too large for its page is dropped, so none arrives."""

    def handle_raw_input(
        self,
        input_data: Any,
        META: Any,  # noqa: N803  (Django's own name)
        content_length: int,
        boundary: str,
        encoding: Any = None,
    ) -> None:
        self.activated = content_length <= most_bytes(self.request)


def most_bytes(request: HttpRequest | None) -> int:
    """How large a request with files may be."""
    route = request and request.resolver_match and request.resolver_match.url_name
    permission = LARGER_AT.get(route or "")
    if request and permission and request.user.is_staff and request.user.has_perm(permission):
        return int(settings.QUESTION_FILE_MAX_SIZE)
    return settings.FILE_UPLOAD_MAX_MEMORY_SIZE
