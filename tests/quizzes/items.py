"""Questions for tests that need no database: one of each kind, and how each is answered."""

from itertools import combinations, permutations, product
from typing import Any

from django.utils.datastructures import MultiValueDict

from quizzes.kinds import kind_of
from quizzes.kinds.arrangement import place_field
from quizzes.kinds.form_values import form_value
from quizzes.kinds.gaps import gap_field
from quizzes.kinds.pairs import match_field, right_name
from quizzes.schema import Choice, Item, Step


def item(hints: int = 2, steps: int = 3, wrong: int = 3) -> Item:
    """A question with one right choice, `right`, and wrong ones `wrong-0`, `wrong-1` …"""
    choices = {"right": Choice(text="The right one", right=True), **wrong_ones(wrong)}
    return question("choice", choices, hints, steps)


def question(
    kind: str, choices: dict[str, Choice], hints: int = 2, steps: int = 3, **more: Any
) -> Item:
    return Item(
        id="sample",
        level="easy",
        kind=kind,
        prompt="Which?",
        choices=choices,
        hints=[f"Hint {number}" for number in range(hints)],
        steps=[Step(title=f"Step {number}", text="Look") for number in range(steps)],
        **more,
    )


def wrong_ones(count: int, **more: str) -> dict[str, Choice]:
    return {
        f"wrong-{number}": Choice(text=f"`Wrong{number}`", why=f"Because {number}", **more)
        for number in range(count)
    }


def choices_item(hints: int = 2, steps: int = 3, right: int = 2, wrong: int = 2) -> Item:
    rights = {f"right-{n}": Choice(text=f"Right {n}", right=True) for n in range(right)}
    return question("choices", {**wrong_ones(wrong), **rights}, hints, steps)


def blanks_item(hints: int = 2, steps: int = 3, gaps: int = 2, wrong: int = 2) -> Item:
    """Gaps `g0`, `g1` …, each with `g0-right` and `g0-wrong-0` …"""
    choices = {}
    for gap in (f"g{number}" for number in range(gaps)):
        for key, one in wrong_ones(wrong, gap=gap).items():
            choices[f"{gap}-{key}"] = one
        choices[f"{gap}-right"] = Choice(text=f"`right_{gap}`", right=True, gap=gap)
    code = "\n".join(f"x{number} = '[[g{number}]]'" for number in range(gaps))
    return question("blanks", choices, hints, steps, code=code)


def order_item(hints: int = 2, steps: int = 3, count: int = 4) -> Item:
    """Steps `s0`, `s1` … in this order."""
    steps_of = {f"s{n}": Choice(text=f"Do {n}", why=f"Reason {n}") for n in range(count)}
    return question("order", steps_of, hints, steps)


def typed_item(hints: int = 2, steps: int = 3) -> Item:
    choices = {
        "right": Choice(text="`clearsessions`", right=True),
        "line": Choice(text="manage.py clearsessions", right=True),
        "flush": Choice(text="`flush`", why="That empties everything."),
    }
    return question("typed", choices, hints, steps)


def number_item(hints: int = 2, steps: int = 3, tolerance: float = 0.5) -> Item:
    choices = {
        "hour": Choice(text="3600", right=True),
        "minutes": Choice(text="60", why="Those are minutes."),
    }
    return question("typed", choices, hints, steps, tolerance=tolerance)


def match_item(hints: int = 2, steps: int = 3, pairs: int = 3) -> Item:
    """Pairs `p0`, `p1` …; what belongs to the last belongs to the first too. `lone`: to nothing."""
    matches = [f"Right {number % (pairs - 1)}" for number in range(pairs)]
    choices = {
        f"p{number}": Choice(text=f"`left{number}`", match=match, why=f"Reason {number}")
        for number, match in enumerate(matches)
    }
    choices["lone"] = Choice(match="Lone", why="That is another matter.")
    return question("match", choices, hints, steps)


def cloze_item(hints: int = 2, steps: int = 3) -> Item:
    """A gap that is chosen, one that takes a text, and one that takes a number."""
    choices = {
        "save": Choice(text="saves", right=True, gap="verb"),
        "drop": Choice(text="drops", why="Then nothing would stay.", gap="verb"),
        "sweep": Choice(text="`clearsessions`", right=True, gap="command"),
        "flush": Choice(text="`flush`", why="That empties everything.", gap="command"),
        "hour": Choice(text="3600", right=True, gap="seconds"),
        "minutes": Choice(text="60", why="Those are minutes.", gap="seconds"),
    }
    text = "It *[[verb]]* them.\n\n- Run [[command]].\n- Wait [[seconds]] s."
    typed = ["command", "seconds"]
    return question("cloze", choices, hints, steps, text=text, typed=typed, tolerance=0.5)


