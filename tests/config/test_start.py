"""What a process that serves the site loads, and what it leaves to those that need it."""

from pathlib import Path

from tests.running import manage

# Each costs time at every start, and memory in every worker.
UNASKED = ("minify", "redis", "pymemcache", "psycopg")
TOLD = f"import sys, config.wsgi; print(*(name for name in {UNASKED} if name in sys.modules))"


def test_the_embedded_site_loads_no_minifier_and_no_client_of_a_server(tmp_path: Path) -> None:
    assert manage(tmp_path, "shell", "-v0", "-c", TOLD).strip() == ""


def test_with_redis_its_client_is_there_from_the_start(tmp_path: Path) -> None:
    redis = "redis://127.0.0.1:1"  # named, and not asked
    assert manage(tmp_path, "shell", "-v0", "-c", TOLD, REDIS_URL=redis).strip() == "redis"
