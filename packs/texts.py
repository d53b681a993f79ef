"""What the Markdown of a pack must keep: samples that compile, directives that are known."""

import re
from collections.abc import Iterator
from itertools import chain

from markdown_it.token import Token

from lab.benchmark.figures import FIGURES as MEASURED
from learn.directives import DIRECTIVES, PlaceholderDirective
from learn.formulas import NotAFormula, formula_html
from learn.image_texts import text_images
from learn.images.references import FOLDER
from learn.markdown import LONGEST_TEXT, MARKDOWN, inline_tokens
from packs.files import Problem, line_at

DIRECTIVE = re.compile(r"^ {0,3}(:{3,})\s*(\S*)[ \t]*(.*)")
FENCES, COLONS = ("```", "~~~"), (":::",)


def page_problems(file: str, text: str) -> Iterator[Problem]:
    """What is wrong with the Markdown of a reading mode."""
    if not text.strip():
        yield Problem(file, 1, "The text is empty. Write it, or delete the file.")
    if len(text) > LONGEST_TEXT:
        message = f"The text has more than {LONGEST_TEXT:,} characters. Make two of it."
        yield Problem(file, 1, message)
    for line, message in chain(
        code_problems(text),
        directive_problems(text, set(DIRECTIVES)),
        heading_problems(text),
        image_problems(text),
        formula_problems(text),
        figure_problems(text),
        proof_problems(text),
    ):
        yield Problem(file, line, message)


def parse_tokens(text: str, marks: tuple[str, ...]) -> list[Token]:
    """Its tokens if it holds what looked-for ones begin with. Most texts of a question don't, and
    parsing them is what would take the linter's time."""
    return MARKDOWN.parse(text) if any(mark in text for mark in marks) else []


def code_problems(text: str) -> Iterator[tuple[int, str]]:
    """Python samples that don't compile, with the line (from 1) in `text`."""
    for token in parse_tokens(text, FENCES):
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


def formula_problems(text: str) -> Iterator[tuple[int, str]]:
    """Formulas that pages show as they are written, with the line (from 1) of their paragraph."""
    for line, token in inline_tokens(text, "formula") if "$" in text else ():
        try:
            formula_html(token.content)
        except NotAFormula as reason:
            written = f"{token.markup}{token.content}{token.markup}"[:60]
            message = (
                f"The formula {written} can't be shown: {reason}. Mend it, or write it as code."
            )
            yield line, message


def image_problems(text: str) -> Iterator[tuple[int, str]]:
    """Images without words and those from elsewhere, with the line (from 1). Whether there is such
    an image is not asked here."""
    for position, source, alt in text_images(text):
        if not alt.strip():
            message = f"Say in words what {source} shows: ![a blue flag]({source})."
            yield line_at(text, position), message
        if not source.startswith(f"{FOLDER}/"):
            message = f"{source!r} is not shown. Put the image into {FOLDER}/, and name it so."
            yield line_at(text, position), message


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


def fixed_directives() -> set[str]:
    """The directives that a text outside a lesson may use: nothing fills placeholders there."""
    return {
        name
        for name, directive in DIRECTIVES.items()
        if not isinstance(directive, PlaceholderDirective)
    }


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
        if name in DIRECTIVES and (message := DIRECTIVES[name].find_problem(rest)):
            yield number, message


def directive_lines(text: str) -> Iterator[tuple[int, str, str, str]]:
    """The lines (from 1) that open or close a directive: outside code; colons, name and rest."""
    code: set[int] = set()
    for token in parse_tokens(text, COLONS):
        if token.type in ("fence", "code_block") and token.map:
            code.update(range(token.map[0] + 1, token.map[1] + 1))
    for number, line in enumerate(text.split("\n"), start=1):
        if number not in code and (directive := DIRECTIVE.match(line)):
            yield number, directive[1], directive[2], directive[3].strip()
