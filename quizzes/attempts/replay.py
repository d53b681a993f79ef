"""An attempt made again from its rows, by the server's clock.

The rows decide: a session that was lost, rolled back or overwritten gains nothing.
"""

from collections.abc import Iterable

from msgspec.structs import replace

from learn.marks import mark
from quizzes.attempts.attempt import Attempt
from quizzes.attempts.events import ANSWER, Entry
from quizzes.attempts.saved import SavedAttempt
from quizzes.kinds import item_version
from quizzes.records import Event
from quizzes.schema import Item
from quizzes.states import Start, State


def replay(begun: Attempt, entries: Iterable[Entry]) -> Attempt:
    """The attempt `begun` as its entries make it. The learner stays at the same question.

    A question that was answered before an edit of its right answer keeps its result; one that
    was still open begins afresh.
    """
    edition = begun.question_set.edition
    attempt = begun.with_saved(SavedAttempt(begun.seed, edition=edition))
    final_marks: dict[str, str] = {}
    for entry in entries:
        final_marks |= marks_final_with(entry)
        attempt = after(attempt, entry)
    computed = dict(zip(attempt.items, attempt.marks, strict=True))
    stands = {slug: kept for slug, kept in final_marks.items() if computed.get(slug, kept) != kept}
    return attempt.amend(at=begun.saved.at or attempt.saved.at, stands=stands)


def marks_final_with(entry: Entry) -> dict[str, str]:
    """The marks that were final with this entry, by the slug of the question."""
    if entry.what == Event.HAND_IN:
        return entry.marks
    return {} if entry.score is None else {entry.question: mark(entry.score, entry.right)}


def after(attempt: Attempt, entry: Entry) -> Attempt:
    """The attempt with one more entry in it."""
    if entry.what == Event.HAND_IN:
        return with_hand_in(attempt, entry).at_question("")
    item = attempt.question_set.items.get(entry.question)
    if item is None:  # the beginning of an attempt, or a question that was taken out
        return attempt
    if entry.what == ANSWER:
        return with_answer(attempt, item, entry)
    return attempt.with_state(item, state_with_event(attempt, item, entry))


def with_hand_in(attempt: Attempt, entry: Entry) -> Attempt:
    """The questions are those that were handed in, whatever was added to the bank since."""
    if attempt.saved.done:
        return attempt
    items, before = attempt.question_set.items, attempt.saved.states
    states = {slug: State() for slug in entry.marks if slug in items}
    states |= {slug: state for slug, state in before.items() if slug in states}
    return attempt.amend(states=states, done=True).hand_in()


def with_answer(attempt: Attempt, item: Item, entry: Entry) -> Attempt:
    """An answer to another version of the question does not count; a rating of a card does."""
    rules, state = attempt.rules, attempt.state(item)
    if entry.late or (rules.again_label and entry.version != item_version(item)):
        return attempt.with_state(item, state)
    state = replace(state, hints=max(state.hints, entry.number))
    answered = rules.with_response(state, entry.response, entry.created.timestamp())
    saved = attempt.with_state(item, answered).saved
    return attempt.with_saved(saved.with_certainty(item.id, entry.certainty))


def state_with_event(attempt: Attempt, item: Item, entry: Entry) -> State:
    state = attempt.state(item)
    if entry.what == Event.HINT:
        return replace(state, hints=max(state.hints, entry.number))
    if entry.what == Event.STEP:
        return replace(state, steps=max(state.steps, entry.number))
    if entry.what == Event.WROTE:
        return replace(state, steps=1)
    start = Start(entry.created.timestamp(), attempt.question_set.seconds)
    return attempt.rules.apply(item, state, start)
