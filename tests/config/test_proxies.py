"""Behind proxies: who the client is, and what of a forged header is believed (nothing)."""

import http.client
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from axes.models import AccessAttempt
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from config import addresses
from config.proxies import FORWARDED, MOST_WARNED, believe_proxy
from tests.running import running
from tests.waiting import wait_until

PROXY, OTHER_PROXY, CLIENT, LIE = "10.0.0.5", "172.18.0.9", "203.0.113.7", "198.51.100.1"
TRUSTED = addresses.parse_proxies([PROXY, "172.18.0.0/16", "fd00::/8", "unix"])


def client_of(peer: str, forwarded_for: str) -> str:
    meta = {"REMOTE_ADDR": peer, "HTTP_X_FORWARDED_FOR": forwarded_for}
    believe_proxy(meta, TRUSTED)
    return meta["REMOTE_ADDR"]


@pytest.mark.parametrize(
    ("peer", "forwarded_for", "client"),
    [
        (PROXY, CLIENT, CLIENT),
        (PROXY, f"{CLIENT}, {OTHER_PROXY}", CLIENT),
        (PROXY, f"{CLIENT},{OTHER_PROXY} ,\t{PROXY}", CLIENT),
        ("", CLIENT, CLIENT),  # by a Unix socket
        (f"::ffff:{PROXY}", CLIENT, CLIENT),  # a server that listens at [::]
        ("fd00::1", "2001:db8::7", "2001:db8::7"),
        (PROXY, f"::ffff:{CLIENT}", CLIENT),
        (PROXY, f"{CLIENT}:51234", CLIENT),
        (PROXY, "[2001:db8::7]:51234", "2001:db8::7"),
        (PROXY, "[2001:db8::7]", "2001:db8::7"),
        (PROXY, f'"{CLIENT}"', CLIENT),
        (PROXY, "fe80::1%eth0", "fe80::1"),
        (PROXY, "", PROXY),
        (PROXY, OTHER_PROXY, OTHER_PROXY),
    ],
)
def test_the_client_is_the_first_from_the_right_that_is_no_trusted_proxy(
    peer: str, forwarded_for: str, client: str
) -> None:
    assert client_of(peer, forwarded_for) == client


@pytest.mark.parametrize(
    "begun", [LIE, PROXY, "127.0.0.1", "garbage", "", ",,,", "\x00", "٣.٣.٣.٣"]
)
def test_what_a_client_began_the_header_with_changes_nothing(begun: str) -> None:
    assert client_of(PROXY, f"{begun}, {CLIENT}") == CLIENT


@pytest.mark.parametrize(
    "garbage",
    ["unknown", "unix:", "_hidden", "[::1", "[]", "1.2.3", "1.2.3.4.5", "::1]:80", "999.1.1.1"],
)
def test_where_a_proxy_wrote_no_address_it_is_itself_the_nearest_known(garbage: str) -> None:
    assert client_of(PROXY, f"{CLIENT}, {garbage}") == PROXY


@pytest.mark.parametrize("entry", [LIE, PROXY, "x", ""])
def test_ten_thousand_entries_are_no_way_in(entry: str) -> None:
    many = ", ".join([entry] * 10_000)
    assert client_of(PROXY, f"{many}, {CLIENT}") == CLIENT
    assert client_of(PROXY, many) in {entry or PROXY, PROXY}


@pytest.mark.parametrize("peer", ["203.0.113.9", "2001:db8::9", "10.0.0.6", "no address"])
def test_of_a_peer_that_is_not_trusted_no_forwarding_header_is_left(peer: str) -> None:
    meta = {"REMOTE_ADDR": peer, **dict.fromkeys(FORWARDED, "x"), "HTTP_HOST": "testserver"}
    assert not believe_proxy(meta, TRUSTED)
    assert meta == {"REMOTE_ADDR": peer, "HTTP_HOST": "testserver"}


