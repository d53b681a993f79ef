"""A sitting: one learner's way through one set of questions."""

import hashlib
import secrets
from collections.abc import Iterable, Iterator
from typing import Annotated

import msgspec
from msgspec import Meta, Struct
from msgspec.structs import replace

from learn.progress import Progress, mark, points
from quizzes.bank import SetContent
from quizzes.behaviours import practice
from quizzes.items import Item
from quizzes.kinds import KINDS, version
from quizzes.models import Answer
from quizzes.states import Action, NotAllowed, State

# Where a question's slug may stand, this asks for the summary; no question may be called so.
SUMMARY = "summary"

Seed = Annotated[str, Meta(pattern="^[0-9a-f]{8}$")]


# How sure the learner was of a try, where nothing was said.
UNSAID = "-"


class Sitting(Struct, frozen=True, omit_defaults=True):
    """`seed` names the sitting and shuffles its choices; `at` is the question shown last.

    `said`: by question, a character for each try: how sure the learner was.
    `edition`: of the set, when the states were made. `stands`: the marks of questions that were
    finished before an edit made others of them. What an edit changes counts from then on.
    """

    seed: Seed
    at: str = ""
    states: dict[str, State] = {}
    said: dict[str, str] = {}
    edition: str = ""
    stands: dict[str, str] = {}

    def state(self, item: Item) -> State:
        return self.states.get(item.id, State())

    def with_state(self, item: Item, state: State) -> "Sitting":
        return replace(self, at=item.id, states={**self.states, item.id: state})


def new_seed() -> str:
    return secrets.token_hex(4)


def first_seed(progress: Progress, question_set: SetContent) -> str:
    """The same for a learner in every tab, so that tabs that begin at once begin one sitting."""
    if progress.learner is None:
        return new_seed()
    name = f"{progress.learner.hex}:{question_set.path}"
    return hashlib.sha256(name.encode()).hexdigest()[:8]


def current(progress: Progress, question_set: SetContent, seed: str = "") -> Sitting:
    """The sitting that the learner is at, else a new one.

    `seed`: from the form on the screen. A visitor who has nothing kept yet answers in the order
    of choices that was shown; so does a learner whose session was lost with a sitting in it that
    no row knows of.
    """
    kept = kept_sitting(progress, question_set)
    asked = sitting_of(seed)
    if asked and (kept is None or (progress.rebuilt and asked.seed != kept.seed)):
        return replace(asked, edition=question_set.edition)
    return kept or Sitting(first_seed(progress, question_set), edition=question_set.edition)


def sitting_of(seed: str) -> Sitting | None:
    try:
        return Sitting(msgspec.convert(seed, Seed))
    except msgspec.ValidationError:
        return None


def in_session(progress: Progress, path: str) -> Sitting | None:
    try:
        return msgspec.convert(progress.sitting(path), Sitting)
    except msgspec.ValidationError:
        return None


def kept_sitting(progress: Progress, question_set: SetContent) -> Sitting | None:
    """The session's; from rows where it had no room for it, or where the set was edited since."""
    kept = in_session(progress, question_set.path)
    if kept and kept.edition == question_set.edition:
        return kept
    if progress.learner is None or not progress.marks(question_set.path).now:
        return kept
    rows = list(Answer.objects.in_set(progress.learner, question_set.pk))
    if kept is None:
        kept = Sitting(rows[-1].sitting if rows else first_seed(progress, question_set))
    kept = replayed(kept, question_set, [row for row in rows if row.sitting == kept.seed])
    keep(progress, question_set, kept)
    return kept


def act(sitting: Sitting, item: Item, action: Action) -> Sitting:
    """The sitting after an action on one of its questions. Raises NotAllowed."""
    if item.id in sitting.stands:
        raise NotAllowed("This question was changed after you finished it. Your result stands.")
    return sitting.with_state(item, practice.step(item, sitting.state(item), action))


