"""The plots, as numbers that the templates put into SVG. Colours are the stylesheet's."""

from collections.abc import Mapping
from dataclasses import dataclass

from analysis.figures import QuestionFigures, Share

# Of the scatter plot, in its own units; the axes leave room for their numbers.
WIDTH, HEIGHT, LEFT, BOTTOM = 320, 220, 36, 28
LOWEST = -0.5
# Of the histogram.
TALL, BROAD = 100, 300


@dataclass(frozen=True)
class Span:
    """A share between 0 and 100; its interval begins at `low` and is `reach` wide."""

    width: str
    low: str
    reach: str


@dataclass(frozen=True)
class Dot:
    x: str
    y: str
    number: int
    label: str


@dataclass(frozen=True)
class Tick:
    at: str
    label: str


@dataclass(frozen=True)
class Scatter:
    """Dots by facility and discrimination, numbered as in the table."""

    dots: list[Dot]
    across: list[Tick]
    up: list[Tick]


@dataclass(frozen=True)
class Column:
    x: str
    y: str
    width: str
    height: str


@dataclass(frozen=True)
class Histogram:
    columns: list[Column]
    words: str


def share_span(share: Share) -> Span:
    low, high = share.interval
    return Span(
        svg_number(share.value * 100), svg_number(low * 100), svg_number((high - low) * 100)
    )


def scatter(questions: list[QuestionFigures]) -> Scatter:
    dots = [
        Dot(
            x_position(figures.right.value),
            y_position(figures.discrimination.r),
            place,
            str(figures.question),
        )
        for place, figures in enumerate(questions, start=1)
        if figures.right.of and figures.discrimination.r is not None
    ]
    shares, rs = (0.0, 0.25, 0.5, 0.75, 1.0), (-0.5, 0.0, 0.5, 1.0)
    return Scatter(
        dots=dots,
        across=[Tick(x_position(share), f"{share * 100:.0f} %") for share in shares],
        up=[Tick(y_position(r), f"{r:g}") for r in rs],
    )


def x_position(share: float) -> str:
    return svg_number(LEFT + share * (WIDTH - LEFT - 20))


def y_position(r: float) -> str:
    """From the bottom; what is lower than the axis goes stands at its end."""
    share = (max(r, LOWEST) - LOWEST) / (1 - LOWEST)
    return svg_number(HEIGHT - BOTTOM - share * (HEIGHT - BOTTOM - 12))


def histogram(totals: Mapping[int, int], asked: int) -> Histogram:
    """A column for each number of right answers, from none to all."""
    most, step = max(totals.values(), default=1), BROAD / (asked + 1)
    columns = [
        Column(
            x=svg_number(total * step + 1),
            y=svg_number(TALL - totals.get(total, 0) / most * TALL),
            width=svg_number(step - 2),
            height=svg_number(totals.get(total, 0) / most * TALL),
        )
        for total in range(asked + 1)
    ]
    described = "; ".join(f"{total} right: {count}" for total, count in totals.items())
    return Histogram(columns, f"How many learners had how many right. {described}.")


def svg_number(value: float) -> str:
    return f"{value:.1f}"
