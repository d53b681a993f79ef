"""What a narrow screen must not do to a page."""

from playwright.sync_api import Page

WIDTHS = (420, 390, 320)


def expect_no_sideways_scrolling(page: Page) -> None:
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        inner, content = page.evaluate("[innerWidth, document.documentElement.scrollWidth]")
        assert content <= inner, (width, page.url)
        burst = page.locator(".card").evaluate_all(
            "cards => cards.filter(card => card.scrollWidth > card.clientWidth).map(x => x.id)"
        )
        assert burst == [], (width, page.url)