def said(sitting: Sitting, slug: str, certainty: int | None) -> Sitting:
    """With how sure the learner was of the latest try at a question."""
    before = sitting.said.get(slug, "")
    if certainty is None and not before:
        return sitting
    tries = len(sitting.states[slug].picks)
    words = before.ljust(tries - 1, UNSAID) + str(certainty or UNSAID)
    return replace(sitting, said={**sitting.said, slug: words})


def replayed(sitting: Sitting, question_set: SetContent, rows: Iterable[Answer]) -> Sitting:
    """The sitting as its answers' rows tell it, with the hints and steps the session knows of.

    Rows are what counts: a session that was rolled back or overwritten gains no try. What was
    answered before an edit of the right answer keeps its result; an open question begins afresh.
    """
    states = {slug: replace(state, picks=()) for slug, state in sitting.states.items()}
    again = replace(sitting, states=states, said={}, edition=question_set.edition, stands={})
    finished = {}
    for row in rows:
        slug = row.question.slug
        item = question_set.items.get(slug)
        if row.score is not None:
            finished[slug] = mark(row.score, row.right)
        if item and version(item) == row.version:
            again = with_row(again, item, row)
        again = replace(again, at=slug)
    computed = dict(zip(question_set.items, marks(question_set, again), strict=True))
    stands = {slug: one for slug, one in finished.items() if computed.get(slug, one) != one}
    return replace(again, stands=stands)


def with_row(sitting: Sitting, item: Item, row: Answer) -> Sitting:
    state = sitting.state(item)
    picks, hints = (*state.picks, row.response), max(state.hints, row.hints)
    after = sitting.with_state(item, replace(state, picks=picks, hints=hints))
    return said(after, item.id, row.certainty)


def keep(progress: Progress, question_set: SetContent, sitting: Sitting) -> None:
    kept = msgspec.to_builtins(sitting)
    progress.keep(question_set.path, kept, marks(question_set, sitting))


def marks(question_set: SetContent, sitting: Sitting) -> str:
    """A character a question, as the learner's progress keeps them."""
    return "".join(marked(question_set, sitting, item) for item in question_set.items.values())


def marked(question_set: SetContent, sitting: Sitting, item: Item) -> str:
    if stands := sitting.stands.get(item.id):
        return stands
    right = practice.right(item, sitting.state(item))
    return mark(score(question_set, sitting, item), right)


def scores(question_set: SetContent, sitting: Sitting) -> list[float | None]:
    """The score of each question in [0, 1], None where it is still open."""
    return [score(question_set, sitting, item) for item in question_set.items.values()]


def score(question_set: SetContent, sitting: Sitting, item: Item) -> float | None:
    if stands := sitting.stands.get(item.id):
        return points(stands)
    return practice.score(item, sitting.state(item), question_set.try_cost, question_set.hint_cost)


def finished(sitting: Sitting, item: Item) -> bool:
    return item.id in sitting.stands or practice.finished(item, sitting.state(item))


def tries_said(question_set: SetContent, sitting: Sitting) -> Iterator[tuple[int, bool]]:
    """Of each try of which the learner said so: how sure they were, and whether it was right."""
    for slug, words in sitting.said.items():
        item = question_set.items.get(slug)
        picks = sitting.states[slug].picks if item else ()
        for response, word in zip(picks, words, strict=False):
            if item and word != UNSAID:
                yield int(word), KINDS[item.kind].grade(item, response) == 1


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
        if not finished(sitting, item):
            return item
    return None


def following(question_set: SetContent, sitting: Sitting, item: Item) -> str:
    """The next open question after `item`, round the set; the summary when none is open."""
    slugs = list(question_set.items)
    start = slugs.index(item.id) + 1
    for slug in slugs[start:] + slugs[:start]:
        other = question_set.items[slug]
        if not finished(sitting, other):
            return slug
    return SUMMARY


def shuffled(item: Item, seed: str) -> list[str]:
    """The keys of the choices on the screen in this sitting's order, the same at every look."""
    return KINDS[item.kind].keys(item, seed)
