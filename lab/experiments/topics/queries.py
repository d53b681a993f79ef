"""What a request costs in SQL."""

from lab.experiments.experiment import Conclusion, experiment
from lab.experiments.parameters import EVERY, engine_parameter
from lab.experiments.result import Exchange
from lab.experiments.sandbox.pages import read, sign_in, untouched, user, write
from lab.experiments.sandbox.sandbox import Sandbox


@experiment(
    title="How many queries a request makes",
    shows="An untouched session costs nothing; a read and a write cost what the engine needs.",
    parameters=(engine_parameter(), EVERY),
    finds={
        "anonymous_read": "a visitor without a cookie; the view reads the session",
        "anonymous_user": "a visitor without a cookie; the view asks for the user",
        "made_by_reading": "rows, entries and files made by these two",
        "cookie_for_reading": "a cookie was sent to the first",
        "anonymous_vary": "the Vary header of the first",
        "first_write": "the first write of a new session",
        "read": "a later request that reads",
        "later_write": "a later request that writes",
        "signed_in_untouched": "a signed-in user; the view touches neither session nor user",
        "signed_in_user": "a signed-in user; the view asks for the user",
    },
)
def query_counts(sandbox: Sandbox) -> Conclusion:
    """Django documentation, "How to use sessions", "When sessions are saved"; ticket #5549 (lazy
    loading)."""
    visitor, browser, ada = (sandbox.browser(who) for who in ("a new visitor", "browser", "ada"))
    anonymous, asked = visitor.open(read), visitor.open(user)
    made = len(sandbox.holds())
    sandbox.look("a new visitor reads")
    first, again, later = (browser.open(view) for view in (write, read, write))
    sandbox.look("the writes")
    ada.open(sign_in(sandbox.ada()))
    left_alone, known = ada.open(untouched), ada.open(user)
    return Conclusion(
        {
            "anonymous_read": anonymous.queries,
            "anonymous_user": asked.queries,
            "made_by_reading": made,
            "cookie_for_reading": bool(anonymous.set_cookie),
            "anonymous_vary": anonymous.vary,
            "first_write": first.queries,
            "read": again.queries,
            "later_write": later.queries,
            "signed_in_untouched": left_alone.queries,
            "signed_in_user": known.queries,
        },
        f"An untouched session: {describe_queries(left_alone)}. A read: {describe_queries(again)}. "
        f"The first write: {describe_queries(first)}, a later one: {describe_queries(later)}.",
    )


def describe_queries(exchange: Exchange) -> str:
    return " and ".join(exchange.queries) or "no query"
