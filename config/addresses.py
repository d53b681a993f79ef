"""Which proxies are believed, and which client stands behind them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from django.core.exceptions import ImproperlyConfigured

type Address = IPv4Address | IPv6Address
type Network = IPv4Network | IPv6Network

# The peer of a Unix socket has no address. Whoever reaches the socket is on this machine.
UNIX = "unix"
LOCAL = f"127.0.0.0/8,::1,{UNIX}"
# No chain of proxies is longer. What stands further to the left is not looked at.
MOST_HOPS = 20
# `[IPv6]` and `[IPv6]:port`, `IPv4` and `IPv4:port`, `IPv6`.
ENTRY = re.compile(r"\[([^\]]*)\](?::\d*)?|([^:]*)(?::\d*)?|(.*)")


@dataclass(frozen=True)
class Proxies:
    """The peers that are believed when they say for whom they ask, and how."""

    networks: tuple[Network, ...]
    unix: bool

    def __contains__(self, address: Address | None) -> bool:
        """None stands for the peer of a Unix socket."""
        if address is None:
            return self.unix
        return any(address in network for network in self.networks)


def parse_proxies(words: Iterable[str]) -> Proxies:
    """Proxies from addresses, networks and the word `unix`. Raises `ImproperlyConfigured`."""
    written = list(words)
    networks = tuple(parse_network(word) for word in written if word != UNIX)
    return Proxies(networks, unix=UNIX in written)


def parse_network(word: str) -> Network:
    try:
        return ip_network(word)
    except ValueError as error:
        raise ImproperlyConfigured(
            f"TRUSTED_PROXIES has {word!r}, which is no address, no network and not {UNIX!r}. "
            "Write for example: 10.0.0.5, 172.18.0.0/16, fd00::/8."
        ) from error


def parse_address(entry: str) -> Address | None:
    """The address in an entry of `X-Forwarded-For`; None for what is not one."""
    match = ENTRY.fullmatch(entry.strip(' "\t'))
    host = next((group for group in match.groups() if group), "") if match else ""
    try:
        address = ip_address(host.partition("%")[0])
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def client_behind(peer: Address | None, forwarded_for: str, proxies: Proxies) -> Address | None:
    """The first address from the right that is no trusted proxy, beginning with the peer itself.

    Each proxy writes on the right whom it was asked by, so that only what trusted proxies wrote
    is believed. Where one of them wrote what is no address, it is itself the nearest that is known.
    """
    client = peer
    for entry in reversed(forwarded_for.rsplit(",", MOST_HOPS)[-MOST_HOPS:]):
        nearer = parse_address(entry) if client in proxies else None
        if nearer is None:
            break
        client = nearer
    return client
