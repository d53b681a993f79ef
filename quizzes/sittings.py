"""A sitting: one learner's way through one set of questions."""

import random
import secrets
from collections.abc import Iterable
from typing import Annotated

import msgspec
from msgspec import Meta, Struct
from msgspec.structs import replace

from learn.progress import Progress, mark
from quizzes.bank import SetContent
from quizzes.behaviours import practice
from quizzes.items import Item
from quizzes.models import Answer
from quizzes.states import Action, State

# Where a question's slug may stand, this asks for the summary; no question may be called so.
SUMMARY = "summary"

Seed = Annotated[str, Meta(pattern="^[0-9a-f]{8}$")]


class Sitting(Struct, frozen=True):
    """`seed` names the sitting and shuffles its choices; `at` is the question shown last."""

    seed: Seed
    at: str = ""
    states: dict[str, State] = {}

    def state(self, item: Item) -> State:
        return self.states.get(item.id, State())

    def with_state(self, item: Item, state: State) -> "Sitting":
        return replace(self, at=item.id, states={**self.states, item.id: state})


def new_seed() -> str:
    return secrets.token_hex(4)


def current(progress: Progress, question_set: SetContent, seed: str = "") -> Sitting:
    """The sitting that the session holds, else a new one.

    `seed`: from the form of a visitor who has nothing kept yet, so that the first answer
    belongs to the order of choices that was on the screen.
    """
    try:
        return msgspec.convert(progress.sitting(question_set.path), Sitting)
    except msgspec.ValidationError:
        pass
    try:
        return Sitting(msgspec.convert(seed, Seed))
    except msgspec.ValidationError:
        return Sitting(new_seed())


def act(sitting: Sitting, item: Item, action: Action) -> Sitting:
    """The sitting after an action on one of its questions. Raises NotAllowed."""
    return sitting.with_state(item, practice.step(item, sitting.state(item), action))


def replayed(sitting: Sitting, question_set: SetContent, rows: Iterable[Answer]) -> Sitting:
    """The sitting as its answers' rows tell it, with the hints and steps the session knows of.

    Rows are what counts: a session that was rolled back or overwritten gains no try.
    """
    states = {slug: replace(state, picks=()) for slug, state in sitting.states.items()}
    at = sitting.at
    for row in rows:
        at = slug = row.question.slug
        if slug in question_set.items:
            state = states.get(slug, State())
            states[slug] = replace(
                state, picks=(*state.picks, row.response), hints=max(state.hints, row.hints)
            )
    return replace(sitting, at=at, states=states)


def keep(progress: Progress, question_set: SetContent, sitting: Sitting) -> None:
    marks = "".join(map(mark, scores(question_set, sitting)))
    progress.keep(question_set.path, msgspec.to_builtins(sitting), marks)


def scores(question_set: SetContent, sitting: Sitting) -> list[float | None]:
    """The score of each question in [0, 1], None where it is still open."""
    return [
        practice.score(item, sitting.state(item), question_set.try_cost, question_set.hint_cost)
        for item in question_set.items.values()
    ]


def question_to_show(question_set: SetContent, sitting: Sitting, asked: str = "") -> Item | None:
    """The question asked for, else the one shown last, else the first open one.

    None is the summary: it was asked for, or everything is answered.
    """
    if asked == SUMMARY:
        return None
    items = question_set.items
    return items.get(asked) or items.get(sitting.at) or first_open(question_set, sitting)


def first_open(question_set: SetContent, sitting: Sitting) -> Item | None:
    for item in question_set.items.values():
        if not practice.finished(item, sitting.state(item)):
            return item
    return None


def following(question_set: SetContent, sitting: Sitting, item: Item) -> str:
    """The next open question after `item`, round the set; the summary when none is open."""
    slugs = list(question_set.items)
    start = slugs.index(item.id) + 1
    for slug in slugs[start:] + slugs[:start]:
        other = question_set.items[slug]
        if not practice.finished(other, sitting.state(other)):
            return slug
    return SUMMARY


def shuffled(item: Item, seed: str) -> list[str]:
    """The keys of the choices in this sitting's order, the same at every look."""
    keys = list(item.choices)
    random.Random(f"{seed}:{item.id}").shuffle(keys)  # noqa: S311  (an order, not a secret)
    return keys
