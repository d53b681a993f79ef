"""The worker class: what is slow, wrong or too large is told so, and holds nobody up."""

import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.config.serving import TinySite, everything, tiny_site, until
from tests.config.tiny_site import LARGE
from tests.waiting import wait_until

THREADS = 2
CLOSE = b"Host: localhost\r\nConnection: close\r\n"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TinySite]:
    with tiny_site(tmp_path_factory.mktemp("tiny")) as site:
        yield site


def post(length: int, body: bytes = b"", more: bytes = b"") -> bytes:
    return b"POST / HTTP/1.1\r\n%s%sContent-Length: %d\r\n\r\n%s" % (CLOSE, more, length, body)


def test_a_request_may_come_byte_by_byte(site: TinySite) -> None:
    with site.connect() as client:
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for byte in post(20, b"a" * 20):
            client.sendall(bytes([byte]))
        assert everything(client).endswith(b"\r\n\r\n20")


def test_a_client_may_be_slow_as_long_as_it_goes_on(site: TinySite) -> None:
    """Four times as long as it may pause, which is a second here."""
    with site.connect() as client:
        client.sendall(post(16))
        for _ in range(16):
            time.sleep(0.25)  # this client's pace
            client.sendall(b"a")
        assert everything(client).endswith(b"\r\n\r\n16")


def test_a_body_of_almost_four_megabytes_arrives_whole(site: TinySite) -> None:
    assert site.ask(post(3_999_999, b"a" * 3_999_999)).endswith(b"\r\n\r\n3999999")


def test_two_requests_sent_at_once_are_both_answered_in_their_order(site: TinySite) -> None:
    first = b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n\r\nabc"
    reply = site.ask(first + post(2, b"ab"))
    assert reply.count(b"HTTP/1.1 200") == 2
    assert reply.index(b"\r\n\r\n3HTTP/1.1") < reply.index(b"\r\n\r\n2")


def test_a_client_that_asks_before_it_sends_is_told_to_go_on_once(site: TinySite) -> None:
    with site.connect() as client:
        client.sendall(post(5, more=b"Expect: 100-continue\r\n"))
        assert client.recv(100) == b"HTTP/1.1 100 Continue\r\n\r\n"
        client.sendall(b"abcde")
        reply = everything(client)
    assert reply.startswith(b"HTTP/1.1 200")
    assert b"100 Continue" not in reply


@pytest.mark.parametrize("half", [b"GET /le", b"GET / HTTP/1.1\r\nHost: lo", post(9, b"abc")])
def test_half_a_request_is_given_up_with_408(site: TinySite, half: bytes) -> None:
    reply = site.ask(half)
    assert reply.startswith(b"HTTP/1.1 408 Request Timeout")
    assert b"Nothing was kept of it; send it again." in reply


def test_a_browser_that_only_connects_is_told_nothing(site: TinySite) -> None:
    assert site.ask(b"") == b""


def test_what_is_too_large_is_told_so_even_to_a_client_that_sends_it_all(site: TinySite) -> None:
    """A server that closes at once resets the connection, and a browser shows no reply."""
    with site.connect() as client:
        client.sendall(post(50_000_000))
        for _ in range(50):
            client.sendall(b"a" * 1_000_000)
        client.shutdown(socket.SHUT_WR)
        reply = everything(client)
    assert reply.startswith(b"HTTP/1.1 413 Content Too Large")
    assert b"larger than 12 MB" in reply


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", b"411"),
        (b"GET / HTTP/1.1\nHost: a\n\n", b"400"),
        (b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", b"400"),
        (b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n", b"400"),
        (b"GET / HTTP/1.1\r\nHost: a\r\n" + b"X: y\r\n" * 20_000, b"431"),
    ],
    ids=["chunks", "bare line feeds", "two hosts", "a negative length", "endless headers"],
)
def test_a_wrong_request_is_refused(site: TinySite, request_: bytes, status: bytes) -> None:
    assert site.ask(request_).startswith(b"HTTP/1.1 " + status)


def test_clients_that_do_not_read_hold_no_thread(site: TinySite) -> None:
    clients = [site.connect() for _ in range(2 * THREADS)]
    for client in clients:
        client.sendall(b"GET /large HTTP/1.1\r\n%s\r\n" % CLOSE)
        assert client.recv(1)  # a thread has worked on it
    assert site.ask(post(1, b"a")).endswith(b"1")
    for client in clients:
        with client:
            assert everything(client).endswith(b"x" * LARGE)


def test_a_client_that_keeps_a_connection_open_after_its_end_delays_nobody(site: TinySite) -> None:
    stays = [site.connect() for _ in range(3)]
    for client in stays:
        client.sendall(b"GET / HTTP/1.0\r\n\r\n")
    wait_until(lambda: all(client.recv(4096) for client in stays), 5)
    assert site.ask(post(1, b"a")).endswith(b"1")
    for client in stays:
        client.close()


GET = b"GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n"


def test_when_it_stops_everybody_who_has_connected_is_answered(tmp_path: Path) -> None:
    """Threads are busy, one client is half through, one is kept alive, others wait to be taken."""
    with tiny_site(tmp_path, patience=20) as site:
        site.hold.touch()
        held, half, kept = [site.connect() for _ in range(THREADS)], site.connect(), site.connect()
        kept.sendall(GET % b"/")
        assert until(kept, b"\r\n\r\n0")
        for client in held:
            client.sendall(GET % b"/held")
        wait_until(lambda: site.held() == THREADS, 5)
        half.sendall(post(2, b"a"))
        with site.stopping():
            late = [site.connect() for _ in range(20)]  # the kernel has taken them, nobody else
            for client in [kept, *late]:
                client.sendall(GET % b"/")
        half.sendall(b"b")
        wait_until(site.is_closed, 5)
        site.hold.unlink()
        for client in [*held, half, kept, *late]:
            with client:
                reply = everything(client)
            assert reply.startswith(b"HTTP/1.1 200"), reply
            assert b"Connection: close" in reply
        assert site.process.wait(10) == 0


def test_who_was_told_that_the_connection_stays_is_answered_once_more(tmp_path: Path) -> None:
    """The worker is told to stop while a reply is under way whose head has said so."""
    with tiny_site(tmp_path, patience=20) as site, site.connect() as client:
        site.hold.touch()
        client.sendall(GET % b"/half")
        assert b"Connection: keep-alive" in until(client, b"\r\n\r\n1")
        with site.stopping():
            pass
        wait_until(site.is_closed, 5)
        site.hold.unlink()
        assert until(client, b"2")
        client.sendall(GET % b"/")
        reply = everything(client)
    assert reply.endswith(b"\r\n\r\n0")
    assert b"Connection: close" in reply
