"""Numbers in words, and as widths of bars."""


def format_request_time(seconds: float) -> str:
    """In milliseconds: `0.096 ms`, `1.25 ms`."""
    milliseconds = seconds * 1000
    return f"{milliseconds:.3f} ms" if milliseconds < 0.1 else f"{milliseconds:.2f} ms"


def bar_width(value: float, longest: float) -> int:
    """In percent of the longest bar of a figure."""
    return round(100 * value / longest) if longest else 0
