"""For tests of what experiments find."""

from typing import Any

import pytest

from lab.experiments import run
from lab.experiments.parameters import ENGINES

KEYED = ENGINES[:-1]
every_engine = pytest.mark.parametrize("engine", ENGINES)


def found(slug: str, **parameters: Any) -> dict[str, Any]:
    return dict(run(slug, **parameters).found)
