"""System checks of what the operator says about TLS and proxies."""

from typing import Any

from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Error, Info, register

from config import env

YEAR = 31_536_000  # seconds


@register()
def someone_is_believed_about_tls(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """A proxy on another machine that is not named would be redirected to https for ever."""
    if not settings.TLS or env.is_set("TRUSTED_PROXIES") or not env.listens_beyond_this_machine():
        return []
    return [
        Error(
            f"TLS=1 with BIND={env.text('BIND')}, but TRUSTED_PROXIES does not say who ends TLS: "
            "nobody would be believed, and each page would redirect for ever.",
            hint="Set TRUSTED_PROXIES to the address or network of your proxy, as 172.18.0.0/16.",
            id="config.E001",
        )
    ]


@register(deploy=True)
def hsts_reaches_as_far_as_asked(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Why `security.W005` and `security.W021` are silent."""
    if not settings.TLS or env.flag("HSTS_SUBDOMAINS"):
        return []
    return [
        Info(
            "HSTS speaks for this host alone. Its subdomains may not have TLS, and browsers "
            "remember what they were told for as long as HSTS_SECONDS says.",
            hint="Where every subdomain has TLS, set HSTS_SUBDOMAINS=1, then HSTS_PRELOAD=1.",
            id="config.I001",
        )
    ]


@register(deploy=True)
def preloading_is_possible(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """The conditions of hstspreload.org, which browsers take their list from."""
    if not (settings.TLS and env.flag("HSTS_PRELOAD")):
        return []
    if env.flag("HSTS_SUBDOMAINS") and settings.SECURE_HSTS_SECONDS >= YEAR:
        return []
    return [
        checks.Warning(
            "HSTS_PRELOAD=1 has no effect: the list takes only hosts whose HSTS includes the "
            "subdomains and lasts a year.",
            hint=f"Set HSTS_SUBDOMAINS=1 and HSTS_SECONDS={YEAR}, or leave HSTS_PRELOAD out.",
            id="config.W001",
        )
    ]
