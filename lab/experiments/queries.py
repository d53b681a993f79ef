"""What a request costs in SQL."""

from lab.experiments.experiment import Outcome, experiment
from lab.experiments.lab import Lab
from lab.experiments.parameters import EVERY, engine
from lab.experiments.views import read, sign_in, untouched, user, write


@experiment(
    title="How many queries a request makes",
    shows="An untouched session costs nothing; a read and a write cost what the engine needs.",
    parameters=(engine(), EVERY),
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
def query_counts(lab: Lab) -> Outcome:
    """Django documentation, "How to use sessions", "When sessions are saved"; ticket #5549 (lazy
    loading)."""
    visitor, browser, ada = (lab.browser(who) for who in ("a new visitor", "browser", "ada"))
    anonymous, asked = visitor.open(read), visitor.open(user)
    made = len(lab.holds())
    lab.look("a new visitor reads")
    first, again, later = (browser.open(view) for view in (write, read, write))
    lab.look("the writes")
    ada.open(sign_in(lab.ada()))
    left_alone, known = ada.open(untouched), ada.open(user)
    return Outcome(
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
        f"An untouched session: {told(left_alone.queries)}. A read: {told(again.queries)}. "
        f"The first write: {told(first.queries)}, a later one: {told(later.queries)}.",
    )


def told(queries: list[str]) -> str:
    return " and ".join(queries) or "no query"
