"""For tests of what experiments find."""

from typing import Any

import pytest

from lab.experiments.parameters import DJANGO_ENGINES
from lab.experiments.running import run_experiment

KEYED = DJANGO_ENGINES[:-1]
every_engine = pytest.mark.parametrize("engine", DJANGO_ENGINES)


def findings_of(slug: str, **parameters: Any) -> dict[str, Any]:
    return dict(run_experiment(slug, **parameters).findings)
