"""The site with a clock of its own that can be set while it runs: gunicorn serves it in a run.

The machine's clock stays as it is, and so does the monotonic one, by which servers wait.
"""

import os
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import time_machine

from config.wsgi import application as site

OFFSET = "STATEFUL_PROMISE_CLOCK"  # the file that says how many seconds the clock is off

clock = time_machine.travel(time.time(), tick=True).start()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Set the clock as the file says, also for the requests under way, then answer."""
    offset = float(Path(os.environ[OFFSET]).read_text() or 0)
    clock.move_to(time_machine.escape_hatch.time.time() + offset)
    return site(environ, start_response)
