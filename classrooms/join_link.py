"""How learners come into a class: its address, and whether their phones can reach it."""

from ipaddress import ip_address

from django.http.request import split_domain_port

from classrooms.models import Classroom
from lab.http import Request


def join_link(request: Request, classroom: Classroom) -> str:
    """The whole address that lets join, with the code in it."""
    return request.build_absolute_uri(classroom.get_absolute_url())


def is_loopback_link(request: Request) -> bool:
    """Whether the site was asked by an address that means "this computer" on every computer."""
    host = split_domain_port(request.get_host())[0].strip("[]")
    try:
        return ip_address(host).is_loopback
    except ValueError:  # a name
        return host == "localhost" or host.endswith(".localhost")
