"""A browser at a site that really runs: gunicorn, compressed static files, real cookies."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.running import running


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site that runs. Each test is a new learner there."""
    with running(tmp_path_factory.mktemp("site")) as site:
        yield site.url


@pytest.fixture
def browser_context_args(browser_context_args: dict[str, Any], request: Any) -> dict[str, Any]:
    """`@pytest.mark.browser(javascript=False)` switches it off; more goes to the context."""
    wanted = dict(request.node.get_closest_marker("browser").kwargs)
    javascript = wanted.pop("javascript", True)
    return {**browser_context_args, "java_script_enabled": javascript, **wanted}


@pytest.fixture
def learner(context: BrowserContext, site: str) -> Iterator[Page]:
    """A page at the site. The console stays silent: no error, no violation of the policy."""
    page = context.new_page()
    said: list[str] = []

    def note(text: str) -> None:
        # A form with an error answers 422, and Chromium writes each such status down.
        if "status of 422" not in text:
            said.append(text)

    page.on("pageerror", lambda error: note(str(error)))
    page.on("console", lambda message: note(message.text) if message.type == "error" else None)
    page.set_default_timeout(10_000)
    yield page
    assert said == []
