"""The engine of the whole site: an instructor's choice (`engines.site_switch` carries it out).

Every process reads the choice anew after `REFRESH_SECONDS`, so that it holds everywhere within
seconds and a usual request asks nothing for it.
"""

import logging
import math
import time
from dataclasses import dataclass

from django.conf import settings

from engines.engine import Engine
from engines.models import SiteEngine
from engines.outage import store_errors
from engines.registry import ENGINES

logger = logging.getLogger(__name__)

REFRESH_SECONDS = 2


@dataclass(frozen=True)
class SiteChoice:
    """The engine for new sessions, and how many times one was chosen (0: the settings' own)."""

    engine: Engine
    turn: int = 0


class KnownChoice:
    """What this process knows of the choice, and until when it need not ask."""

    choice: SiteChoice | None = None
    until = -math.inf


def current_choice() -> SiteChoice:
    """The site's choice, at most `REFRESH_SECONDS` old.

    The last one known where the database does not answer.
    """
    if KnownChoice.choice is None or time.monotonic() >= KnownChoice.until:
        try:
            return remember_choice(read_choice())
        except store_errors():
            logger.exception("The site's engine can't be read; the last one known stands")
            return remember_choice(KnownChoice.choice or choice_of_settings())
    return KnownChoice.choice


def remember_choice(choice: SiteChoice, seconds: float = REFRESH_SECONDS) -> SiteChoice:
    """Take `choice` as known, and ask again after `seconds`. Returns it."""
    KnownChoice.choice, KnownChoice.until = choice, time.monotonic() + seconds
    return choice


def choice_of_settings() -> SiteChoice:
    """`settings.SESSION_DEFAULT_ENGINE`; without it the first engine, which is `db` by default."""
    name = getattr(settings, "SESSION_DEFAULT_ENGINE", None) or next(iter(ENGINES))
    return SiteChoice(ENGINES[name])


def read_choice() -> SiteChoice:
    """The choice in the database. Raises one of `store_errors()`."""
    row = SiteEngine.objects.filter(pk=1).first()
    # An engine that was chosen and is no longer configured is nobody's choice.
    if row is None or row.name not in ENGINES:
        return choice_of_settings()
    return SiteChoice(ENGINES[row.name], row.turn)


def choose_site_engine(engine: Engine) -> SiteChoice:
    """Make `engine` the site's: for new sessions at once, for each other at its next request."""
    row = SiteEngine.objects.filter(pk=1).first() or SiteEngine(pk=1)
    row.name, row.turn = engine.name, row.turn + 1
    row.save()
    return remember_choice(SiteChoice(engine, row.turn))
