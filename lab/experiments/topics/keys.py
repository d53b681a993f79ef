"""What a new SECRET_KEY does to sessions."""

import secrets

from django.conf import settings

from lab.experiments.experiment import Conclusion, experiment
from lab.experiments.parameters import engine_parameter, flag_parameter
from lab.experiments.sandbox.pages import read, sign_in, user, write
from lab.experiments.sandbox.sandbox import Sandbox


@experiment(
    title="A new SECRET_KEY",
    shows="With the old key as a fallback nothing is lost; without it data or sign-in is.",
    parameters=(engine_parameter(), flag_parameter("fallback"), flag_parameter("empty_the_cache")),
    finds={
        "data_sees": "what an anonymous session reads after the change",
        "user_is": "who a signed-in browser is after the change",
        "signed_in_before": "who it was before",
        "statuses": "the different statuses of all requests",
    },
)
def key_rotation(sandbox: Sandbox, *, fallback: bool, empty_the_cache: bool) -> Conclusion:
    """Django documentation, "Settings", SECRET_KEY and SECRET_KEY_FALLBACKS."""
    browser, ada = sandbox.browser(), sandbox.browser("ada")
    browser.open(write)
    ada.open(sign_in(sandbox.ada()))
    before = ada.open(user).sees
    sandbox.look("the old key")
    if fallback:
        settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = secrets.token_hex(32)
    if empty_the_cache:
        sandbox.empty_the_cache()
    data, after = browser.open(read).sees, ada.open(user).sees
    sandbox.look("the new key")
    return Conclusion(
        {
            "data_sees": data,
            "user_is": after,
            "signed_in_before": before,
            "statuses": sandbox.statuses,
        },
        f"After the change the session read {data!r}, and who was signed in as {before} was "
        f"{after or 'nobody'}.",
    )