def test_a_client_of_ipv4_is_written_the_same_at_a_server_of_ipv6() -> None:
    assert client_of(f"::ffff:{CLIENT}", LIE) == CLIENT


@pytest.mark.parametrize(
    ("said", "scheme"),
    [("https", "https"), ("HTTPS", "https"), ("http", "http"), ("https, https", "https")]
    + [(said, "http") for said in ("https, http", "http, https", "", "wss", "https,")],
)
def test_tls_counts_only_where_all_who_wrote_the_header_agree(said: str, scheme: str) -> None:
    meta = {"REMOTE_ADDR": PROXY, "HTTP_X_FORWARDED_PROTO": said}
    assert believe_proxy(meta, TRUSTED)
    assert meta["HTTP_X_FORWARDED_PROTO"] == scheme


@pytest.mark.parametrize("wrong", ["10.0.0.300", "10.0.0.1/24", "proxy.example", "10.0.0.0/33"])
def test_a_wrong_value_is_refused_in_one_line(wrong: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="TRUSTED_PROXIES has") as refused:
        addresses.parse_proxies(["127.0.0.1", wrong])
    assert "\n" not in str(refused.value)


# --- The site ------------------------------------------------------------------------------


def test_only_a_trusted_proxy_can_say_that_a_request_came_by_tls(
    course: None, settings: Any
) -> None:
    settings.TRUSTED_PROXIES = TRUSTED
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.SECURE_SSL_REDIRECT = True
    says_tls = {"X-Forwarded-Proto": "https", "X-Forwarded-For": CLIENT}
    assert Client(REMOTE_ADDR=PROXY).get("/", headers=says_tls).status_code == 200
    assert Client(REMOTE_ADDR=LIE).get("/", headers=says_tls).status_code == 301


def test_a_failed_sign_in_is_noted_with_the_real_client(course: None, settings: Any) -> None:
    settings.TRUSTED_PROXIES = TRUSTED
    headers = {"X-Forwarded-For": f"{LIE}, {CLIENT}"}
    guess = {"username": "ina", "password": "wrong"}
    for peer in (PROXY, "203.0.113.9"):
        Client(REMOTE_ADDR=peer).post("/admin/login/", guess, headers=headers)
    found = AccessAttempt.objects.order_by("pk").values_list("ip_address", flat=True)
    assert list(found) == [CLIENT, "203.0.113.9"]


def test_an_operator_is_told_once_of_each_proxy_that_is_not_named(
    course: None, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.TRUSTED_PROXIES = TRUSTED
    site = Client()
    for number in [*range(MOST_WARNED), *range(30)]:
        peer = {"REMOTE_ADDR": f"10.1.0.{number}"}
        site.get("/class/", headers={"X-Forwarded-For": CLIENT}, **peer)  # type: ignore[arg-type]
    warnings = [line for line in caplog.messages if "TRUSTED_PROXIES" in line]
    assert [line.split()[0] for line in warnings] == [f"10.1.0.{n}" for n in range(MOST_WARNED)]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("trusted", "logged"), [("127.0.0.1", f"{CLIENT} "), ("10.0.0.5", "127.0.0.1 ")]
)
def test_the_access_log_has_the_real_client(tmp_path: Path, trusted: str, logged: str) -> None:
    log, state = tmp_path / "access", tmp_path / "state"
    state.mkdir()
    with running(state, ACCESS_LOG=str(log), TRUSTED_PROXIES=trusted) as site:
        connection = http.client.HTTPConnection(urlsplit(site.url).netloc, timeout=10)
        connection.request("GET", "/class/?mark", headers={"X-Forwarded-For": f"{LIE}, {CLIENT}"})
        assert connection.getresponse().status == 200
        connection.close()
        wait_until(lambda: "?mark" in log.read_text(), 10)
    line = next(line for line in log.read_text().splitlines() if "?mark" in line)
    assert line.startswith(logged)
