"""`engines` works in any Django project: it is copied into an empty one, which runs its contract.

Once with none of the clients and packages of this site, once with Redis, Memcached, PostgreSQL.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from config import env

ROOT = Path(__file__).resolve().parents[2]
# All that a project may lack, and pytest's plugins that would bring some of it along.
NOT_INSTALLED = (
    "redis hiredis pymemcache msgspec psycopg psycopg_pool django_htmx crispy_forms axes reversion "
    "whitenoise markdown_it mdit_py_plugins nh3 ruamel latex2mathml fsrs segno defusedxml "
    "config lab learn quizzes versions analysis classrooms packs exchange studio"
)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """An empty project with a copy of `engines` and its contract, and nothing else of this site."""
    without = shutil.ignore_patterns("__pycache__")
    for package in ("engines", "tests/engines/contract", "tests/engines/empty_project"):
        shutil.copytree(ROOT / package, tmp_path / package, ignore=without)
    (tmp_path / "tests" / "__init__.py").touch()
    return tmp_path


def run_contract(project: Path, *words: str, **environment: str) -> str:
    """What pytest says of the contract in that project. `words` go to pytest."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    run = subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "-q", "-x", "-p", "pytest_django.plugin"),
            *("-p", "no:cacheprovider", "--ds=tests.engines.empty_project.settings"),
            "--rootdir=.",
            "tests/engines/empty_project/contract_of_all.py",
            *words,
        ],
        cwd=project,
        env={
            **kept,
            "PYTHONPATH": f"{project / 'tests/engines/empty_project'}:{project}",
            "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
            "TMPDIR": str(project),  # where session files are, unless a setting says otherwise
            **environment,
        },
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stdout[-6000:] + run.stderr[-2000:]
    return run.stdout


@pytest.mark.slow
def test_without_any_client_or_package_of_this_site(project: Path) -> None:
    assert "passed" in run_contract(project, BLOCKED_PACKAGES=NOT_INSTALLED)


@pytest.mark.slow
def test_a_client_that_is_installed_is_not_imported_for_it(project: Path) -> None:
    part = (
        "-k",
        "saved_session_exists or moves_to_each_other or imported",
    )  # what reads, writes and moves
    assert "passed" in run_contract(project, *part, BLOCKED_PACKAGES="config lab")


@pytest.mark.redis
@pytest.mark.memcached
@pytest.mark.postgresql
@pytest.mark.slow
def test_with_redis_memcached_and_postgresql(project: Path) -> None:
    assert "passed" in run_contract(
        project,
        BLOCKED_PACKAGES="config lab",
        PROJECT_CACHES=json.dumps(djangos_caches()),
        PROJECT_DATABASE=json.dumps(database(project)),
    )


def djangos_caches() -> dict[str, Any]:
    """Django's own cache classes, as any project has them."""
    place = "django.core.cache.backends"
    memcached = os.environ["TEST_MEMCACHED_URL"].removeprefix("memcached://")
    return {
        "default": {
            "BACKEND": f"{place}.redis.RedisCache",
            "LOCATION": os.environ["TEST_REDIS_URL"],
        },
        "other": {"BACKEND": f"{place}.memcached.PyMemcacheCache", "LOCATION": memcached},
    }


def database(project: Path) -> dict[str, Any]:
    """PostgreSQL, with a name of this test's own."""
    settings = env.database("TEST_POSTGRESQL_URL", "")
    test_name = f"stands_alone_{os.getpid()}"
    return {"ENGINE": "django.db.backends.postgresql"} | {
        "NAME": settings["NAME"],
        "USER": settings["USER"],
        "PASSWORD": settings["PASSWORD"],
        "HOST": settings["HOST"],
        "PORT": settings["PORT"],
        "TEST": {"NAME": test_name},
    }
