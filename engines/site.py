"""The engine of the whole site: an instructor's choice (`engines.along` carries it out).

Every process reads the choice anew after `SECONDS`, so that it holds everywhere within seconds
and a usual request asks nothing for it.
"""

import logging
import math
import time
from dataclasses import dataclass

from django.conf import settings

from engines.outage import NO_ANSWER
from engines.registry import ENGINES, Engine

logger = logging.getLogger(__name__)

SECONDS = 2


@dataclass(frozen=True)
class SiteChoice:
    """The engine for new sessions, and how many times one was chosen (0: the settings' own)."""

    engine: Engine
    turn: int = 0


class Known:
    """What this process knows of the choice, and until when it need not ask."""

    choice: SiteChoice
    until = -math.inf


def of_the_settings() -> SiteChoice:
    return SiteChoice(ENGINES[getattr(settings, "SESSION_DEFAULT_ENGINE", "db")])


def chosen() -> SiteChoice:
    """The site's engine, at most `SECONDS` old; the last one known where the database is down."""
    if time.monotonic() >= Known.until:
        try:
            remember(read())
        except NO_ANSWER:
            logger.exception("The site's engine can't be read; the last one known stands")
            remember(getattr(Known, "choice", None) or of_the_settings())
    return Known.choice


def remember(choice: SiteChoice, seconds: float = SECONDS) -> None:
    """Take `choice` as known, and ask again after `seconds`."""
    Known.choice, Known.until = choice, time.monotonic() + seconds


def read() -> SiteChoice:
    from engines.models import SiteEngine  # models are not loaded when this module is

    row = SiteEngine.objects.filter(pk=1).first()
    # An engine that was chosen and is no longer configured is nobody's choice.
    if row is None or row.name not in ENGINES:
        return of_the_settings()
    return SiteChoice(ENGINES[row.name], row.turn)


def choose(engine: Engine) -> SiteChoice:
    """Make `engine` the site's: for new sessions at once, for each other at its next request."""
    from engines.models import SiteEngine

    row = SiteEngine.objects.filter(pk=1).first() or SiteEngine(pk=1)
    row.name, row.turn = engine.name, row.turn + 1
    row.save()
    choice = SiteChoice(engine, row.turn)
    remember(choice)
    return choice
