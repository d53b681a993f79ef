"""A visitor who speaks plain HTTP to a running site, keeping cookies, as a browser would."""

import http.client
import re
from urllib.parse import urlencode, urlsplit

from tests.course import LESSON
from tests.learner import form_of, with_choice


class Visitor:
    """`cookies` by name; `headers`: sent with each request; `address`: of this visitor, where the
    site is to see another than 127.0.0.1. A redirect is an answer, not followed."""

    def __init__(
        self,
        url: str,
        cookies: dict[str, str] | None = None,
        headers: dict[str, str] | None = None,
        address: str = "127.0.0.1",
    ) -> None:
        self.site = urlsplit(url)
        self.address = address
        self.cookies = dict(cookies or {})
        self.headers = dict(headers or {})

    def connect(self) -> http.client.HTTPConnection:
        """A connection on which nothing was sent yet."""
        source = (self.address, 0)
        connection = http.client.HTTPConnection(self.site.netloc, timeout=30, source_address=source)
        connection.connect()
        return connection

    def ask(
        self,
        method: str,
        path: str,
        fields: dict[str, str] | None = None,
        over: http.client.HTTPConnection | None = None,
    ) -> tuple[int, str]:
        """The status and the body. `over`: a connection that stands already."""
        connection = over or self.connect()
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {**self.headers, "Cookie": cookies}
        if fields is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request(method, path, urlencode(fields or {}), headers)
            response = connection.getresponse()
            self.keep(response.headers.get_all("Set-Cookie") or [])
            return response.status, response.read().decode()
        finally:
            connection.close()

    def keep(self, set_cookies: list[str]) -> None:
        for line in set_cookies:
            name, value = line.split(";")[0].split("=", 1)
            if re.search(r"max-age=0", line, re.IGNORECASE):
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = value.strip('"')

    def get(self, path: str) -> str:
        status, body = self.ask("GET", path)
        assert status == 200, (path, status)
        return body

    def post(self, path: str, **fields: str) -> int:
        """Send a form that this visitor could have on the screen."""
        return self.ask("POST", path, {"csrfmiddlewaretoken": self.token("/"), **fields})[0]

    def submit(self, path: str, **fields: str) -> int:
        """Open the page of a form and send it to the same address."""
        return self.ask("POST", path, {"csrfmiddlewaretoken": self.token(path), **fields})[0]

    def token(self, path: str) -> str:
        return str(re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.get(path))[0])

    def answer(self, choice: str, mode: str = "practice") -> int:
        fields = form_of(self.get(f"{LESSON}{mode}/"))
        return self.ask("POST", f"{LESSON}{mode}/answers/", with_choice(fields, choice))[0]

    def fork(self) -> "Visitor":
        """Another tab of the same browser."""
        return Visitor(self.site.geturl(), self.cookies, self.headers, self.address)
