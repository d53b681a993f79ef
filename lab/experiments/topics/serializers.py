"""What a session can hold, and what comes back."""

from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.contrib.sessions.serializers import JSONSerializer
from django.http import HttpRequest, HttpResponse

from lab.experiments.experiment import Conclusion, experiment
from lab.experiments.parameters import Parameter, engine_parameter
from lab.experiments.sandbox.pages import setting
from lab.experiments.sandbox.sandbox import Sandbox

VALUES: dict[str, Any] = {
    "text": "blue",
    "integer": 7,
    "none": None,
    "list": ["apples", "pears"],
    "dictionary": {"apples": 3},
    "nested": {"a": [1, None, True]},
    "datetime": datetime(2026, 1, 1, tzinfo=UTC),
    "set": {1},
    "bytes": b"blue",
    "integer-key": {1: "one"},
    "tuple": (1, 2),
}


class Watched(JSONSerializer):
    """Django's default serializer, which notes that it was used."""

    used = False

    def dumps(self, obj: Any) -> bytes:
        Watched.used = True
        data: bytes = super().dumps(obj)
        return data


@experiment(
    title="What a session can hold",
    shows="JSON refuses some values and changes others; the cache engine does not use it.",
    parameters=(engine_parameter(), Parameter("value", "datetime", tuple(VALUES))),
    finds={
        "serializer_used": "SESSION_SERIALIZER was asked to write the value",
        "save_status": "the status of the request that saves it",
        "save_error": "the exception behind it",
        "comes_back_as": "the value in the next request, as Python writes it",
        "unchanged": "it is equal to what was saved",
        "unchanged_from_an_empty_cache": "it still is, once the cache was emptied",
    },
)
def serializer_limits(sandbox: Sandbox, value: str) -> Conclusion:
    """Django documentation, "How to use sessions", "Session serialization": string keys, and
    the limits of JSON."""
    settings.SESSION_SERIALIZER = f"{__name__}.Watched"
    browser, given = sandbox.browser(), VALUES[value]
    saved = browser.open(setting(kept=given))
    sandbox.look("the save")
    seen: list[Any] = []

    def load_value(request: HttpRequest) -> HttpResponse:
        seen.append(request.session.get("kept"))
        return HttpResponse(repr(seen[-1]))

    back = browser.copy("browser").open(load_value)
    sandbox.empty_the_cache()
    browser.open(load_value)
    return Conclusion(
        {
            "serializer_used": Watched.used,
            "save_status": saved.status,
            "save_error": saved.exception,
            "comes_back_as": back.sees,
            "unchanged": seen[0] == given,
            "unchanged_from_an_empty_cache": seen[1] == given,
        },
        f"Saving {given!r} was answered with {saved.status}; the next request read {back.sees}.",
    )
