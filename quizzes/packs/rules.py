"""What a pack must keep beyond its shape: rules about questions and texts."""

import re
from collections.abc import Iterator
from itertools import chain

from engines.figures import FIGURES as MEASURED
from learn import proof_cards
from learn.markdown import CALLOUTS, FIGURES, HOLES, MARKDOWN, WRAPPERS, headings
from quizzes import kinds, proofs
from quizzes.items import Item, ItemSet, rules_problems
from quizzes.packs.files import Problem, Source, line_at
from quizzes.sittings import SUMMARY

# "Choice C", "answers (a)", "option **B**"; but "the answer a browser sends" is none.
LETTER = re.compile(
    r"""\b(?i:option|choice|answer)s?\s+(?:[(*_"']+[A-Ea-e][)*_"']|[A-Eb-e](?![\w'-]))"""
)
REFERENCE = re.compile(r"\[\[([^\]]*)\]\]")
DIRECTIVE = re.compile(r"^ {0,3}(:{3,})\s*(\S*)[ \t]*(.*)")
DIRECTIVES = {*WRAPPERS, *FIGURES, *CALLOUTS, "pipeline", "proof"}

type Path = tuple[str | int, ...]


def set_problems(source: Source, item_set: ItemSet) -> Iterator[Problem]:
    seen: set[str] = set()
    for field, message in rules_problems(item_set.behaviour, item_set.seconds):
        yield source.problem(message, field)
    if item_set.draw > len(item_set.questions):
        message = f"There are only {len(item_set.questions)} questions to draw from."
        yield source.problem(message, "draw")
    for number, item in enumerate(item_set.questions):
        at: Path = ("questions", number)
        if item.id in seen:
            message = f"The id {item.id!r} is used twice. Give this question another."
            yield source.problem(message, *at, "id")
        if item.id == SUMMARY:
            message = f"{SUMMARY!r} is taken by the summary. Give this question another id."
            yield source.problem(message, *at, "id")
        if message := kinds.misplaced(item.kind, item_set.behaviour):
            yield source.problem(message, *at, "kind")
        seen.add(item.id)
        yield from item_problems(source, item, at)


def item_problems(source: Source, item: Item, at: Path) -> Iterator[Problem]:
    for place, message in kinds.problems(item):
        yield source.problem(message, *at, *place)
    for place, message in proofs.problems(item):
        yield source.problem(message, *at, "proof", *place)
    for path, text in texts(item):
        for line, message in text_problems(item, text):
            yield source.problem(message, *at, *path, within=line)
    for line, message in prompt_problems(item):
        yield source.problem(message, *at, "prompt", within=line)
    for number, mistake in enumerate(item.mistakes):
        if "\n\n" in mistake.strip():
            message = "A mistake is one paragraph. Take out the empty line."
            yield source.problem(message, *at, "mistakes", number)


def prompt_problems(item: Item) -> Iterator[tuple[int, str]]:
    """What is wrong with the prompt, with the line (from 1) in it, or 0 for all of it."""
    for key, choice in item.choices.items():
        if choice.right and given_away(choice.text, item.prompt):
            yield 0, f"The prompt gives away the right choice {key!r}. Word one differently."
    yield from code_problems(item.prompt)
    yield from directive_problems(item.prompt, DIRECTIVES)
    yield from proof_problems(item.prompt)


def texts(item: Item) -> Iterator[tuple[Path, str]]:
    """Every text of a question, with its place."""
    yield ("prompt",), item.prompt
    yield ("check",), item.check
    for key, choice in item.choices.items():
        yield ("choices", key, "text"), choice.text
        yield ("choices", key, "why"), choice.why
    for name, parts in (("hints", item.hints), ("mistakes", item.mistakes)):
        for number, text in enumerate(parts):
            yield (name, number), text
    for number, step in enumerate(item.steps):
        yield ("steps", number, "title"), step.title
        yield ("steps", number, "text"), step.text


def text_problems(item: Item, text: str) -> Iterator[tuple[int, str]]:
    """What is wrong with one text of a question, with the line (from 1) in it."""
    for letter in LETTER.finditer(text):
        yield (
            line_at(text, letter.start()),
            f"{letter[0]!r} names a choice by letter, but choices are shuffled. Write [[key]].",
        )
    for reference in REFERENCE.finditer(text):
        if reference[1] not in item.choices:
            known = ", ".join(item.choices)
            message = f"{reference[0]} is no choice of this question. Its choices: {known}."
            yield line_at(text, reference.start()), message
    yield from image_problems(text)


