"""Descriptions of msgspec's structs, made before the first request is served.

msgspec describes a struct when it is used for the first time. Two threads that do so at once can
end the process with SIGSEGV: `tests/msgspec_struct_race.py` shows it with msgspec 0.22.
"""

from collections.abc import Iterator
from importlib import import_module

import msgspec
from django.conf import settings


def describe_structs() -> list[type[msgspec.Struct]]:
    """Make the description of each struct that the pages use. Returns the structs."""
    import_module(settings.ROOT_URLCONF)  # and with it all that serves pages
    structs = list(subclasses_of(msgspec.Struct))
    for struct in structs:
        msgspec.json.Decoder(struct)
    return structs


def subclasses_of(struct: type[msgspec.Struct]) -> Iterator[type[msgspec.Struct]]:
    for subclass in struct.__subclasses__():
        yield subclass
        yield from subclasses_of(subclass)
