"""Python code with gaps, `[[name]]`, each with options of its own. The response: `a=key,b=key`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from math import prod

from django.utils.datastructures import MultiValueDict
from django.utils.safestring import SafeString, mark_safe

from learn.markdown import highlighted, render_inline
from quizzes.items import Item
from quizzes.kinds.common import (
    NO_TRY,
    Look,
    Part,
    Place,
    Sent,
    shuffled,
    why_of,
    without_reason,
)
from quizzes.states import NotAllowed

label = "blanks: code with gaps"
template = "quizzes/kinds/blanks.html"
style = "css/kinds.css"
extras = frozenset({"code", "gap"})
only_in = ""
keys = shuffled

GAP = re.compile(r"\[\[([a-z0-9-]+)\]\]")
# A name that Python's lexer takes as one token, or as part of a string, and no author writes.
STANDIN = re.compile(r"gap_[0-9]+_gap")
CODE = re.compile(r"`([^`\n]+)`")


@dataclass(frozen=True)
class Option:
    key: str
    text: str
    chosen: bool


@dataclass(frozen=True)
class Gap:
    """A gap on the screen, numbered from 1: its options, or `filled` with what is right there.

    `verdict`: of what the last answer put there.
    """

    name: str
    number: int
    options: list[Option]
    filled: str = ""
    key: str = ""
    verdict: str = ""


@dataclass(frozen=True)
class Sample:
    """The code in pieces, each but the last with the gap that follows it; `told`: with reasons."""

    pieces: list[tuple[SafeString, Gap | None]]
    told: list[Part]


def gaps(item: Item) -> list[str]:
    return GAP.findall(item.code)


def options(item: Item, gap: str) -> list[str]:
    return [key for key, choice in item.choices.items() if choice.gap == gap]


def right_option(item: Item, gap: str) -> str:
    return next((key for key in options(item, gap) if item.choices[key].right), "")


def plain(text: str) -> str:
    """The code that a choice's text, a code span, stands for."""
    found = CODE.fullmatch(text.strip())
    return found[1] if found else text.strip()


def problems(item: Item) -> Iterator[tuple[Place, str]]:
    names = gaps(item)
    if not names:
        yield ("code",), "There is no gap. Write `code` with gaps such as [[name]]."
    for name in sorted(set(names)):
        yield from gap_problems(item, name, names.count(name))
    for key, choice in item.choices.items():
        if choice.gap not in names:
            known = ", ".join(names)
            yield ("choices", key), f"{key!r} is for no gap of the code. Its gaps: {known}."
        if not CODE.fullmatch(choice.text.strip()):
            yield ("choices", key, "text"), "An option is code. Write it between backticks."
    yield from without_reason(item)
    yield from solution_problems(item)


def gap_problems(item: Item, name: str, count: int) -> Iterator[tuple[Place, str]]:
    found = options(item, name)
    right = sum(item.choices[key].right for key in found)
    if count > 1:
        yield ("code",), f"[[{name}]] stands here twice. Give each gap its own name."
    if len(found) < 2:
        yield ("choices",), f"The gap {name!r} has too few choices. Give at least 2 `gap: {name}`."
    elif right != 1:
        message = f"{right} choices for the gap {name!r} are right. Mark exactly one as right."
        yield ("choices",), message


def solution_problems(item: Item) -> Iterator[tuple[Place, str]]:
    solution = GAP.sub(lambda gap: filling(item, gap[1]), item.code)
    try:
        compile(solution, "sample", "exec", dont_inherit=True)
    except (SyntaxError, RecursionError, MemoryError) as error:
        why = getattr(error, "msg", "it is nested too deeply")
        yield ("code",), f"With the right choices filled in, the code does not run: {why}. Mend it."


def filling(item: Item, gap: str) -> str:
    key = right_option(item, gap)
    return plain(item.choices[key].text) if key else "..."


def matters(item: Item) -> list[tuple[str, str, bool]]:
    return sorted((choice.gap, key, choice.right) for key, choice in item.choices.items())


def longest(item: Item) -> int:
    found = [max(map(len, options(item, gap)), default=0) + len(gap) + 2 for gap in gaps(item)]
    return sum(found)


def possible(item: Item) -> int:
    return prod(len(options(item, gap)) for gap in gaps(item))


def field(gap: str) -> str:
    return f"gap-{gap}"


def fields(item: Item) -> list[str]:
    return [field(gap) for gap in gaps(item)]


