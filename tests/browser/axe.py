"""What axe says of a page, and whether the page holds still."""

from typing import Any, Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RUN = """([within, options]) => axe.run(within || document, options).then(found =>
  found.violations.map(rule =>
    [rule.id, rule.impact, rule.nodes.map(node => node.html.slice(0, 200))]))"""
ALL_RULES: dict[str, Any] = {"resultTypes": ["violations"]}
# Of the rules that axe runs by default, those that it puts under "colour".
COLOURS = {
    **ALL_RULES,
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
}
SHIFTS = """new Promise(done => {
  let sum = 0;
  new PerformanceObserver(list => { for (const one of list.getEntries()) sum += one.value; })
    .observe({type: "layout-shift", buffered: true});
  requestAnimationFrame(() => requestAnimationFrame(() => done(sum)));
})"""


def violations(page: Page, within: str | None, options: dict[str, Any]) -> list[Any]:
    """The rules that the page breaks: name, impact, and the elements. `within` is a selector."""
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(Axe().axe_script)
    return list(page.evaluate(RUN, [within, options]))


def problems(page: Page, within: str | None = None) -> list[Any]:
    """`within`: a selector, where only a part of the page is ours."""
    return violations(page, within, ALL_RULES)


def problems_in_both_schemes(page: Page, within: str | None = None) -> list[Any]:
    """In light all rules; in dark those of colours, since the elements are the same."""
    show_in(page, "light")
    in_light = problems(page, within)
    show_in(page, "dark")
    return in_light + violations(page, within, COLOURS)


def show_in(page: Page, scheme: Literal["light", "dark"]) -> None:
    """Without motion, so that no colour is caught on its way to another."""
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.evaluate("Promise.all(document.getAnimations().map(one => one.finished))")


def serious(problems: list[Any]) -> list[Any]:
    """Those in forms that are Django's: where they are serious, as nobody here mends the rest."""
    return [problem for problem in problems if problem[1] in ("serious", "critical")]
