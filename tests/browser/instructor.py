"""Those who teach, in a browser: made at a site that runs, and signed in."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import ConsoleMessage, Page, expect

from tests.running import manage, running

PASSWORD = "a long one for this test"
COOKIES: dict[tuple[str, str], Any] = {}  # of those who signed in, by site and name
MAKE = """
from django.contrib.auth.models import Group, User
for who in {names!r}:
    user = User.objects.create_user(who, password={password!r}, is_staff=True)
    user.groups.set(Group.objects.filter(name={role!r}))
    user.is_superuser = {role!r} == "superuser"
    user.save()
"""


@contextmanager
def panel_of(folder: Path, role: str, *names: str) -> Iterator[str]:
    """The address of a site of its own, where these have this role (or are superusers)."""
    with running(folder) as site:
        make = MAKE.format(names=names, role=role, password=PASSWORD)
        manage(folder, "shell", "-c", make)
        yield site.url


def listen(page: Page, said: list[str]) -> None:
    """Note all that the console says, of whatever type, and the errors of scripts."""
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("console", lambda message: said.append(heard(message)))


def heard(message: ConsoleMessage) -> str:
    where = message.location
    return f"{message.type}: {message.text} ({where['url']}:{where['lineNumber']})"


def sign_in(page: Page, site: str, who: str = "ina") -> Page:
    """With the password, or with the cookies of a browser that gave it: hashing takes a second."""
    page.set_default_timeout(10_000)
    page.context.add_cookies(COOKIES.get((site, who), []))
    page.goto(f"{site}/admin/")
    if page.get_by_label("Username").count():
        give_password(page, who)
    page.locator("#user-tools").wait_for()
    COOKIES[site, who] = page.context.cookies()
    return page


def give_password(page: Page, who: str = "ina") -> None:
    """On the page that asks for it. Whoever types before its first field has the focus makes
    Chromium say that autofocus was blocked."""
    name = page.get_by_label("Username")
    expect(name).to_be_focused()
    name.fill(who)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
