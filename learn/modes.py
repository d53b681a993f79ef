"""The modes of a lesson: ways to learn the same thing. Each has one entry in `MODES`.

Every app enters its modes with its `Extension`; those that show a text are `learn`'s own.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from lab.http import Request

GROUPS = LEARN, PRACTISE = "Learn", "Practise"
# The order of the rail. A mode that is not named here comes last in its group.
ORDER = "why concept visualize deep performance try debug practice challenge recall test".split()


@dataclass(frozen=True)
class Mode:
    """A way to learn a lesson.

    `group` is its heading in the rail. A `reading` mode shows a text of the lesson and is done
    once it was read; any other is done once all its questions are answered.

    `template`, if there is one, shows the mode's exhibit under the text, in an element and a
    partial that are both called `element_id`. `style` and `script` are the static files it needs.
    """

    slug: str
    label: str
    group: str = LEARN
    reading: bool = True
    template: str = ""
    element_id: str = ""
    style: str = ""
    script: str = ""

    def exhibit(self, request: Request) -> Any:
        """Return what `template` shows under the name `exhibit`. A subclass may compute it."""
        return None


MODES: dict[str, Mode] = {}


def enter_modes(modes: Iterable[Mode]) -> None:
    """Add modes to `MODES`, which stays in the order of the rail."""
    entered = {**MODES, **{mode.slug: mode for mode in modes}}
    MODES.clear()
    MODES.update(sorted(entered.items(), key=lambda entry: place_in_rail(entry[1])))


def place_in_rail(mode: Mode) -> tuple[int, int]:
    place = ORDER.index(mode.slug) if mode.slug in ORDER else len(ORDER)
    return GROUPS.index(mode.group), place
