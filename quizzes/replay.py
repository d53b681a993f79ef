"""A sitting as its records tell it, by the server's clock.

Records are what counts: a session that was lost, rolled back or overwritten gains nothing.
"""

from collections.abc import Iterable

from msgspec.structs import replace

from learn.marks import mark
from learn.progress import Progress
from quizzes import sittings
from quizzes.bank import SetContent
from quizzes.items import Item
from quizzes.kinds import item_version
from quizzes.log import ANSWER, Entry, entries
from quizzes.models import Deed
from quizzes.sittings import Sitting
from quizzes.states import Start, State


def current(
    progress: Progress, question_set: SetContent, at: float, visitor: str, seed: str = ""
) -> Sitting:
    """The sitting that the learner is at, else a new one, as it stands now.

    `visitor` (see `learn.learner`) begins the same one at every look. `seed`: from the form of a
    visitor who has nothing kept yet, so that the first answer belongs to the draw and the order
    of choices that was on the screen.
    """
    sitting = kept(progress, question_set)
    if sitting is None:
        first = sittings.seed_of(seed) or sittings.first_seed(progress, question_set, visitor)
        sitting = sittings.new(question_set, first)
    return sittings.at_time(question_set, sitting, at)


def kept(progress: Progress, question_set: SetContent) -> Sitting | None:
    """The session's; from rows where it had no room for it, or where the set was edited since."""
    sitting = sittings.in_session(progress, question_set.path)
    if sitting and sitting.edition == question_set.edition:
        return sitting
    if progress.learner is None or not progress.marks(question_set.path).now:
        return sitting
    found = entries(progress.learner, question_set=question_set.pk)
    if sitting is None and not found:
        return None
    begun = sitting or Sitting(found[-1].sitting)
    here = [entry for entry in found if entry.sitting == begun.seed]
    sitting = replayed(question_set, begun, here)
    sittings.keep(progress, question_set, sitting)
    return sitting


def replayed(question_set: SetContent, begun: Sitting, records: Iterable[Entry]) -> Sitting:
    """The sitting `begun`, made again from its records; where the learner is in it stays.

    What was answered before an edit of the right answer keeps its result; an open question
    begins afresh.
    """
    again = Sitting(begun.seed, edition=question_set.edition)
    results: dict[str, str] = {}
    for entry in records:
        results |= results_of(entry)
        again = after(question_set, again, entry)
    asked = sittings.drawn(question_set, again)
    computed = dict(zip(asked, sittings.marks(question_set, again), strict=True))
    stands = {slug: one for slug, one in results.items() if computed.get(slug, one) != one}
    return replace(again, at=begun.at or again.at, stands=stands)


def results_of(entry: Entry) -> dict[str, str]:
    """The marks that were final with this record, by question."""
    if entry.what == Deed.HAND_IN:
        return entry.marks
    return {} if entry.score is None else {entry.question: mark(entry.score, entry.right)}


def after(question_set: SetContent, sitting: Sitting, entry: Entry) -> Sitting:
    """The sitting with one more record in it."""
    if entry.what == Deed.HAND_IN:
        return replace(with_hand_in(question_set, sitting, entry), at="")
    item = question_set.items.get(entry.question)
    if item is None:  # the sitting's beginning, or a question that was taken out
        return sitting
    if entry.what == ANSWER:
        return with_answer(question_set, sitting, item, entry)
    return sitting.with_state(item, with_deed(question_set, item, sitting.state(item), entry))


def with_hand_in(question_set: SetContent, sitting: Sitting, entry: Entry) -> Sitting:
    """The questions are those that were handed in, whatever was added to the bank since."""
    if sitting.done:
        return sitting
    asked = {slug: State() for slug in entry.marks if slug in question_set.items}
    had = {slug: state for slug, state in sitting.states.items() if slug in asked}
    return sittings.handed_in(question_set, replace(sitting, states={**asked, **had}, done=True))


def with_answer(question_set: SetContent, sitting: Sitting, item: Item, entry: Entry) -> Sitting:
    """A rating is of the card, however it is worded; an answer is to the question as it was."""
    rules, state = question_set.rules, sitting.state(item)
    at = sitting.with_state(item, state)
    if entry.late or (rules.again_label and entry.version != item_version(item)):
        return at
    state = replace(state, hints=max(state.hints, entry.number))
    state = rules.with_response(state, entry.response, entry.created.timestamp())
    after = sitting.with_state(item, state)
    return sittings.said(after, item.id, entry.certainty)


def with_deed(question_set: SetContent, item: Item, state: State, entry: Entry) -> State:
    if entry.what == Deed.HINT:
        return replace(state, hints=max(state.hints, entry.number))
    if entry.what == Deed.STEP:
        return replace(state, steps=max(state.steps, entry.number))
    if entry.what == Deed.WROTE:
        return replace(state, steps=1)
    start = Start(entry.created.timestamp(), question_set.seconds)
    return question_set.rules.apply(item, state, start)
