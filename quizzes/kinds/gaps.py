"""Code with gaps, `[[name]]`: which gaps it has, what goes into them, and what is wrong."""

import re
from collections.abc import Iterable, Iterator

from quizzes.kinds.form_values import form_value
from quizzes.kinds.kind import ItemProblem
from quizzes.schema import Item

GAP = re.compile(r"\[\[([a-z0-9-]+)\]\]")
CODE_SPAN = re.compile(r"`([^`\n]+)`")


def gap_names(item: Item) -> list[str]:
    """The names of the gaps in the order of the code."""
    return GAP.findall(item.code)


def gap_options(item: Item, gap: str) -> list[str]:
    """The keys of the choices for a gap."""
    return keys_for_gap(item, item.choices, gap)


def keys_for_gap(item: Item, keys: Iterable[str], gap: str) -> list[str]:
    """Those of the keys that are for a gap, in their order."""
    return [key for key in keys if item.choices[key].gap == gap]


def right_option(item: Item, gap: str) -> str:
    """The key of the right choice for a gap; empty where none is."""
    return next((key for key in gap_options(item, gap) if item.choices[key].right), "")


def option_code(text: str) -> str:
    """The code that a choice's text, a code span, stands for."""
    span = CODE_SPAN.fullmatch(text.strip())
    return span[1] if span else text.strip()


def right_code(item: Item, gap: str) -> str:
    """The code that belongs into a gap; an ellipsis where no choice is right."""
    key = right_option(item, gap)
    return option_code(item.choices[key].text) if key else "..."


def filled_code(item: Item, keys: dict[str, str]) -> str:
    """The code with each gap filled with the choice of this key."""
    return GAP.sub(lambda gap: option_code(item.choices[keys[gap[1]]].text), item.code)


def solved_code(item: Item) -> str:
    """The code with each gap filled with what is right there."""
    return GAP.sub(lambda gap: right_code(item, gap[1]), item.code)


def join_pairs(chosen: dict[str, str], between: str = ",") -> str:
    """The response with these keys by gap: `a=key,b=key`, in alphabetical order."""
    return between.join(f"{gap}={key}" for gap, key in sorted(chosen.items()))


def split_pairs(response: str, between: str = ",") -> dict[str, str]:
    """The key in each gap. Since an edit some of the gaps and keys may be gone."""
    pairs = (part.partition("=") for part in response.split(between))
    return {gap: key for gap, _, key in pairs}


def gap_field(item: Item, gap: str) -> str:
    """The name of the form's field for a gap. The gap's own name may tell what goes into it."""
    return f"gap-{form_value(item.id, gap)}"


def gap_problems(item: Item) -> Iterator[ItemProblem]:
    names = gap_names(item)
    if not names:
        yield ("code",), "There is no gap. Write `code` with gaps such as [[name]]."
    for name in sorted(set(names)):
        yield from one_gap_problems(item, name, names.count(name))
    for key, choice in item.choices.items():
        if choice.gap not in names:
            known = ", ".join(names)
            yield ("choices", key), f"{key!r} is for no gap of the code. Its gaps: {known}."
        if not CODE_SPAN.fullmatch(choice.text.strip()):
            yield ("choices", key, "text"), "An option is code. Write it between backticks."


def one_gap_problems(item: Item, name: str, count: int) -> Iterator[ItemProblem]:
    """`count`: how often the gap stands in the code."""
    if count > 1:
        yield ("code",), f"[[{name}]] stands here twice. Give each gap its own name."
    yield from option_problems(item, name)


def option_problems(item: Item, name: str) -> Iterator[ItemProblem]:
    """What is wrong with the choices for a gap that is filled by choosing one."""
    options = gap_options(item, name)
    right = sum(item.choices[key].right for key in options)
    if len(options) < 2:
        yield ("choices",), f"The gap {name!r} has too few choices. Give at least 2 `gap: {name}`."
    elif right != 1:
        message = f"{right} choices for the gap {name!r} are right. Mark exactly one as right."
        yield ("choices",), message


def solution_problems(item: Item) -> Iterator[ItemProblem]:
    """The solved code must be Python that compiles."""
    try:
        compile(solved_code(item), "sample", "exec", dont_inherit=True)
    except (SyntaxError, RecursionError, MemoryError) as error:
        why = getattr(error, "msg", "it is nested too deeply")
        yield ("code",), f"With the right choices filled in, the code does not run: {why}. Mend it."
