"""A step of a recorded request, and what it means, by what was recorded."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.conf import settings

from engines.engine import Engine

BROWSER, MIDDLEWARE, VIEW, STORE = "browser", "middleware", "view", "store"


@dataclass
class Step:
    """What happened at one place, and the values when it was over.

    `line`: of the view's source, from 0. `commands`: what the store was asked. `wire`: what
    went between browser and server. `data`: as JSON; empty while it is not read. Keys and
    cookies are shortened. `says`: what it means.
    """

    place: str
    call: str
    line: int = -1
    commands: list[str] = field(default_factory=list)
    wire: list[str] = field(default_factory=list)
    cookie: str = ""
    key: str = ""
    data: str = ""
    accessed: bool = False
    modified: bool = False
    says: str = ""


# What a call of the store does, by its last part; where there is a store to ask.
CALLS = {
    "load()": "The key finds the data in the store, and it becomes a dictionary.",
    "save(must_create=True)": "A new random key is made, and the data is stored under it.",
    "save()": "The whole session is written, as one piece.",
    "delete()": "What stood under the key is deleted.",
}
MERGING = " Here only if the store still has what was read, so two tabs never undo each other."
# The same where the cookie is the session.
COOKIE_CALLS = {
    "load()": "The data comes out of the cookie, once signature and age are checked. No store.",
    "save()": "The data is signed and becomes the cookie's new value. No store.",
    "delete()": "The data in memory is emptied. There is no store to delete it from.",
}
IN_MEMORY = "This happens in memory. No store hears of it."


def explain_steps(steps: Sequence[Step], engine: Engine) -> None:
    """Give each step its sentences."""
    explanations = {
        BROWSER: explain_browser,
        MIDDLEWARE: explain_middleware,
        VIEW: explain_view,
        STORE: explain_store,
    }
    nothing = Step("", "")
    for before, step, after in zip([nothing, *steps], steps, [*steps[1:], nothing], strict=False):
        step.says = explanations[step.place](before, step, after, engine)


def explain_browser(before: Step, step: Step, after: Step, engine: Engine) -> str:
    if after.place:
        if not step.cookie:
            return "The browser asks for a page. It has no cookie of this site yet."
        holds = "the session itself, signed" if engine.in_cookie else "a key, and no data"
        return f"The browser asks for a page and sends its cookie: {holds}."
    if not any(line.startswith("Set-Cookie") for line in step.wire):
        return "The response sets no cookie. The browser keeps what it has."
    if not step.cookie:
        return "The browser drops its cookie. Its next request comes as a stranger's."
    return "The browser keeps the cookie, and sends it with its next request."


def explain_middleware(before: Step, step: Step, after: Step, engine: Engine) -> str:
    if step.call == "process_request()":
        if not step.cookie:
            return "No cookie came, so `request.session` starts empty. No store is asked."
        return "The cookie's value goes into `request.session`. Nothing is read yet."
    if step.call == "process_response()":
        return explain_decision(step, after)
    if "delete_cookie" in step.call:
        return "A date long past tells the browser to drop its cookie."
    return "The response gets the cookie. Its age starts anew, because the session was saved."


def explain_decision(step: Step, after: Step) -> str:
    """What the middleware does once the view is through."""
    if after.place == STORE:
        return "The session is saved now, after the view, because it was modified."
    if "delete_cookie" in after.call:
        return "The session is empty and a cookie came: the cookie is deleted."
    if step.accessed:
        return "Read, but not modified: nothing is saved. `Vary: Cookie` warns shared caches."
    return "Nobody touched the session. Nothing was read, and nothing is saved."


def explain_view(before: Step, step: Step, after: Step, engine: Engine) -> str:
    if after.place == STORE:
        called = after.call.split(" → ")[0]
        if called == "load()":
            return "The first touch. Only now does Django load the session."
        return f"The view calls `{called}`, and the engine does the rest."
    if step.call.startswith("return"):
        return "The view is done. Its response goes back through the middleware."
    if step.data != before.data and step.modified:
        return "A key of the session is set, in memory: it is modified. Nothing is saved yet."
    if step.accessed and not before.accessed:
        return "The first touch. No cookie came, so there is nothing to load."
    return IN_MEMORY


def explain_store(before: Step, step: Step, after: Step, engine: Engine) -> str:
    name = step.call.split(" → ")[-1]
    if engine.in_cookie:
        return COOKIE_CALLS.get(name, IN_MEMORY)
    words = [command.split()[0] for command in step.commands]
    if name == "load()" and words == ["GET"] and engine.keeps_rows:
        return "The copy in the cache has the data. The database is not asked."
    if name == "save()" and words and getattr(settings, "SESSION_MERGE_SAVES", True):
        return CALLS[name] + MERGING
    return CALLS.get(name, IN_MEMORY) if words else IN_MEMORY
