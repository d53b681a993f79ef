"""A sitting: one learner's way through one set of questions."""

import hashlib
import secrets
import time
from collections.abc import Iterator
from math import inf
from typing import Annotated

import msgspec
from msgspec import Meta, Struct
from msgspec.structs import replace

from learn.marks import mark, points, word
from learn.progress import Progress
from quizzes.bank import SetContent
from quizzes.draw import draw
from quizzes.items import Item
from quizzes.kinds import kind_of
from quizzes.states import Action, Clock, HandIn, NotAllowed, State

# Where a question's slug may stand, this asks for the summary; no question may be called so.
SUMMARY = "summary"
# The one sitting of a set that is never begun again.
FOR_EVER = "00000000"
# How sure the learner was of a try, where nothing was said.
UNSAID = "-"
NOT_HERE = (
    "The form was for a question that is not in this round. Nothing was recorded; "
    "here is where you are."
)

Seed = Annotated[str, Meta(pattern="^[0-9a-f]{8}$")]


class Sitting(Struct, frozen=True, omit_defaults=True):
    """`seed` names the sitting, draws its questions and shuffles their choices.

    `at`: the question shown last. `said`: by question, a character for each try: how sure the
    learner was. `done`: handed in, so its questions are those that it has states of.
    `edition`: of the set, when the states were made. `stands`: the marks of questions that were
    finished before an edit made others of them. What an edit changes counts from then on.
    """

    seed: Seed
    at: str = ""
    states: dict[str, State] = {}
    said: dict[str, str] = {}
    done: bool = False
    edition: str = ""
    stands: dict[str, str] = {}

    def state(self, item: Item) -> State:
        return self.states.get(item.id, State())

    def at_question(self, slug: str) -> "Sitting":
        """The sitting with the learner at this question; none, to let the next one be found."""
        return replace(self, at=slug)

    def with_state(self, item: Item, state: State) -> "Sitting":
        return replace(self, at=item.id, states={**self.states, item.id: state})


def now() -> float:
    """The server's clock in Unix seconds, no finer than a record keeps it."""
    return round(time.time(), 3)


# --- Beginning -------------------------------------------------------------------------------


def new_seed() -> str:
    return secrets.token_hex(4)


def first_seed(progress: Progress, question_set: SetContent, visitor: str = "") -> str:
    """The same in every tab and at every look, so that tabs that begin at once begin one sitting.

    `visitor`: what stands for someone who is no learner yet.
    """
    who = progress.learner.hex if progress.learner else visitor
    if not who:
        return new_seed()
    return hashlib.sha256(f"{who}:{question_set.path}".encode()).hexdigest()[:8]


def new(question_set: SetContent, seed: str = "") -> Sitting:
    """A sitting in which nothing was done yet."""
    found = seed or new_seed() if question_set.rules.again_label else FOR_EVER
    return Sitting(found, edition=question_set.edition)


def seed_of(text: str) -> str:
    """A seed as a form sends it; an empty text for anything else."""
    try:
        return msgspec.convert(text, Seed)
    except msgspec.ValidationError:
        return ""


def in_session(progress: Progress, path: str) -> Sitting | None:
    try:
        return msgspec.convert(progress.sitting(path), Sitting)
    except msgspec.ValidationError:
        return None


# --- Time and draw ---------------------------------------------------------------------------


def at_time(question_set: SetContent, sitting: Sitting, at: float) -> Sitting:
    """The sitting when its clocks have run until then."""
    states = {
        item.id: question_set.rules.apply(item, state, Clock(at))
        for item, state in with_states(question_set, sitting)
        if state != State()
    }
    return replace(sitting, states={**sitting.states, **states})


def drawn(question_set: SetContent, sitting: Sitting) -> dict[str, Item]:
    """The questions of this sitting: those drawn for it, else all of the set."""
    items = question_set.items
    if sitting.done:
        items = {slug: item for slug, item in items.items() if slug in sitting.states}
    if not 0 < question_set.draw < len(question_set.items):
        return items
    found = draw(items.values(), question_set.draw, sitting.seed, first=sitting.states)
    return {item.id: item for item in found}


def item_of(question_set: SetContent, sitting: Sitting, slug: str) -> Item:
    """The question of this sitting that a form names. Raises NotAllowed where it has none."""
    try:
        return drawn(question_set, sitting)[slug]
    except KeyError:
        raise NotAllowed(NOT_HERE) from None


def with_states(question_set: SetContent, sitting: Sitting) -> list[tuple[Item, State]]:
    return [(item, sitting.state(item)) for item in drawn(question_set, sitting).values()]


# --- Doing -----------------------------------------------------------------------------------


def act(question_set: SetContent, sitting: Sitting, item: Item, action: Action) -> Sitting:
    """The sitting after an action on one of its questions. Raises NotAllowed."""
    if item.id in sitting.stands:
        raise NotAllowed("This question was changed after you finished it. Your result stands.")
    state = question_set.rules.apply(item, sitting.state(item), action)
    return sitting.with_state(item, state)


def handed_in(question_set: SetContent, sitting: Sitting) -> Sitting:
    """The sitting when all of its questions are handed in. Raises NotAllowed."""
    states = {
        item.id: question_set.rules.apply(item, state, HandIn())
        for item, state in with_states(question_set, sitting)
    }
    return replace(sitting, states={**sitting.states, **states}, done=True)


