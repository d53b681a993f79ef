"""Whoever lets a whole network in without a proxy is told what may happen."""

import runpy

import pytest

from tests.running import ROOT


def started(monkeypatch: pytest.MonkeyPatch, **environment: str) -> None:
    for name in ("BIND", "TRUSTED_PROXIES", "WEB_CONCURRENCY"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    runpy.run_path(str(ROOT / "config" / "gunicorn.py"))["when_ready"](None)


def test_it_says_what_may_happen_and_what_to_do(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    started(monkeypatch, BIND="0.0.0.0:8000", WEB_CONCURRENCY="2")
    said = capsys.readouterr().err
    assert "whoever opens 1600 connections keeps all others out" in said
    assert "docs/nginx.conf" in said


@pytest.mark.parametrize(
    "environment",
    [
        {},
        {"BIND": "127.0.0.1:9000"},
        {"BIND": "unix:/run/stateful.sock"},
        {"BIND": "0.0.0.0:8000", "TRUSTED_PROXIES": "10.0.0.2"},
    ],
    ids=["as shipped", "this machine", "a socket", "a proxy is named"],
)
def test_it_is_silent_where_nobody_else_can_connect(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], environment: dict[str, str]
) -> None:
    started(monkeypatch, **environment)
    assert capsys.readouterr().err == ""
