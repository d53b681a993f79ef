"""What every engine's store does beyond Django's: name itself in its keys, and be metered."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from asgiref.sync import sync_to_async
from django.contrib.sessions.backends.base import VALID_KEY_CHARS
from django.utils.crypto import get_random_string

from engines.meter import READ, WRITE, Meter
from engines.registry import ENGINES, Engine

# Mixed in before a native store, whose methods `super()` finds; a type checker sees no store.
Base: Any = object


class Switchable(Base):
    """Mixed in before a native store. Subclasses set `engine_name`."""

    engine_name: str

    def __init__(self, session_key: str | None = None) -> None:
        self.meter = Meter()
        super().__init__(session_key)

    @property
    def engine(self) -> Engine:
        return ENGINES[self.engine_name]

    @contextmanager
    def metered(self, phase: str) -> Iterator[None]:
        with self.meter.phase(phase):
            yield

    def _get_new_session_key(self) -> str:
        # No exists() first: 30 random characters don't repeat, and the insert would refuse.
        return self.engine.prefix + get_random_string(30, VALID_KEY_CHARS)

    async def _aget_new_session_key(self) -> str:
        return self._get_new_session_key()

    def encode(self, session_dict: dict[str, Any]) -> str:
        text: str = super().encode(session_dict)
        self.meter.size = len(text)
        return text

    def decode(self, session_data: Any) -> dict[str, Any]:
        self.meter.size = len(session_data)
        data: dict[str, Any] = super().decode(session_data)
        return data

    def load(self) -> dict[str, Any]:
        with self.metered(READ):
            data: dict[str, Any] = super().load()
            return data

    def exists(self, session_key: str | None = None) -> bool:
        with self.metered(READ):
            return bool(super().exists(session_key))

    def create(self) -> None:
        with self.metered(WRITE):
            super().create()

    def save(self, must_create: bool = False) -> None:
        self._get_session(no_load=must_create)  # a load that the save causes is a read
        with self.metered(WRITE):
            super().save(must_create)

    def delete(self, session_key: str | None = None) -> None:
        with self.metered(WRITE):
            super().delete(session_key)

    # The native stores' asynchronous twins would bypass the meter.

    async def aload(self) -> dict[str, Any]:
        return await sync_to_async(self.load)()

    async def aexists(self, session_key: str | None = None) -> bool:
        return await sync_to_async(self.exists)(session_key)

    async def acreate(self) -> None:
        await sync_to_async(self.create)()

    async def asave(self, must_create: bool = False) -> None:
        await sync_to_async(self.save)(must_create)

    async def adelete(self, session_key: str | None = None) -> None:
        await sync_to_async(self.delete)(session_key)

    async def acycle_key(self) -> None:
        await sync_to_async(self.cycle_key)()

    async def aflush(self) -> None:
        await sync_to_async(self.flush)()
