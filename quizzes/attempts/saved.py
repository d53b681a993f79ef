"""What the session keeps of an attempt, as JSON. Sessions that exist hold these names."""

import secrets
from typing import Annotated
from uuid import UUID

import msgspec
from django.utils.crypto import salted_hmac
from msgspec import Meta, Struct
from msgspec.structs import replace

from learn.progress import Progress
from quizzes.states import State

# The seed of a set that is never begun again: it has one attempt for ever.
FOR_EVER = "00000000"
# How sure the learner was of a try, where they did not say.
UNSAID = "-"

Seed = Annotated[str, Meta(pattern="^[0-9a-f]{8}$")]


class SavedAttempt(Struct, frozen=True, omit_defaults=True):
    """One attempt in plain values.

    `seed` names the attempt, samples its questions and shuffles their choices. `at`: the slug of
    the question shown last. `states` and the rest are by question slug. `said`: a character for
    each try, which tells how sure the learner was. `done`: it was handed in, so its questions are
    those that it has states of. `edition`: of the set, when the states were made. `stands`: the
    marks of questions that were finished before an edit changed them; an edit counts only from
    then on.
    """

    seed: Seed
    at: str = ""
    states: dict[str, State] = {}
    said: dict[str, str] = {}
    done: bool = False
    edition: str = ""
    stands: dict[str, str] = {}

    def with_certainty(self, slug: str, certainty: int | None) -> "SavedAttempt":
        """With how sure the learner was of the latest try at a question."""
        before = self.said.get(slug, "")
        if certainty is None and not before:
            return self
        tries = len(self.states[slug].picks)
        certainties = before.ljust(tries - 1, UNSAID) + str(certainty or UNSAID)
        return replace(self, said={**self.said, slug: certainties})


def new_seed() -> str:
    return secrets.token_hex(4)


def seed_after(learner: UUID, ended: str) -> str:
    """The seed of the attempt that follows: the same for all who begin it at once.

    Without the site's key nobody knows it ahead, and with it the questions of the next test.
    """
    hashed = salted_hmac("quizzes.attempts", f"{learner.hex} {ended}", algorithm="sha256")
    return hashed.hexdigest()[:8]


def parse_seed(text: str) -> str:
    """A seed as a form sends it; an empty text for anything else."""
    try:
        return msgspec.convert(text, Seed)
    except msgspec.ValidationError:
        return ""


def saved_in(progress: Progress, path: str) -> SavedAttempt | None:
    """What the session keeps of the set at `path`; None where that is nothing or unreadable."""
    try:
        return msgspec.convert(progress.attempt(path), SavedAttempt)
    except msgspec.ValidationError:
        return None
