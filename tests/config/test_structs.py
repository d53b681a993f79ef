"""No struct is described by two threads at once, which may end the process."""

import importlib
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps

from config.structs import describe_structs

ROOT = Path(__file__).resolve().parents[2]
RACE = ROOT / "tests" / "msgspec_struct_race.py"


def own_modules() -> list[str]:
    """The modules of this site's apps, without their migrations and commands."""
    own = [app for app in apps.get_app_configs() if Path(app.path).parent == ROOT]
    return [
        module.name
        for app in own
        for module in pkgutil.walk_packages([app.path], f"{app.name}.")
        if not {"migrations", "management", "gunicorn"} & set(module.name.split("."))
    ]


def test_each_struct_of_the_site_is_described_before_the_first_request() -> None:
    told = "from config import wsgi, structs; print(*(each.__module__ + '.' + each.__qualname__ "
    told += "for each in structs.describe_structs()))"
    run = subprocess.run([sys.executable, "-c", told], cwd=ROOT, capture_output=True, text=True)
    described = set(run.stdout.split())
    for module in own_modules():
        importlib.import_module(module)
    own = {f"{each.__module__}.{each.__qualname__}" for each in describe_structs()}
    own = {name for name in own if not name.startswith("tests.")}
    assert len(own) > 10
    assert own <= described


@pytest.mark.slow
def test_a_struct_that_is_described_can_be_used_by_many_threads_at_once() -> None:
    """Without the description the same script ends with SIGSEGV."""
    run = subprocess.run([sys.executable, RACE, "described"], capture_output=True, text=True)
    assert (run.returncode, run.stdout) == (0, "No crash\n")
