"""The modes of a lesson: ways to learn the same thing. Each is one entry in `MODES`.

`learn` knows the reading modes. Apps that build on it enter their own when Django starts
(`register`), and may put something at the foot of a mode (`FEET`), so that `learn` shows a
quiz without knowing quizzes.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from django.http import HttpRequest

from engines.http import Request
from learn.visualize import exhibit

if TYPE_CHECKING:
    from learn.content import LessonContent

LEARN, PRACTISE = "Learn", "Practise"
ORDER = "why concept visualize deep performance try debug practice challenge recall test".split()


@dataclass(frozen=True)
class Mode:
    """`reading`: it shows a lesson's text; otherwise only what stands at its foot.

    `exhibit`: makes what stands under the text.
    """

    slug: str
    label: str
    group: str = LEARN
    reading: bool = True
    exhibit: "Callable[[Request], Exhibit] | None" = None


class Exhibit(Protocol):
    """`template`: shows it as `exhibit`; its partial and its element are called `name`."""

    template: str
    name: str
    style: str
    script: str


MODES: dict[str, Mode] = {}


def register(*modes: Mode) -> None:
    """Enter modes; the rail shows them in `ORDER`, whoever enters first."""
    entered = {**MODES, **{mode.slug: mode for mode in modes}}
    MODES.clear()
    MODES.update(sorted(entered.items(), key=lambda entry: ORDER.index(entry[0])))


register(
    Mode("why", "Why"),
    Mode("concept", "Concept"),
    Mode("visualize", "Visualize", exhibit=exhibit),
    Mode("deep", "Deep dive"),
    Mode("performance", "Performance"),
)


class Foot(Protocol):
    """What another app puts at the foot of a lesson's modes."""

    def modes(self, lesson: "LessonContent") -> Collection[str]:
        """The modes that this lesson has only because of what stands at their foot."""

    def context(self, request: HttpRequest, lesson: "LessonContent", mode: Mode) -> dict[str, Any]:
        """Added to the page's context; `foot` names the template that shows it."""


FEET: list[Foot] = []


# Each hears of every page of a lesson: request, lesson, mode, and what stands at its foot.
FOLLOWERS: list["Callable[[Request, LessonContent, Mode, dict[str, Any]], None]"] = []


def modes_of(lesson: "LessonContent") -> list[Mode]:
    """The modes this lesson has, in the order of the rail."""
    slugs = set(lesson.texts).union(*(foot.modes(lesson) for foot in FEET))
    return [mode for mode in MODES.values() if mode.slug in slugs]
