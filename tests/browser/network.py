"""What a page loads, as it comes over the wire."""

from typing import Any

from playwright.sync_api import Page


def watch_network(page: Page) -> list[tuple[str, float]]:
    """The address and the bytes, headers included, of all that the page loads from now on.

    The list grows as it comes. The browser's cache is off.
    """
    client = page.context.new_cdp_session(page)
    addresses: dict[str, str] = {}
    loaded: list[tuple[str, float]] = []

    def note_request(event: Any) -> None:
        addresses[event["requestId"]] = event["request"]["url"]

    def note_end(event: Any) -> None:
        loaded.append((addresses.get(event["requestId"], "?"), event["encodedDataLength"]))

    client.on("Network.requestWillBeSent", note_request)
    client.on("Network.loadingFinished", note_end)
    client.send("Network.enable")
    client.send("Network.setCacheDisabled", {"cacheDisabled": True})
    return loaded
