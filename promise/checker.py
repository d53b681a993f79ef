"""Whether the promise was kept: pure functions of what was logged and what the database holds."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from promise.actions import Acknowledged, Action, Ending, Row

LOST, DOUBLED, OUT_OF_ORDER, DISAGREES = "lost", "doubled", "out of order", "pages disagree"
KINDS = (LOST, DOUBLED, OUT_OF_ORDER, DISAGREES)


@dataclass(frozen=True)
class Violation:
    """`browser` and `form` find the lines of the log around it; a form of 0 stands for none."""

    kind: str
    words: str
    browser: int = 0
    form: int = 0
    rows: tuple[Row, ...] = ()


def check(
    sent: Sequence[Action],
    acknowledged: Sequence[Acknowledged],
    rows: Sequence[Row],
    endings: Sequence[Ending],
) -> list[Violation]:
    """Everything that breaks the promise."""
    return [
        *lost_answers(acknowledged, rows, endings),
        *lost_events(acknowledged, rows, endings),
        *doubled_answers(sent, rows),
        *doubled_events(sent, rows, endings),
        *out_of_order(acknowledged, rows),
        *disagreements(rows, endings),
    ]


def final_learners(endings: Iterable[Ending]) -> dict[int, str]:
    """By browser, the learner that it ends as: what that one does not have is lost to it."""
    return {ending.browser: ending.learner for ending in endings}


def grouped(pairs: Iterable[tuple[Any, Any]]) -> dict[Any, list[Any]]:
    groups: dict[Any, list[Any]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return groups


# --- Lost ------------------------------------------------------------------------------------


def lost_answers(
    acknowledged: Iterable[Acknowledged], rows: Iterable[Row], endings: Iterable[Ending]
) -> Iterator[Violation]:
    """Each answer is a row of the browser's learner, under the key of its form."""
    of_key = grouped((row.key, row) for row in rows if row.key)
    learners = final_learners(endings)
    for action in {entry.action.form: entry.action for entry in acknowledged}.values():
        if action.what != "answer":
            continue
        there = of_key.get(action.key, [])
        learner = learners.get(action.browser)
        if not any(row.learner == learner for row in there):
            words = "is another learner's" if there else "has no row"
            yield Violation(
                LOST, f"{describe(action)} {words}", action.browser, action.form, tuple(there)
            )


def lost_events(
    acknowledged: Iterable[Acknowledged], rows: Iterable[Row], endings: Iterable[Ending]
) -> Iterator[Violation]:
    """A hint counts once in each attempt: so there is a row for each attempt in which it was
    acknowledged. An attempt ends where a new beginning was acknowledged."""
    there = grouped(((row.learner, row.place), row) for row in rows if row.what != "answer")
    learners = final_learners(endings)
    for (browser, place), attempts in attempts_with(acknowledged).items():
        kept = there.get((learners.get(browser), place), [])
        if len(kept) < len(attempts):
            action = attempts[-1]
            words = f"{describe(action)}: {len(attempts)} acknowledged, {len(kept)} kept"
            yield Violation(LOST, words, browser, action.form, tuple(kept))


def attempts_with(
    acknowledged: Iterable[Acknowledged],
) -> dict[tuple[int, tuple[str, str, str, int]], list[Action]]:
    """By browser and place, an acknowledged event of each attempt."""
    attempt: Counter[tuple[int, str]] = Counter()
    counted: dict[Any, Action] = {}
    in_order = sorted(acknowledged, key=lambda entry: entry.received)
    for action in {entry.action.form: entry.action for entry in in_order}.values():
        at = (action.browser, action.path)
        if action.what == "began":
            attempt[at] += 1
        if action.what != "answer":
            number = 0 if action.what == "wrote" else attempt[at]
            counted.setdefault((action.browser, action.place, number), action)
    return grouped(((browser, place), action) for (browser, place, _), action in counted.items())


# --- Doubled ---------------------------------------------------------------------------------


def doubled_answers(sent: Iterable[Action], rows: Iterable[Row]) -> Iterator[Violation]:
    """A form is at most one row, and each row comes from a form."""
    forms = {action.key: action for action in sent if action.key}
    for key, same in grouped((row.key, row) for row in rows if row.key).items():
        action = forms.get(key)
        if action is None:
            words = f"Nobody sent the answer {key} to {same[0].question}"
            yield Violation(DOUBLED, words, rows=tuple(same))
        elif len(same) > 1:
            words = f"{describe(action)} has {len(same)} rows"
            yield Violation(DOUBLED, words, action.browser, action.form, tuple(same))


def doubled_events(
    sent: Iterable[Action], rows: Iterable[Row], endings: Iterable[Ending]
) -> Iterator[Violation]:
    """There are no more rows of an event than forms that asked for it."""
    browsers = {ending.learner: ending.browser for ending in endings}
    forms = grouped(
        ((action.browser, counted_as(action.place)), action)
        for action in {action.form: action for action in sent}.values()
    )
    events = grouped(
        ((row.learner, counted_as(row.place)), row) for row in rows if row.what != "answer"
    )
    for (learner, place), same in events.items():
        asked = forms.get((browsers.get(learner), place), [])
        if len(same) > len(asked):
            words = f"{place}: {len(same)} rows of {len(asked)} forms"
            browser, form = (asked[-1].browser, asked[-1].form) if asked else (0, 0)
            yield Violation(DOUBLED, words, browser, form, tuple(same))