ITEMS = {
    "choice": item(),
    "choices": choices_item(),
    "blanks": blanks_item(),
    "order": order_item(),
    "typed": typed_item(),
    "number": number_item(),
    "match": match_item(),
    "cloze": cloze_item(),
}


def right_response(question: Item) -> str:
    right = sorted(key for key, one in question.choices.items() if one.right)
    return {
        "choice": lambda: right[0],
        "choices": lambda: ",".join(right),
        "blanks": lambda: ",".join(
            sorted(f"{question.choices[key].gap}={key}" for key in right),
        ),
        "order": lambda: ",".join(question.choices),
        "match": lambda: matched(question, [one.match for one in question.choices.values()]),
        "cloze": lambda: "\n".join(
            sorted(f"{question.choices[key].gap}={filled(question, key)}" for key in right)
        ),
        "typed": lambda: question.choices[right[-1]].text.strip("`"),
        "explain": lambda: "In my own words.",
    }[question.kind]()


def matched(question: Item, matches: list[str]) -> str:
    """The response that gives these texts to the left parts, in the order of the pack."""
    lefts = [key for key, one in question.choices.items() if one.text]
    pairs = zip(lefts, matches, strict=False)
    return ",".join(sorted(f"{key}={right_name(match)}" for key, match in pairs))


def filled(question: Item, key: str) -> str:
    """What a response has for the gap of this choice."""
    one = question.choices[key]
    return one.text.strip("`") if one.gap in question.typed else key


def responses(question: Item) -> list[str]:
    """All responses that there are; for a typed question, some."""
    keys = list(question.choices)
    if question.kind == "choice":
        return keys
    if question.kind == "choices":
        sizes = range(1, len(keys))
        return [",".join(sorted(some)) for size in sizes for some in combinations(keys, size)]
    if question.kind == "order":
        return [",".join(some) for some in permutations(keys)]
    if question.kind == "blanks":
        gaps = sorted({one.gap for one in question.choices.values()})
        options = [[key for key in keys if question.choices[key].gap == gap] for gap in gaps]
        return [
            ",".join(f"{gap}={key}" for gap, key in zip(gaps, some, strict=True))
            for some in product(*options)
        ]
    if question.kind in ("match", "cloze"):
        return pair_responses(question) if question.kind == "match" else cloze_responses(question)
    if question.kind == "explain":
        return ["In my own words."]
    if question.tolerance is None:
        return ["clearsessions", "flush", "manage.py clearsessions", "clean", "CLEAR", "no idea"]
    return ["3600", "3600.5", "3600.6", "60", "0", "-1"]


def pair_responses(question: Item) -> list[str]:
    lefts = [one for one in question.choices.values() if one.text]
    rights = sorted({one.match for one in question.choices.values()})
    return [matched(question, list(some)) for some in product(rights, repeat=len(lefts))]


def cloze_responses(question: Item) -> list[str]:
    """With a text that nobody expected in each typed gap."""
    gaps = sorted({one.gap for one in question.choices.values()})
    keys = {gap: [key for key, one in question.choices.items() if one.gap == gap] for gap in gaps}
    texts = [
        [filled(question, key) for key in keys[gap]] + ["77"] * (gap in question.typed)
        for gap in gaps
    ]
    return [
        "\n".join(f"{gap}={text}" for gap, text in zip(gaps, some, strict=True))
        for some in product(*texts)
    ]


def wrong_responses(question: Item) -> list[str]:
    """A few that are wrong in every part or in some."""
    right = {right_response(question), "manage.py clearsessions", "3600.5"}
    return [one for one in responses(question) if one not in right]


def gap_fields(question: Item, **values: str) -> dict[str, str]:
    """The form's fields that put these into gaps: what is typed, or the key of what is chosen."""
    return {
        gap_field(question, gap): value if gap in question.typed else form_value(question.id, value)
        for gap, value in values.items()
    }


def fields(question: Item, response: str) -> dict[str, list[str]]:
    """The fields of the form that give this response."""
    if question.kind in ("choice", "choices"):
        return {"choice": [form_value(question.id, key) for key in response.split(",")]}
    if question.kind == "blanks":
        pairs = (part.split("=") for part in response.split(","))
        return {gap_field(question, gap): [form_value(question.id, key)] for gap, key in pairs}
    if question.kind == "order":
        steps = enumerate(response.split(","), start=1)
        return {place_field(question, key): [str(place)] for place, key in steps}
    if question.kind == "match":
        pairs = (part.split("=") for part in response.split(","))
        return {match_field(question, key): [name] for key, name in pairs}
    if question.kind == "cloze":
        return dict(kind_of(question).form_data(question, response).lists())
    return {kind_of(question).field_names(question)[0]: [response]}


def sent(question: Item, response: str) -> MultiValueDict[str, str]:
    return MultiValueDict(fields(question, response))