def reading_problems(
    source: Source, item_set: ItemSet, lesson_texts: dict[str, str]
) -> Iterator[Problem]:
    """Parts to read again that the lesson does not have."""
    for number, item in enumerate(item_set.questions):
        for place_number, place in enumerate(item.read):
            if message := reading_problem(place, lesson_texts):
                yield source.problem(message, "questions", number, "read", place_number)


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
    answer = plain(right)
    return len(answer) >= 4 and f" {answer} " in f" {plain(prompt)} "


def plain(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text).strip().lower()


def page_problems(file: str, text: str) -> Iterator[Problem]:
    """What is wrong with the Markdown of a reading mode."""
    if not text.strip():
        yield Problem(file, 1, "The text is empty. Write it, or delete the file.")
    for line, message in chain(
        code_problems(text),
        directive_problems(text, {*DIRECTIVES, *HOLES}),
        heading_problems(text),
        image_problems(text),
        figure_problems(text),
        proof_problems(text),
    ):
        yield Problem(file, line, message)


def code_problems(text: str) -> Iterator[tuple[int, str]]:
    """Python samples that don't compile, with the line (from 1) in `text`."""
    for token in MARKDOWN.parse(text):
        if token.type == "fence" and token.info.split()[:1] == ["python"]:
            start = token.map[0] + 1 if token.map else 1
            try:
                compile(token.content, "sample", "exec", dont_inherit=True)
            except (SyntaxError, RecursionError, MemoryError) as error:
                line = start + (getattr(error, "lineno", None) or 1)
                why = getattr(error, "msg", "it is nested too deeply")
                yield line, f"The Python sample does not run: {why}. Mend it."


def heading_problems(text: str) -> Iterator[tuple[int, str]]:
    for token in MARKDOWN.parse(text):
        if token.type == "heading_open" and token.tag == "h1":
            line = token.map[0] + 1 if token.map else 1
            yield line, "The page has its h1 already. Begin headings at ##."


def image_problems(text: str) -> Iterator[tuple[int, str]]:
    """Images, with the line (from 1) where their paragraph begins: pages show none."""
    for token in MARKDOWN.parse(text):
        if any(child.type == "image" for child in token.children or []):
            line = token.map[0] + 1 if token.map else 1
            yield line, "Images are not shown. Say it in words, or with a table or a directive."


def figure_problems(text: str) -> Iterator[tuple[int, str]]:
    """Measured figures that there are none of, with the line (from 1)."""
    for number, _, name, rest in directive_lines(text):
        if name == "measured" and rest not in MEASURED:
            yield number, f"There is no figure {rest!r}. Known: {', '.join(MEASURED)}."


def question_problems(file: str, text: str, asked: list[str]) -> Iterator[Problem]:
    """Questions in the text of a mode that are not `asked` at its foot."""
    for number, _, name, rest in directive_lines(text):
        if name == "question" and rest not in asked:
            known = ", ".join(asked) or "none"
            message = f"No question at the foot of this text is {rest!r}. It has: {known}."
            yield Problem(file, number, message)


def directive_problems(text: str, known: set[str]) -> Iterator[tuple[int, str]]:
    """Unknown, unclosed and wrongly nested block directives."""
    opened: list[tuple[str, str, int]] = []
    for number, colons, name, _ in directive_lines(text):
        if name and name not in known:
            message = f"There is no directive {name!r}. Known: {', '.join(sorted(known))}."
            yield number, message
        elif name and opened and len(colons) >= len(opened[-1][0]):
            outer = " ".join(opened[-1][:2])
            yield number, f"This stands inside '{outer}'. Give that one more colons, or close it."
        if name:
            opened.append((colons, name, number))
        elif opened and opened[-1][0] == colons:
            opened.pop()
        else:
            yield number, f"{colons} closes nothing. Open a directive with as many colons first."
    for colons, name, number in opened:
        yield number, f"'{colons} {name}' is never closed. Add a line {colons} after it."


def proof_problems(text: str) -> Iterator[tuple[int, str]]:
    """Proofs that name no experiment, or give it what it does not take."""
    for number, _, name, rest in directive_lines(text):
        if name == "proof" and (message := proof_cards.problem(rest)):
            yield number, message


def directive_lines(text: str) -> Iterator[tuple[int, str, str, str]]:
    """The lines (from 1) that open or close a directive: outside code; colons, name and rest."""
    code: set[int] = set()
    for token in MARKDOWN.parse(text):
        if token.type in ("fence", "code_block") and token.map:
            code.update(range(token.map[0] + 1, token.map[1] + 1))
    for number, line in enumerate(text.split("\n"), start=1):
        if number not in code and (found := DIRECTIVE.match(line)):
            yield number, found[1], found[2], found[3].strip()
