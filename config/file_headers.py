"""What each static file says of itself."""

from wsgiref.headers import Headers


def add_headers_of_files(headers: Headers, path: str, url: str) -> None:
    """No browser takes a file for what its type does not say."""
    headers["X-Content-Type-Options"] = "nosniff"
