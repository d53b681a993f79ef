"""What each engine makes of a disaster. First the visitor says what will happen.

A drill works on a copy of the visitor's session, in the processes of the experiments: what is
lost there is lost nowhere else.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lab.experiments.parameters import DJANGO_ENGINES
from lab.experiments.running import run_experiment
from lab.experiments.topics.disasters import DISASTERS

# At most so many characters of a session are copied: a worker holds them in memory five times.
MOST = 64_000
STAND_IN = {"name": "A visitor", "answers": ["a", "b"], "score": 2}


@dataclass(frozen=True)
class Drill:
    """`asks`: on which engines something will be true. `why`: the explanation afterwards."""

    slug: str
    title: str
    story: str
    asks: str
    why: str


@dataclass(frozen=True)
class DrillOutcome:
    """Whether the visitor expected it of an engine, whether it happened, and a sentence on it."""

    engine: str
    predicted: bool
    happened: bool
    summary: str

    @property
    def right(self) -> bool:
        return self.predicted == self.happened


DRILLS = {
    drill.slug: drill
    for drill in (
        Drill(
            "restart-the-cache",
            "Restart the cache",
            "The cache server restarts and comes back empty.",
            "On which engines is your session still there?",
            "Only what was in the cache alone is gone. A cached database reads the row again, and "
            "fills the cache with it.",
        ),
        Drill(
            "fill-the-cache",
            "Other visitors fill the cache",
            "The cache has room for 90 sessions. After you, 120 other visitors save one.",
            "On which engines is your session still there?",
            "A full cache drops what was not used for longest, and tells nobody. Where a row "
            "stands behind it, nothing is lost.",
        ),
        Drill(
            "close-the-browser",
            "Close the browser",
            "With SESSION_EXPIRE_AT_BROWSER_CLOSE = True you close the browser and open it again.",
            "On which engines is your session still there for you?",
            "Closing is the browser's business, so the engine makes no difference. The server is "
            "not told, and an old cookie still works until the age is over.",
        ),
        Drill(
            "wait-an-hour",
            "Wait an hour",
            "A view calls set_expiry(1800). An hour later somebody comes with a copy of your "
            "cookie from then.",
            "On which engines does the server still accept it?",
            "The files and the signed cookie are dated by SESSION_COOKIE_AGE, two weeks. Only the "
            "browser heeds the half-hour there.",
        ),
        Drill(
            "two-tabs",
            "Two tabs at once",
            "Two tabs send an answer at the same moment. Each request reads, then each saves.",
            "On which engines are both answers kept?",
            "Django saves a session as a whole, so the last save wins on every engine. This "
            "site's own store merges such saves, or your answers would get lost here too.",
        ),
        Drill(
            "change-the-cookie",
            "Change the cookie",
            "Somebody changes the first letter of your cookie and sends it.",
            "On which engines do they get your session?",
            "A key is random, and its neighbours belong to nobody. A signed cookie no longer fits "
            "its signature. Both are an empty session, with no error.",
        ),
        Drill(
            "replay-the-cookie",
            "Come back after sign-out",
            "You sign in, somebody copies your cookie, and you sign out. Then they send the copy.",
            "On which engines are they signed in as you?",
            "Signing out deletes the row, the entry or the file. A signed cookie is all there is, "
            "and nothing can be deleted at the server.",
        ),
        Drill(
            "rotate-the-key",
            "Rotate the secret key",
            "The site starts again with a new SECRET_KEY, and no fallback.",
            "On which engines is your session still there?",
            "What is signed with the key is lost. What is in the cache is not signed; where a row "
            "stands behind it, it lasts as long as the entry does.",
        ),
        Drill(
            "fill-the-cookie",
            "Fill the cookie",
            "Your session gets 40 more items of 120 bytes, one a request.",
            "On which engines are all 40 kept?",
            "A browser ignores a cookie over 4,096 bytes, and the server never hears of it. The "
            "other engines send a key of 32 letters, whatever the session holds.",
        ),
        Drill(
            "lose-the-folder",
            "Lose the folder",
            "The folder SESSION_FILE_PATH is deleted while the server runs.",
            "On which engines is your session still there?",
            "Only the files lived there.",
        ),
    )
}
assert DRILLS.keys() == DISASTERS.keys()  # noqa: S101  (each drill has its disaster)


def run_drill(
    drill: Drill, predicted: Collection[str], session: Mapping[str, Any]
) -> Iterator[DrillOutcome]:
    """Run the drill on each of Django's engines, with a copy of this session.

    `predicted`: the engines for which the visitor expects that it happens. Raises what
    `run_experiment` raises; a run takes about a tenth of a second.
    """
    copied = copy_of_session(session)
    for engine in DJANGO_ENGINES:
        result = run_experiment("drill", engine=engine, disaster=drill.slug, data=copied)
        happened = bool(result.findings["happened"])
        yield DrillOutcome(engine, engine in predicted, happened, result.summary)


def copy_of_session(session: Mapping[str, Any]) -> dict[str, Any]:
    """What the session holds, without the sign-in. STAND_IN where that is nothing."""
    copied: dict[str, Any] = {}
    for name, value in session.items():
        if not name.startswith("_") and len(repr(copied)) + len(repr(value)) <= MOST:
            copied[name] = value
    return copied or STAND_IN
