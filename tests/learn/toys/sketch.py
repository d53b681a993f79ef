"""A toy mode: it draws what its URL asks for under its text."""

from dataclasses import dataclass

from lab.http import Request
from learn.extensions import Extension
from learn.modes import Mode


@dataclass(frozen=True)
class Sketch(Mode):
    template: str = "toys/sketch.html"
    element_id: str = "sketch"

    def exhibit(self, request: Request) -> list[str]:
        return request.GET.get("shapes", "circle").split(",")


class SketchExtension(Extension):
    modes = (Sketch("sketch", "Sketch"),)
