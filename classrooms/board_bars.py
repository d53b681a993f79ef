"""How often each response was given, as bars: the question's kind counts, this adds the shares."""

from dataclasses import dataclass

from classrooms.board_answers import GivenAnswer
from quizzes.kinds import kind_of
from quizzes.kinds.tally import JudgedResponse, TallyRow
from quizzes.schema import Item


@dataclass(frozen=True)
class ResponseBar(TallyRow):
    """A row of the tally, with its share of all answers in percent."""

    percent: int = 0


@dataclass(frozen=True)
class BarGroup:
    """`label`: which gap it is, or what is counted; empty for choices."""

    label: str
    bars: list[ResponseBar]


def response_bars(
    item: Item, given: list[GivenAnswer], revealed: bool, seed: str
) -> list[BarGroup]:
    """The responses as the question's kind counts them, with the share of each in percent."""
    kind = kind_of(item)
    judged = [JudgedResponse(answer.response, answer.right) for answer in given]
    tallies = kind.tally(item, judged, kind.display_order(item, seed), revealed)
    return [
        BarGroup(tally.label, [response_bar(row, len(given)) for row in tally.rows])
        for tally in tallies
    ]


def response_bar(row: TallyRow, of: int) -> ResponseBar:
    return ResponseBar(**vars(row), percent=rounded_percent(row.count, of))


def rounded_percent(count: int, of: int) -> int:
    return round(100 * count / of) if of else 0
