"""What a pack must keep beyond its shape: rules about questions and texts."""

import re
from collections.abc import Iterator

from learn.markdown import CALLOUTS, FIGURES, MARKDOWN, WRAPPERS
from quizzes.items import Item, ItemSet
from quizzes.kinds import KINDS
from quizzes.packs.files import Problem, Source
from quizzes.sittings import SUMMARY

LETTER = re.compile(r"\b(?:option|choice|answer)s?\s+\(?[A-E]\)?(?![\w'-])", re.IGNORECASE)
REFERENCE = re.compile(r"\[\[([^\]]*)\]\]")
DIRECTIVE = re.compile(r"^(:{3,})\s*(\w*)")
DIRECTIVES = {*WRAPPERS, *FIGURES, *CALLOUTS, "pipeline"}

type Path = tuple[str | int, ...]


def set_problems(source: Source, item_set: ItemSet) -> Iterator[Problem]:
    seen: set[str] = set()
    for number, item in enumerate(item_set.questions):
        at: Path = ("questions", number)
        if item.id in seen:
            yield source.problem(f"The id {item.id!r} is used twice.", *at, "id")
        if item.id == SUMMARY:
            yield source.problem(f"{SUMMARY!r} is taken by the summary.", *at, "id")
        seen.add(item.id)
        yield from item_problems(source, item, at)


def item_problems(source: Source, item: Item, at: Path) -> Iterator[Problem]:
    for message in KINDS[item.kind].problems(item.choices):
        yield source.problem(message, *at, "choices")
    for path, text in texts(item):
        yield from text_problems(source, item, (*at, *path), text)
    for key, choice in item.choices.items():
        if choice.right and given_away(choice.text, item.prompt):
            message = f"The prompt gives away the right choice {key!r}. Word one differently."
            yield source.problem(message, *at, "prompt")
    for _line, message in code_problems(item.prompt):
        yield source.problem(message, *at, "prompt")


def texts(item: Item) -> Iterator[tuple[Path, str]]:
    """Every text of a question, with its place."""
    yield ("prompt",), item.prompt
    yield ("check",), item.check
    for key, choice in item.choices.items():
        yield ("choices", key), f"{choice.text}\n{choice.why}"
    for name, parts in (("hints", item.hints), ("mistakes", item.mistakes)):
        for number, text in enumerate(parts):
            yield (name, number), text
    for number, step in enumerate(item.steps):
        yield ("steps", number), f"{step.title}\n{step.text}"


def text_problems(source: Source, item: Item, at: Path, text: str) -> Iterator[Problem]:
    if letter := LETTER.search(text):
        message = (
            f"{letter[0]!r} names a choice by letter, but choices are shuffled. Write [[key]]."
        )
        yield source.problem(message, *at)
    for key in REFERENCE.findall(text):
        if key not in item.choices:
            known = ", ".join(item.choices)
            message = f"[[{key}]] is no choice of this question. Its choices: {known}."
            yield source.problem(message, *at)


def given_away(right: str, prompt: str) -> bool:
    """Whether the prompt holds the right choice's words."""
    answer = plain(right)
    return len(answer) >= 4 and answer in plain(prompt)


def plain(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text).strip().lower()


def page_problems(file: str, text: str) -> Iterator[Problem]:
    """What is wrong with the Markdown of a reading mode."""
    if not text.strip():
        yield Problem(file, 1, "The text is empty. Write it, or delete the file.")
    for line, message in (*code_problems(text), *directive_problems(text), *heading_problems(text)):
        yield Problem(file, line, message)


def code_problems(text: str) -> Iterator[tuple[int, str]]:
    """Python samples that don't compile, with the line (from 1) in `text`."""
    for token in MARKDOWN.parse(text):
        if token.type == "fence" and token.info.split()[:1] == ["python"]:
            start = token.map[0] + 1 if token.map else 1
            try:
                compile(token.content, "sample", "exec", dont_inherit=True)
            except (SyntaxError, ValueError) as error:
                line = start + (getattr(error, "lineno", None) or 1)
                yield line, f"The Python sample does not run: {error}. Mend it."


def heading_problems(text: str) -> Iterator[tuple[int, str]]:
    for token in MARKDOWN.parse(text):
        if token.type == "heading_open" and token.tag == "h1":
            line = token.map[0] + 1 if token.map else 1
            yield line, "The page has its h1 already. Begin headings at ##."


def directive_problems(text: str) -> Iterator[tuple[int, str]]:
    """Unknown and unclosed block directives."""
    fenced, opened = False, []
    for number, line in enumerate(text.splitlines(), start=1):
        fenced ^= line.startswith(("```", "~~~"))
        found = DIRECTIVE.match(line)
        if fenced or not found:
            continue
        colons, name = found.groups()
        if name and name not in DIRECTIVES:
            yield number, f"There is no directive {name!r}. Known: {', '.join(sorted(DIRECTIVES))}."
        elif name:
            opened.append((colons, name, number))
        elif opened and opened[-1][0] == colons:
            opened.pop()
        else:
            yield number, f"{colons} closes nothing. Open a directive with as many colons first."
    for colons, name, number in opened:
        yield number, f"'{colons} {name}' is never closed. Add a line {colons} after it."
