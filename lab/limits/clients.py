"""Whose requests are counted together where there is no account."""

from ipaddress import IPv6Address, ip_address, ip_network

from django.http import HttpRequest

# What one household or server has of IPv6: it may use another address for each request.
IPV6_PREFIX = 64


def client_of(request: HttpRequest) -> str:
    """The client, by the address that `config.proxies` left.

    Empty for the peer of a Unix socket that names nobody.
    """
    return client_at(str(request.META.get("REMOTE_ADDR") or ""))


def client_at(written: str) -> str:
    """An address of IPv4 as it is, one of IPv6 as the network that it is in."""
    try:
        address = ip_address(written)
    except ValueError:
        return written
    if isinstance(address, IPv6Address) and not address.ipv4_mapped:
        return str(ip_network((address, IPV6_PREFIX), strict=False))
    return written
