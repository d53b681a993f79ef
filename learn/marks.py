"""Marks of a set of questions: one character for each question.

`-` is open, `0` is wrong, and `1` to `K` are twentieths of a score for an answer that is right in
full: what is missing went for tries and hints. `a` to `s` are the same for an answer that is
right in part only.
"""

from dataclasses import dataclass

UNANSWERED = "-"
# A character for each twentieth of a score: 0 is wrong, K is full marks.
TWENTIETHS = "0123456789ABCDEFGHIJK"
# The same for an answer that is right in part only: from a, one twentieth, to s, nineteen.
PARTLY = "abcdefghijklmnopqrs"


@dataclass(frozen=True)
class Marks:
    """The marks of a set of questions: `now` those of this attempt, `best` those of the best."""

    now: str = ""
    best: str = ""

    @property
    def right(self) -> int:
        return self.words.count("right")

    @property
    def partly(self) -> int:
        return self.words.count("partly")

    @property
    def wrong(self) -> int:
        return self.now.count("0")

    @property
    def answered(self) -> int:
        return len(self.now) - self.open

    @property
    def open(self) -> int:
        return self.now.count(UNANSWERED)

    @property
    def points(self) -> float:
        return points(self.now)

    @property
    def best_points(self) -> float:
        return points(self.best)

    @property
    def complete(self) -> bool:
        return bool(self.now) and UNANSWERED not in self.now

    @property
    def words(self) -> list[str]:
        """`right`, `partly`, `wrong` or an empty word for each question, as CSS names them."""
        return [word(mark) for mark in self.now]


def mark(score: float | None, right: bool = True) -> str:
    """A score from 0 to 1 as one character; None is a question that is still open.

    `right`: the answer is right in full.
    """
    if score is None:
        return UNANSWERED
    twentieths = round(score * 20)
    return TWENTIETHS[twentieths] if right or not twentieths else PARTLY[twentieths - 1]


def word(mark: str) -> str:
    return {UNANSWERED: "", "0": "wrong"}.get(mark, "partly" if mark in PARTLY else "right")


def points(marks: str) -> float:
    """The sum of the scores: `"KA-"` is 1.5, and `"KAj"` is 2."""
    return sum(map(twentieths_of, marks)) / 20


def twentieths_of(mark: str) -> int:
    if mark == UNANSWERED:
        return 0
    return PARTLY.index(mark) + 1 if mark in PARTLY else TWENTIETHS.index(mark)
