"""What the checks say of TLS, proxies and HSTS, and what is sent then."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.running import ROOT

FOR_PLAYWRIGHT = "DJANGO_ALLOW_ASYNC_UNSAFE"
SITE = {
    "TLS": "1",
    "ALLOWED_HOSTS": "stateful.example",
    "SECRET_KEY": "0123456789abcdef" * 4,
    "PYTHONWARNINGS": "ignore",
}


def ran(folder: Path, *words: str, **environment: str) -> tuple[int, str]:
    """The exit status and the output of a command, as an operator would run it."""
    own = {name: value for name, value in os.environ.items() if name != FOR_PLAYWRIGHT}
    done = subprocess.run(
        [sys.executable, *words],
        cwd=ROOT,
        env={**own, "VAR_DIR": str(folder), **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def checked(folder: Path, *words: str, **more: str) -> tuple[int, str]:
    return ran(folder, "manage.py", "check", *words, **SITE, **more)


def hsts_header(folder: Path, **more: str) -> str:
    """What the site sends to a browser that comes by TLS."""
    ask = (
        "from django.test import Client\n"
        "told = {'X-Forwarded-Proto': 'https', 'Host': 'stateful.example'}\n"
        "print(Client(headers=told).get('/favicon.ico')['Strict-Transport-Security'])"
    )
    return ran(folder, "manage.py", "shell", "-v0", "-c", ask, **SITE, **more)[1].splitlines()[0]


def deployed(folder: Path, **more: str) -> tuple[int, str]:
    return checked(folder, "--deploy", "--fail-level", "WARNING", **more)


@pytest.mark.slow
def test_hsts_goes_no_further_than_asked_and_the_check_says_why(tmp_path: Path) -> None:
    code, words = deployed(tmp_path)
    assert code == 0, words
    assert "HSTS speaks for this host alone" in words
    code, words = deployed(tmp_path, HSTS_SUBDOMAINS="1", HSTS_PRELOAD="1")
    assert (code, "config." in words) == (0, False)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("asked", "header"),
    [
        ({}, "max-age=31536000"),
        ({"HSTS_SUBDOMAINS": "1"}, "max-age=31536000; includeSubDomains"),
        (
            {"HSTS_SUBDOMAINS": "1", "HSTS_PRELOAD": "1"},
            "max-age=31536000; includeSubDomains; preload",
        ),
    ],
)
def test_a_browser_is_told_as_much_as_was_asked(
    tmp_path: Path, asked: dict[str, str], header: str
) -> None:
    assert hsts_header(tmp_path, **asked) == header


@pytest.mark.slow
def test_a_preload_that_no_list_would_take_is_said(tmp_path: Path) -> None:
    code, words = deployed(tmp_path, HSTS_PRELOAD="1")
    assert code == 1
    assert "HSTS_PRELOAD=1 has no effect" in words


@pytest.mark.slow
def test_tls_from_another_machine_needs_the_name_of_the_proxy(tmp_path: Path) -> None:
    code, words = checked(tmp_path, BIND="0.0.0.0:8000")
    assert code == 1
    assert "TRUSTED_PROXIES does not say who ends TLS" in words
    assert checked(tmp_path, BIND="0.0.0.0:8000", TRUSTED_PROXIES="172.18.0.0/16")[0] == 0
    assert checked(tmp_path, BIND="127.0.0.1:8000")[0] == 0


@pytest.mark.slow
@pytest.mark.parametrize("command", ["manage.py check", "-m gunicorn -c config/gunicorn.py x"])
def test_a_wrong_value_stops_the_start_with_one_line(tmp_path: Path, command: str) -> None:
    code, words = ran(tmp_path, *command.split(), TRUSTED_PROXIES="10.0.0.300")
    assert code == 1
    assert len(words.splitlines()) == 1
    assert "TRUSTED_PROXIES has '10.0.0.300'" in words
