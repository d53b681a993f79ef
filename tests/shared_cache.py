"""A cache between visitors and the site, as greedy as RFC 9111 allows.

It keeps whatever the standard does not forbid, for as long as the test lasts, and hands it to
whoever asks the same with the same headers that `Vary` names.
"""

from dataclasses import dataclass, field
from typing import Any

from django.http import HttpResponse
from django.test import Client

# Statuses that may be kept without any word about how long (RFC 9110, section 15.1).
HEURISTIC = {200, 203, 204, 206, 300, 301, 308, 404, 405, 410, 414, 501}
FRESH = ("public", "max-age", "s-maxage")


def words_of(header: str) -> set[str]:
    return {word.split("=")[0].strip().lower() for word in header.split(",") if word.strip()}


def may_store(reply: Any, headers: dict[str, str]) -> bool:
    """RFC 9111, section 3, for a GET and a shared cache."""
    said = words_of(reply.get("Cache-Control", ""))
    if said & {"no-store", "private"} or "Authorization" in headers:
        return False
    return bool(said & {*FRESH} or "Expires" in reply or reply.status_code in HEURISTIC)


@dataclass
class SharedCache:
    """`handed_out`: the addresses whose replies came from here."""

    stored: dict[str, list[tuple[dict[str, str | None], HttpResponse]]] = field(
        default_factory=dict
    )
    handed_out: list[str] = field(default_factory=list)

    def get(self, visitor: Client, address: str, **headers: str) -> HttpResponse:
        cookies = visitor.cookies.output(header="", sep=";", attrs=[]).strip()
        sent = {**headers, **({"Cookie": cookies} if cookies else {})}
        kept = self.find(address, sent)
        if kept is not None:
            self.handed_out.append(address)
            return kept
        reply: Any = visitor.get(address, headers=headers)
        if may_store(reply, sent):
            names = words_of(reply.get("Vary", ""))
            self.stored.setdefault(address, []).append(
                ({name: lower(sent).get(name) for name in names}, reply)
            )
        return reply  # type: ignore[no-any-return]

    def find(self, address: str, sent: dict[str, str]) -> HttpResponse | None:
        """RFC 9111, section 4.1; what says `no-cache` is not handed out unasked (section 4)."""
        asked = lower(sent)
        for chosen, reply in self.stored.get(address, []):
            matches = all(asked.get(name) == value for name, value in chosen.items())
            if matches and "*" not in chosen and not is_to_be_asked(reply):
                return reply
        return None


def is_to_be_asked(reply: HttpResponse) -> bool:
    return "no-cache" in words_of(reply.get("Cache-Control", ""))


def lower(headers: dict[str, str]) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}
