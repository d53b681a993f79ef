"""A browser that clicks about, fills in forms as it should, and then makes its requests worse."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from random import Random
from typing import Protocol

from tests.fuzz.addresses import filled
from tests.fuzz.html_forms import Form, page_of
from tests.fuzz.mutations import made_worse, odd_fields, odd_parameter, submission
from tests.fuzz.wire import Reply, Sent

MOST = 300  # links and forms that it remembers
# What takes long by its nature, or ends the sign-in, is asked for rarely.
RARE = ("/engine/race", "/engine/experiments", "/engine/measure", "/admin/logout", "/proofs/")


class Site(Protocol):
    def send(self, sent: Sent) -> Reply: ...


class Browser:
    def __init__(self, random: Random, cookies: dict[str, str], routes: Sequence[str]) -> None:
        self.random, self.cookies, self.routes = random, cookies, routes
        self.links: list[str] = ["/"]
        self.forms: list[Form] = []

    def next_request(self, files: Callable[[Random], bytes]) -> Sent:
        for _ in range(5):
            sent = self.wanted(files)
            if not sent.target.startswith(RARE) or self.random.random() < 0.05:
                break
        return made_worse(self.random, replace(sent, cookies=dict(self.cookies)))

    def wanted(self, files: Callable[[Random], bytes]) -> Sent:
        """A form of a page that was seen, a link of one, or any address of the site. Links with
        parameters, as the filters of lists are, come with another value in one of them."""
        kind = self.random.random()
        filters = [link for link in self.links if "?" in link]
        if kind < 0.12 and filters:
            return odd_parameter(self.random, Sent("GET", self.random.choice(filters)))
        if kind < 0.45 and self.forms:
            return submission(self.random, self.random.choice(self.forms), files)
        if kind < 0.7:
            return Sent("GET", self.random.choice(self.links))
        address = filled(self.random, self.random.choice(self.routes))
        if self.random.random() < 0.7:
            return Sent("GET", address)
        token = ("csrfmiddlewaretoken", self.cookies.get("csrftoken", ""))
        return submission(
            self.random, Form(address, "POST", [token, *odd_fields(self.random)]), files
        )

    def take(self, sent: Sent, reply: Reply) -> None:
        """Keep the cookies, unless the request had other ones, and what the page leads to."""
        if {**sent.cookies, **self.cookies} == sent.cookies:
            self.keep_cookies(reply)
        headers = {name.lower(): value for name, value in reply.headers}
        if headers.get("content-type", "").startswith("text/html"):
            page = page_of(sent.target, reply.text)
            self.links += page.links[:40]
            self.forms += page.forms
        if reply.status in (301, 302):
            location = headers.get("location", "")
            self.links += [location] if location.startswith("/") and len(location) < 2_000 else []
        for known in (self.links, self.forms):
            while len(known) > MOST:
                known.pop(self.random.randrange(len(known)))

    def keep_cookies(self, reply: Reply) -> None:
        for name, value in reply.new_cookies():
            if value is None:
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = value