def counted_as(place: tuple[str, str, str, int]) -> tuple[str, str, str, int]:
    """What is written on a card has a number that its form does not tell."""
    path, what, question, number = place
    return path, what, question, 0 if what == "wrote" else number


# --- Order -----------------------------------------------------------------------------------


def out_of_order(acknowledged: Iterable[Acknowledged], rows: Sequence[Row]) -> Iterator[Violation]:
    """What was acknowledged before another was sent comes before it, in each question set."""
    by_set = grouped(
        ((entry.learner, entry.action.path), (entry, row))
        for entry, row in first_of_each_row(acknowledged, RowFinder(rows))
    )
    for of_set in by_set.values():
        of_set.sort(key=lambda pair: pair[0].received)
        for (before, row), (after, later) in pairwise(of_set):
            if before.received < after.sent and row.order > later.order:
                words = f"{describe(before.action)} comes after {describe(after.action)}"
                action = after.action
                yield Violation(OUT_OF_ORDER, words, action.browser, action.form, (row, later))


def first_of_each_row(
    acknowledged: Iterable[Acknowledged], row_of: "RowFinder"
) -> list[tuple[Acknowledged, Row]]:
    """Each row with when it was first acknowledged: a second time says that it is there already."""
    entries = sorted(acknowledged, key=lambda entry: entry.received, reverse=True)
    found = {row: entry for entry in entries if (row := row_of(entry))}
    return [(entry, row) for row, entry in found.items()]


class RowFinder:
    """Finds the row of an acknowledged action; None where several may be it."""

    def __init__(self, rows: Iterable[Row]) -> None:
        rows = list(rows)
        self.answers = {row.key: row for row in rows if row.key}
        self.events = grouped(
            ((row.learner, row.place), row) for row in rows if row.what != "answer"
        )

    def __call__(self, entry: Acknowledged) -> Row | None:
        action = entry.action
        if action.what == "answer":
            return self.answers.get(action.key)
        same = self.events.get((entry.learner, action.place), [])
        fit = [row for row in same if not action.sitting or row.sitting == action.sitting]
        return fit[0] if len(fit) == 1 else None


# --- Pages -----------------------------------------------------------------------------------


def disagreements(rows: Sequence[Row], endings: Iterable[Ending]) -> Iterator[Violation]:
    """What each learner sees at the end is what their rows say."""
    of_learner = grouped((row.learner, row) for row in rows)
    for ending in endings:
        mine = of_learner.get(ending.learner, [])
        for words in wrong_words(ending, mine):
            yield Violation(DISAGREES, words, ending.browser)


def wrong_words(ending: Ending, rows: Sequence[Row]) -> Iterator[str]:
    answers = [row for row in rows if row.what == "answer"]
    if ending.answers != len(answers):
        yield f"The page says {ending.answers} answers, there are {len(answers)}"
    kept = {row.path for row in rows}  # a card that was only turned has no row
    scores = {path: words for path, words in ending.scores.items() if path in kept}
    if scores != ending.rebuilt:
        yield f"The page says {scores}, from the rows it is {ending.rebuilt}"
    for path, words in practice_words(rows).items():
        if ending.scores.get(path) != words:
            yield f"{path}: the page says {ending.scores.get(path)}, the rows {words}"
    hidden = open_tests(rows)
    due = {row.key for row in answers if (row.path, row.sitting) not in hidden}
    if Counter(ending.downloaded) != Counter(due):
        yield f"The file has {len(ending.downloaded)} answers, not these {len(due)}"


def practice_words(rows: Iterable[Row]) -> dict[str, str]:
    """By path, how many questions are answered and right in the newest attempt at practice."""
    words = {}
    for path, of_set in grouped((row.path, row) for row in rows).items():
        newest = max(of_set, key=lambda row: row.order).sitting
        scored = {
            row.question: row
            for row in of_set
            if row.sitting == newest and row.what == "answer" and row.score is not None
        }
        if of_set[0].behaviour == "practice":
            right = sum(row.right for row in scored.values())
            words[path] = f"{len(scored)} answered, {right} right"
    return words


def open_tests(rows: Iterable[Row]) -> set[tuple[str, str]]:
    """Path and sitting of each test that is not handed in: its answers are in no file yet."""
    tests = {(row.path, row.sitting) for row in rows if row.behaviour == "test"}
    return tests - {(row.path, row.sitting) for row in rows if row.what == "handin"}


def describe(action: Action) -> str:
    number = f" {action.number}" if action.what in ("hint", "step") else ""
    return f"{action.what}{number} {action.path} {action.question}".rstrip() + f" ({action.engine})"