def parse(item: Item, sent: Sent) -> str:
    chosen = {}
    for number, gap in enumerate(gaps(item), start=1):
        given = sent.getlist(field(gap))
        if given in ([], [""]):
            raise NotAllowed(f"Gap {number} is still empty. Fill every gap. {NO_TRY}")
        if len(given) > 1 or given[0] not in options(item, gap):
            raise NotAllowed(f"That does not go into gap {number}. Choose from its list. {NO_TRY}")
        chosen[gap] = given[0]
    return written(chosen)


def written(chosen: dict[str, str]) -> str:
    return ",".join(f"{gap}={key}" for gap, key in sorted(chosen.items()))


def read(response: str) -> dict[str, str]:
    """The key in each gap, of which some may be gone since an edit."""
    pairs = (part.partition("=") for part in response.split(","))
    return {gap: key for gap, _, key in pairs}


def fields_of(response: str) -> Sent:
    pairs = [part.partition("=") for part in response.split(",")]
    return MultiValueDict({field(gap): [key] for gap, _, key in pairs})


def valid(item: Item, response: str) -> bool:
    chosen = read(response)
    return (
        chosen.keys() == set(gaps(item))
        and all(key in options(item, gap) for gap, key in chosen.items())
        and written(chosen) == response
    )


def grade(item: Item, response: str) -> float:
    """The share of gaps that are filled right."""
    names = gaps(item)
    return len(filled_right(item, response)) / len(names) if names else 0.0


def filled_right(item: Item, response: str) -> dict[str, str]:
    right = {gap: right_option(item, gap) for gap in gaps(item)}
    return {gap: key for gap, key in read(response).items() if key and right.get(gap) == key}


def picked(item: Item, response: str) -> list[str]:
    return list(read(response).values())


def told(item: Item, response: str) -> str:
    count, total = len(filled_right(item, response)), len(gaps(item))
    return f"{count or 'None'} of {total} gaps {'are' if count > 1 else 'is'} right." * (total > 1)


def example(item: Item, right: bool) -> str:
    filled = {
        gap: next(key for key in options(item, gap) if item.choices[key].right == right)
        for gap in gaps(item)
    }
    return ",".join(f"{gap}={key}" for gap, key in sorted(filled.items()))


def show(look: Look) -> Sample:
    """Before the end, a right gap stays filled and what was tried is told; after it, all is."""
    names = gaps(look.item)
    shown = [gap_shown(look, gap, number) for number, gap in enumerate(names, start=1)]
    return Sample(
        pieces=list(zip(pieces(look.item.code), [*shown, None], strict=True)),
        told=[part for gap in shown for part in told_of(look, gap)],
    )


def gap_shown(look: Look, name: str, number: int) -> Gap:
    item, right = look.item, right_option(look.item, name)
    last = read(look.last).get(name)
    verdict = "" if last is None else "right" if last == right else "wrong"
    if look.finished or verdict == "right":
        return Gap(name, number, [], filling(item, name), right, verdict)
    wrong = tried_in(look, name)
    sent = look.sent.get(field(name))
    found = [key for key in look.keys if item.choices[key].gap == name and key not in wrong]
    shown = [Option(key, plain(item.choices[key].text), key == sent) for key in found]
    return Gap(name, number, shown, verdict=verdict)


def tried_in(look: Look, gap: str) -> set[str]:
    return {read(pick).get(gap, "") for pick in look.picks}


def told_of(look: Look, gap: Gap) -> Iterator[Part]:
    """A gap's options with reasons: wrong ones that were tried; at the end all, right first."""
    item, tried = look.item, tried_in(look, gap.name)
    found = [key for key in look.keys if item.choices[key].gap == gap.name]
    for key in sorted(found, key=lambda key: not item.choices[key].right):
        right, picked = item.choices[key].right, key in tried
        if look.finished or (picked and not right):
            verdict = "right" if right else "wrong" if picked else ""
            text = render_inline(item.choices[key].text)
            yield Part(key, text, str(gap.number), verdict, why_of(item, key))


@lru_cache(maxsize=256)
def pieces(code: str) -> list[SafeString]:
    """The code, coloured, cut at its gaps. A gap may lie inside a string, and so inside a tag."""
    numbers = iter(range(len(code)))
    html = highlighted(GAP.sub(lambda _: f"gap_{next(numbers)}_gap", code), "python", "")
    return [mark_safe(piece) for piece in STANDIN.split(html.strip("\n"))]  # noqa: S308
