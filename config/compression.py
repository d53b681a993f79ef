"""Pages are compressed with zlib-ng: the bytes of Django's middleware, in half the time."""

import gzip
import re
import secrets
from typing import Any

from django.http import HttpRequest
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import patch_vary_headers
from zlib_ng import gzip_ng

LEVEL = 6  # as Django's; levels below it save little time and cost bytes
SHORTEST = 200  # bytes that are worth it
# Pictures are compressed by what they are; only those of SVG become smaller.
PACKED = re.compile(r"image/(?!svg)")
HEADER = 10  # bytes of a gzip file before its name
FLAGS = 3  # the byte of the header that says whether there is a name


class CompressionMiddleware(GZipMiddleware):
    """Django's own does what is streamed, and what has an ETag to weaken."""

    def process_response(self, request: HttpRequest, response: Any) -> Any:
        if PACKED.match(response.get("Content-Type", "")):
            return response
        if response.streaming or response.has_header("ETag"):
            return super().process_response(request, response)
        if len(response.content) < SHORTEST or response.has_header("Content-Encoding"):
            return response
        patch_vary_headers(response, ["Accept-Encoding"])
        if not re.search(r"\bgzip\b", request.META.get("HTTP_ACCEPT_ENCODING", "")):
            return response
        compressed = compress(response.content, self.max_random_bytes)
        if len(compressed) < len(response.content):  # a zip does not become smaller
            response.content = compressed
            response.headers["Content-Encoding"] = "gzip"
            response.headers["Content-Length"] = str(len(response.content))
        return response


def compress(content: bytes, most_random: int) -> bytes:
    """The content as a gzip file with a name of random length, up to `most_random` bytes.

    Without it the length would tell, request by request, whether what an attacker put into the
    page is also elsewhere in it, such as a secret (BREACH; Django does the same).
    """
    compressed: bytes = gzip_ng.compress(content, LEVEL, mtime=0)  # type: ignore[no-untyped-call]
    header = bytearray(compressed[:HEADER])
    header[FLAGS] = gzip.FNAME
    name = b"a" * secrets.randbelow(most_random) + b"\0"
    return bytes(header) + name + compressed[HEADER:]