def said(sitting: Sitting, slug: str, certainty: int | None) -> Sitting:
    """With how sure the learner was of the latest try at a question."""
    before = sitting.said.get(slug, "")
    if certainty is None and not before:
        return sitting
    tries = len(sitting.states[slug].picks)
    words = before.ljust(tries - 1, UNSAID) + str(certainty or UNSAID)
    return replace(sitting, said={**sitting.said, slug: words})


def keep(progress: Progress, question_set: SetContent, sitting: Sitting) -> None:
    found, badge = marks(question_set, sitting), earned(question_set, sitting)
    progress.keep(question_set.path, msgspec.to_builtins(sitting), found, badge)


# --- Looking ---------------------------------------------------------------------------------


def marks(question_set: SetContent, sitting: Sitting) -> str:
    """A character a question, as the learner's progress keeps them."""
    asked = drawn(question_set, sitting).values()
    return "".join(marked(question_set, sitting, item) for item in asked)


def marked(question_set: SetContent, sitting: Sitting, item: Item) -> str:
    if stands := sitting.stands.get(item.id):
        return stands
    right = question_set.rules.is_right(item, sitting.state(item))
    return mark(score(question_set, sitting, item), right)


def scores(question_set: SetContent, sitting: Sitting) -> list[float | None]:
    """The score of each question in [0, 1], None where it is still open."""
    asked = drawn(question_set, sitting).values()
    return [score(question_set, sitting, item) for item in asked]


def score(question_set: SetContent, sitting: Sitting, item: Item) -> float | None:
    if stands := sitting.stands.get(item.id):
        return points(stands)
    costs = question_set.try_cost, question_set.hint_cost
    return question_set.rules.score(item, sitting.state(item), *costs)


def finished(question_set: SetContent, sitting: Sitting, item: Item) -> bool:
    over = question_set.rules.is_finished(item, sitting.state(item))
    return over or item.id in sitting.stands


def is_over(question_set: SetContent, sitting: Sitting) -> bool:
    """Whether every question of the sitting is finished."""
    asked = drawn(question_set, sitting).values()
    return all(finished(question_set, sitting, item) for item in asked)


def is_open(question_set: SetContent, sitting: Sitting, item: Item) -> bool:
    """Whether an answer to the question can be asked for now."""
    closed = question_set.rules.is_closed(sitting.state(item))
    here = item.id in drawn(question_set, sitting)
    return here and not closed and not finished(question_set, sitting, item)


def earned(question_set: SetContent, sitting: Sitting) -> bool:
    """Whether the sitting earns a badge: all of it is right."""
    words = set(map(word, marks(question_set, sitting)))
    return question_set.rules.earns_badge and words == {"right"}


def tries_said(question_set: SetContent, sitting: Sitting) -> Iterator[tuple[int, bool]]:
    """Of each try of which the learner said so: how sure they were, and whether it was right."""
    for slug, words in sitting.said.items():
        item = question_set.items.get(slug)
        picks = sitting.states[slug].picks if item else ()
        for response, sure in zip(picks, words, strict=False):
            if item and sure != UNSAID:
                yield int(sure), kind_of(item).grade(item, response) == 1


def unanswered(question_set: SetContent, sitting: Sitting) -> list[int]:
    """The numbers (from 1) of the questions without an answer."""
    pairs = with_states(question_set, sitting)
    return [number for number, (_, state) in enumerate(pairs, start=1) if not state.picks]


# --- Going on --------------------------------------------------------------------------------


def question_to_show(question_set: SetContent, sitting: Sitting, asked: str = "") -> Item | None:
    """The question asked for, else the one shown last, else the first open one.

    None is the summary: it was asked for, or everything is answered. A card that is not due is
    not shown, however it is asked for.
    """
    if asked == SUMMARY:
        return None
    items = drawn(question_set, sitting)
    for slug in (asked, sitting.at):
        item = items.get(slug)
        if item and (question_set.rules.again_label or not sitting.state(item).over):
            return item
    return first_open(question_set, sitting)


def first_open(question_set: SetContent, sitting: Sitting) -> Item | None:
    """The first question that is not finished; before it those whose clock runs or ran out."""
    still = [
        (state.until or inf, number, item)
        for number, (item, state) in enumerate(with_states(question_set, sitting))
        if not finished(question_set, sitting, item)
    ]
    return min(still)[2] if still else None


def following(question_set: SetContent, sitting: Sitting, item: Item) -> str:
    """The next open question after `item`, round the set; the summary when none is open.

    A question that has an answer already, which may still change, is not asked for again.
    """
    rules, items = question_set.rules, drawn(question_set, sitting)
    slugs = list(items)
    start = slugs.index(item.id) + 1
    for slug in slugs[start:] + slugs[:start]:
        state = sitting.state(items[slug])
        waiting = state.picks and not rules.visible_state(state).picks
        if not finished(question_set, sitting, items[slug]) and not waiting:
            return slug
    return SUMMARY


def after_answer(question_set: SetContent, sitting: Sitting, slug: str) -> str:
    """Where an answer leads: it stays where there is something to be told, else goes on."""
    item = drawn(question_set, sitting).get(slug)
    if item is None or question_set.rules.immediate_feedback:
        return slug
    return following(question_set, sitting, item)


def shuffled(item: Item, seed: str) -> list[str]:
    """The keys of the choices on the screen in this sitting's order, the same at every look."""
    return kind_of(item).display_order(item, seed)
