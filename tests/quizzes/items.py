"""Questions for tests that need no database."""

from quizzes.items import Choice, Item, Step


def item(hints: int = 2, steps: int = 3, wrong: int = 3) -> Item:
    """A question with one right choice, `right`, and wrong ones `wrong-0`, `wrong-1` …"""
    choices = {"right": Choice(text="The right one", right=True)}
    for number in range(wrong):
        choices[f"wrong-{number}"] = Choice(text=f"Wrong {number}", why=f"Because {number}")
    return Item(
        id="sample",
        level="easy",
        kind="choice",
        prompt="Which?",
        choices=choices,
        hints=[f"Hint {number}" for number in range(hints)],
        steps=[Step(title=f"Step {number}", text="Look") for number in range(steps)],
    )
