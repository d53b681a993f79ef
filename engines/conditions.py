"""What happens to the session of a request, beyond being read and saved."""

from dataclasses import dataclass
from typing import Any

from engines.engine import Engine


@dataclass(frozen=True)
class Move:
    """What a move did.

    `keys`: the names of the keys that came along. `size`: of the new session, in bytes.
    `seconds`: for writing the copy, reading it back and comparing. `unread`: the old store did
    not answer, so nothing could come along.
    """

    source: Engine
    target: Engine
    keys: tuple[str, ...]
    size: int
    seconds: float
    unread: bool = False


@dataclass(frozen=True)
class Conditions:
    """What this request has found out about its session. None of it is stored.

    `outage`: the store does not answer, so the data is not known and nothing is saved.
    `not_deleted`: the store did not answer when the session was to be deleted. It ends by itself.
    `without_copy`: the cache of `cached_db` does not answer, so the row is read.
    `outgrown`: the session became too large for its cookie and moved to a server.
    `site_move`: the session was moved because the whole site was.
    `site_move_refused`: why the session could not follow the site; empty if it could.
    `moving_from`: the store that a move leaves, from `engines.move.begin` to `finish`.
    """

    outage: bool = False
    not_deleted: bool = False
    without_copy: bool = False
    outgrown: bool = False
    site_move: Move | None = None
    site_move_refused: str = ""
    moving_from: Any = None


USUAL = Conditions()
