"""System checks: settings under which sessions would be lost stop the start, with what to do."""

import os
from pathlib import Path
from typing import Any

from django.conf import global_settings, settings
from django.core import checks
from django.core.cache import caches
from django.core.checks import CheckMessage, Error, register

from engines.cache_kinds import cache_kind
from engines.compare_and_swap import can_compare_and_swap
from engines.limits import BROWSER_LIMIT, cookie_limit
from engines.registry import ENGINES, configured_engines
from engines.session_files import session_folder


@register()
def session_files_have_a_folder(app_configs: Any, **kwargs: Any) -> list[Error]:
    path = Path(session_folder())
    if not path.is_dir():
        return [
            Error(
                f"SESSION_FILE_PATH {path} is not a folder, so the file engine can keep nothing.",
                hint="Create it, or unset SESSION_FILE_PATH to use the usual folder.",
                id="engines.E001",
            )
        ]
    if not os.access(path, os.W_OK | os.X_OK):
        return [
            Error(
                f"SESSION_FILE_PATH {path} is not writable: sessions would be lost in silence.",
                hint="Give the user that runs the server write access to it.",
                id="engines.E002",
            )
        ]
    return []


@register()
def several_processes_share_a_cache(app_configs: Any, **kwargs: Any) -> list[Error]:
    """Each process has its own local memory: half of all reads would find no session."""
    kinds = [cache_kind(cache["BACKEND"]).name for cache in settings.CACHES.values()]
    processes = getattr(settings, "WEB_CONCURRENCY", 1)
    if "memory" in kinds and processes > 1:
        return [
            Error(
                f"{processes} server processes can't share a local-memory cache: "
                "sessions kept in it would come and go.",
                hint="Set WEB_CONCURRENCY=1, or configure a shared cache.",
                id="engines.E003",
            )
        ]
    return []


@register()
def sessions_have_an_age(app_configs: Any, **kwargs: Any) -> list[Error]:
    if isinstance(settings.SESSION_COOKIE_AGE, int) and settings.SESSION_COOKIE_AGE > 0:
        return []
    return [
        Error(
            f"SESSION_COOKIE_AGE={settings.SESSION_COOKIE_AGE!r}: the first save would fail.",
            hint="Set it to a number of seconds, for example 1209600 for two weeks.",
            id="engines.E004",
        )
    ]


@register()
def the_default_engine_is_there(app_configs: Any, **kwargs: Any) -> list[Error]:
    name = getattr(settings, "SESSION_DEFAULT_ENGINE", None)
    if name is None or name in ENGINES:
        return []
    return [
        Error(
            f"SESSION_DEFAULT_ENGINE={name!r} is not an engine of this site.",
            hint=f"Use one of: {', '.join(ENGINES)}.",
            id="engines.E005",
        )
    ]


@register()
def cookies_are_what_a_browser_takes(app_configs: Any, **kwargs: Any) -> list[Error]:
    if cookie_limit() <= BROWSER_LIMIT:
        return []
    return [
        Error(
            f"SESSION_COOKIE_LIMIT={cookie_limit()}: browsers silently drop a cookie that large.",
            hint=f"Set it to {BROWSER_LIMIT} at most; some proxies take less than 4,000.",
            id="engines.E006",
        )
    ]


@register()
def saving_at_every_request_is_meant(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    if not settings.SESSION_SAVE_EVERY_REQUEST:
        return []
    return [
        checks.Warning(
            "SESSION_SAVE_EVERY_REQUEST=True: every page costs a write beside its read, and each "
            "visitor with a made-up cookie makes a session.",
            hint="Leave it out. A session here is saved, and its age renewed, with each answer.",
            id="engines.W001",
        )
    ]


@register()
def sessions_are_json(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    if settings.SESSION_SERIALIZER == global_settings.SESSION_SERIALIZER:
        return []
    return [
        checks.Warning(
            f"SESSION_SERIALIZER={settings.SESSION_SERIALIZER!r} is not looked at: a session is "
            "JSON in every engine, so that it fits whichever it moves to.",
            hint="Leave it out.",
            id="engines.W002",
        )
    ]


@register()
def engines_have_prefixes_of_their_own(app_configs: Any, **kwargs: Any) -> list[Error]:
    """A key says by its prefix which engine holds it, so no two engines may share one."""
    owners: dict[str, str] = {}
    errors = []
    for engine in configured_engines(settings.CACHES):
        first = owners.setdefault(engine.prefix, engine.name)
        if first != engine.name or len(engine.prefix) != (0 if engine.in_cookie else 2):
            errors.append(
                Error(
                    f"The engine {engine.name!r} has the prefix {engine.prefix!r}, by which its "
                    "sessions can't be told from others.",
                    hint="Give it two characters of its own, from a-z and 0-9.",
                    id="engines.E007",
                )
            )
    return errors


@register()
def the_middleware_is_there(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Django's middleware saves a session, but knows nothing of moves and outages."""
    ours = "engines.middleware.SessionMiddleware"
    if settings.SESSION_ENGINE != "engines.store" or ours in settings.MIDDLEWARE:
        return []
    return [
        checks.Warning(
            f"MIDDLEWARE has no {ours}: a move leaves its old copy behind, and where a store does "
            "not answer, the browser loses its cookie.",
            hint=f"Put {ours} in the place of Django's SessionMiddleware.",
            id="engines.W004",
        )
    ]


@register()
def caches_can_merge(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """The rule for a cache whose class is not known: its saves are Django's own."""
    return [
        checks.Warning(
            f"CACHES[{alias!r}] can't compare and swap as far as is known, so in `cache` the last "
            "of two saves at once wins, as in Django. Everything else works.",
            hint=(
                "Use Django's Redis, PyMemcache or local-memory cache to have saves merged, or "
                'silence this with SILENCED_SYSTEM_CHECKS = ["engines.W003"].'
            ),
            id="engines.W003",
        )
        for alias in settings.CACHES
        if not can_compare_and_swap(caches[alias])
    ]
