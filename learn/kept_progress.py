"""What the session holds of a learner's progress."""

from typing import Annotated, Any

import msgspec


class Kept(msgspec.Struct, omit_defaults=True):
    """What `session["progress"]` holds.

    `at`: when it last changed (Unix seconds); each change is later than the one before, whatever
    the clock says. `who`: the learner, so that a lost learner's cookie is found again, and
    another's is noticed. `here`: `course/lesson/mode` last visited.
    `seen`: lesson path -> reading modes visited, the last one at the end.
    `marks`: set path -> [this attempt, the best one], a character a question (`learn.marks`).
    `open`: set path -> the attempt, as the app that owns it wrote it.
    `badges`: the paths of the sets that earned one. `style`: the mode to begin lessons with.
    `away`: the paths of sets with rows that asked nothing when the progress was last compared
    with the rows, as drafts do.
    `new`: from the first answer to the next page (see `Progress.settle`).
    """

    at: int = 0
    who: Annotated[str, msgspec.Meta(pattern="^([0-9a-f]{32})?$")] = ""
    here: str = ""
    seen: dict[str, list[str]] = {}
    marks: dict[str, list[str]] = {}
    open: dict[str, Any] = {}
    badges: list[str] = []
    away: list[str] = []
    style: str = ""
    new: bool = False
