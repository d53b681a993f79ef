"""What a pack must keep beyond its shape: rules about questions."""

import re
from collections.abc import Iterator
from itertools import chain

from learn.image_texts import text_images
from learn.markdown import REFERENCE, headings, inline_tokens
from packs.files import Problem, Source, start_of
from packs.look_alikes import is_one_right, look_alikes
from packs.place_words import LETTER
from packs.shape import SetDraft
from packs.texts import (
    code_problems,
    directive_problems,
    fixed_directives,
    formula_problems,
    image_problems,
    proof_problems,
)
from quizzes import proofs
from quizzes.behaviours import BEHAVIOURS
from quizzes.kinds import kind_of
from quizzes.schema import SUMMARY, Item

type Path = tuple[str | int, ...]
# A place in a question, the position in the text there (None: all of it), and what is wrong.
type PlacedProblem = tuple[Path, int | None, str]


def set_problems(draft: SetDraft) -> Iterator[Problem]:
    """What is wrong with a set and with those of its questions that could be read."""
    seen: set[str] = set()
    source, rules = draft.source, draft.rules
    if rules:
        for field, message in BEHAVIOURS[rules.behaviour].rules_problems(rules.seconds):
            yield source.problem(message, field)
        if rules.draw > len(rules.questions):
            message = f"There are only {len(rules.questions)} questions to draw from."
            yield source.problem(message, "draw")
    for number, item in draft.items.items():
        at: Path = ("questions", number)
        if item.id in seen:
            message = f"The id {item.id!r} is used twice. Give this question another."
            yield source.problem(message, *at, "id")
        if item.id == SUMMARY:
            message = f"{SUMMARY!r} is taken by the summary. Give this question another id."
            yield source.problem(message, *at, "id")
        if rules and (message := kind_of(item).misplacement(rules.behaviour)):
            yield source.problem(message, *at, "kind")
        seen.add(item.id)
        yield from item_problems(source, item, at)


def item_problems(source: Source, item: Item, at: Path) -> Iterator[Problem]:
    for path, position, message in refused_problems(item):
        yield source.problem(message, *at, *path, at=position)


def refused_problems(item: Item) -> Iterator[PlacedProblem]:
    """All for which a question is refused, whatever set it is in."""
    yield from item_rule_problems(item)
    yield from look_alike_problems(item)
    yield from prompt_problems(item)
    yield from all_text_problems(item)


def item_rule_problems(item: Item) -> Iterator[PlacedProblem]:
    for place, message in kind_of(item).problems(item):
        yield place, None, message
    for place, message in proofs.problems(item):
        yield ("proof", *place), None, message
    for number, mistake in enumerate(item.mistakes):
        if "\n\n" in mistake:
            yield ("mistakes", number), None, "A mistake is one paragraph. Take out the empty line."


def look_alike_problems(item: Item) -> Iterator[PlacedProblem]:
    for key, other in look_alikes(item):
        if is_one_right(item, key, other):
            message = (
                f"Learners can't tell this from {key!r}: the two look the same, and only one of "
                "them is right. Word one differently."
            )
            yield ("choices", other, "text"), None, message


def prompt_problems(item: Item) -> Iterator[PlacedProblem]:
    for key, choice in item.choices.items():
        if choice.right and given_away(choice.text, item.prompt):
            message = f"The prompt gives away the right choice {key!r}. Word one differently."
            yield ("prompt",), None, message
    for line, message in chain(code_problems(item.prompt), block_problems(item.prompt)):
        yield ("prompt",), start_of(item.prompt, line), message
    for line, message in block_problems(item.text):
        yield ("text",), start_of(item.text, line), message


def block_problems(text: str) -> Iterator[tuple[int, str]]:
    """What is wrong with the blocks of a text that stands outside a lesson, with the line."""
    yield from directive_problems(text, fixed_directives())
    yield from proof_problems(text)


def all_text_problems(item: Item) -> Iterator[PlacedProblem]:
    for path, text in item_texts(item):
        for position, message in text_problems(item, text):
            yield path, position, message
        # In a text with gaps double brackets are gaps, and its kind looks at them.
        for position, message in reference_problems(item, text) if path != ("text",) else ():
            yield path, position, message
        if path[-1] == "title" and any(text_images(text)):
            yield path, None, "A title shows no image. Put it into the text of the step."


def item_texts(item: Item) -> Iterator[tuple[Path, str]]:
    """Every text of a question, with its place."""
    yield ("prompt",), item.prompt
    yield ("text",), item.text
    yield ("check",), item.check
    for key, choice in item.choices.items():
        yield ("choices", key, "text"), choice.text
        yield ("choices", key, "match"), choice.match
        yield ("choices", key, "why"), choice.why
    for name, parts in (("hints", item.hints), ("mistakes", item.mistakes)):
        for number, text in enumerate(parts):
            yield (name, number), text
    for number, step in enumerate(item.steps):
        yield ("steps", number, "title"), step.title
        yield ("steps", number, "text"), step.text


def text_problems(item: Item, text: str) -> Iterator[tuple[int, str]]:
    """What is wrong with one text of a question, with the position in it."""
    for letter in LETTER.finditer(text) if item.order == "shuffled" else ():
        yield (
            letter.start(),
            f"{letter[0]!r} names a choice by letter, but choices are shuffled. Write [[key]].",
        )
    for line, message in chain(image_problems(text), formula_problems(text)):
        yield start_of(text, line), message


def reference_problems(item: Item, text: str) -> Iterator[tuple[int, str]]:
    """Keys in a text that are no choices of the question."""
    named = {token.content for _, token in inline_tokens(text, "reference")} if "[[" in text else ()
    for reference in REFERENCE.finditer(text):
        if reference[1] in named and reference[1] not in item.choices:
            known = ", ".join(item.choices)
            message = f"{reference[0]} is no choice of this question. Its choices: {known}."
            yield reference.start(), message


def reading_problems(draft: SetDraft, lesson_texts: dict[str, str]) -> Iterator[Problem]:
    """Parts to read again that the lesson does not have."""
    for number, item in draft.items.items():
        for place_number, place in enumerate(item.read):
            if message := reading_problem(place, lesson_texts):
                yield draft.source.problem(message, "questions", number, "read", place_number)


def reading_problem(place: str, lesson_texts: dict[str, str]) -> str:
    mode, _, anchor = place.partition("#")
    if mode not in lesson_texts:
        return f"The lesson has no text {mode!r}. It has: {', '.join(lesson_texts) or 'none'}."
    known = headings(lesson_texts[mode])
    if anchor and anchor not in known:
        return f"{mode!r} has no heading {anchor!r}. It has: {', '.join(known) or 'none'}."
    return ""


def given_away(right: str, prompt: str) -> bool:
    """Whether the prompt holds the right choice's words."""
    answer = plain_words(right)
    return len(answer) >= 4 and f" {answer} " in f" {plain_words(prompt)} "


def plain_words(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text).strip().lower()
