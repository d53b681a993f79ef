"""Moodle's GIFT: https://docs.moodle.org/en/GIFT_format. Text in, questions out, and back."""

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import partial
from typing import Any

from exchange.common import (
    FALSE,
    NUMBER,
    TRUE,
    ForeignQuestion,
    LeftOut,
    Note,
    Reading,
    check_foreign,
    choice_question,
    explanation_of,
    export_notes,
    number_question,
    parse_decimal,
    truth_answers,
    typed_question,
)
from exchange.markdown import literal_markdown, markdown_of
from quizzes.kinds import kind_of
from quizzes.kinds.portable import PortableAnswer, PortableForm, PortableQuestion
from quizzes.schema import Item

SPECIAL = "~=#{}:"
# What stands behind a backslash means nothing; meanwhile it is a character that nobody uses.
HIDDEN = {char: chr(0xE000 + number) for number, char in enumerate(SPECIAL + "\\n")}
ESCAPED = re.compile(r"\\([~=#{}:n\\])")
TITLE = re.compile(r"^::(.*?)::", re.DOTALL)
FORMAT = re.compile(r"^\s*\[(html|moodle|plain|markdown)\]", re.IGNORECASE)
WEIGHT = re.compile(r"^%(-?(?:\d+(?:\.\d+)?|\.\d+))%")
ANSWER = re.compile(r"([=~])([^=~]*)")
TRUTH = re.compile(r"^(T|TRUE|F|FALSE)\s*(?:#(.*))?$", re.IGNORECASE | re.DOTALL)
SPAN = re.compile(rf"^({NUMBER})\s*\.\.\s*({NUMBER})$")
ABOUT = re.compile(rf"^({NUMBER})(?:\s*:\s*({NUMBER}))?$")

# A part of the file as Markdown.
type ToText = Callable[[str], str]


def read_gift(text: str) -> Reading:
    """Every question of the file that has a kind here; the rest with the line and the reason."""
    reading = Reading()
    for line, entry in gift_entries(text):
        try:
            name, foreign = parse_entry(entry, partial(reading.note, line))
        except LeftOut as reason:
            reading.note(line, f"Left out. {reason}")
        else:
            reading.add(line, name, foreign)
    return reading


def gift_entries(text: str) -> Iterator[tuple[int, str]]:
    """What stands between empty lines or categories, without comments, with its first line."""
    lines: list[str] = []
    start = 0
    for number, line in enumerate([*text.splitlines(), ""], start=1):
        if line.strip().startswith("//"):
            continue
        if line.strip() and not line.strip().upper().startswith("$CATEGORY:"):
            start = start if lines else number
            lines.append(line)
        elif lines:
            yield start, "\n".join(lines)
            lines = []


def parse_entry(entry: str, note: Callable[[str], None]) -> tuple[str, ForeignQuestion]:
    """The name and the question of an entry. Raises LeftOut."""
    text = ESCAPED.sub(lambda escaped: HIDDEN[escaped[1]], entry).strip()
    title = TITLE.match(text)
    name = unescape_gift(title[1]) if title else ""
    text = text[title.end() :] if title else text
    kind = FORMAT.match(text)
    text = text[kind.end() :] if kind else text
    before, answers, after = split_at_braces(text)
    prompt = f"{before} _____ {after}" if after else before
    body, _, general = answers.partition("####")
    form = kind[1].lower() if kind else "moodle"

    to_markdown = partial(entry_text, form=form, note=note)
    more = {"explanation": to_markdown(general)}
    return name, check_foreign(parse_body(to_markdown(prompt), body.strip(), to_markdown, more))


def split_at_braces(text: str) -> tuple[str, str, str]:
    """What stands before the braces, in them, and after them. Raises LeftOut."""
    before, opening, rest = text.partition("{")
    answers, closing, after = rest.partition("}")
    if not opening:
        raise LeftOut("A text without answers.")
    if not closing:
        raise LeftOut("The answers have no closing brace.")
    if "{" in after:
        raise LeftOut("It has answers twice. Put an empty line between two questions.")
    return before.strip(), answers, after.strip()


def entry_text(part: str, form: str, note: Callable[[str], None]) -> str:
    """A part of an entry as Markdown. `form`: the format that the entry names, or `moodle`."""
    words = unescape_gift(part)
    if form == "plain":
        return literal_markdown(words)
    if form == "markdown" or (form == "moodle" and "<" not in words):
        return words
    words, lost = markdown_of(words)
    if lost:
        note(f"Not carried from this question: {', '.join(lost)}.")
    return words


def parse_body(
    prompt: str, body: str, to_markdown: ToText, more: dict[str, Any]
) -> ForeignQuestion:
    if not body:
        raise LeftOut("An essay: there is no such kind here.")
    if truth := TRUTH.match(body):
        return parse_truth(prompt, truth, to_markdown, more)
    if body.startswith("#"):
        return parse_numeric(prompt, body[1:].strip(), to_markdown, more)
    if not body.startswith(("=", "~")):
        raise LeftOut("An answer begins with = or with ~.")
    typed = "~" not in body
    taken = unescape_gift if typed else to_markdown  # what one types is no HTML
    answers = [parse_answer(sign, part, taken, to_markdown) for sign, part in ANSWER.findall(body)]
    if "->" in body and all("->" in answer.text for answer in answers):
        raise LeftOut("Matching: there is no such kind here.")
    if typed:
        return typed_question(prompt, answers, **more)
    return choice_question(prompt, answers, several=False, **more)


def parse_answer(sign: str, part: str, to_text: ToText, to_markdown: ToText) -> PortableAnswer:
    weight = WEIGHT.match(part.strip())
    text, _, why = (part.strip()[weight.end() :] if weight else part).partition("#")
    percent = float(weight[1]) if weight else 100 * (sign == "=")
    return PortableAnswer(to_text(text), percent, to_markdown(why))


def parse_truth(
    prompt: str, truth: re.Match[str], to_markdown: ToText, more: dict[str, Any]
) -> ForeignQuestion:
    """Feedback: of the wrong answer, then of the right one."""
    right = TRUE if truth[1].upper().startswith("T") else FALSE
    wrong_why, _, right_why = (truth[2] or "").partition("#")
    return ForeignQuestion(
        PortableForm.CHOOSE_ONE,
        prompt,
        truth_answers(right, to_markdown(wrong_why), to_markdown(right_why)),
        **more,
    )


def parse_numeric(
    prompt: str, body: str, to_markdown: ToText, more: dict[str, Any]
) -> ForeignQuestion:
    """The answer of full worth, with its tolerance; of several the first."""
    parts = ANSWER.findall(body) if body.startswith("=") else [("=", body)]
    answers = [parse_answer(sign, part, unescape_gift, to_markdown) for sign, part in parts]
    best = next((answer for answer in answers if answer.wholly_right), None)
    if best is None:
        raise LeftOut("No number of it is worth all the points.")
    value, tolerance = parse_number(best.text)
    notes = [
        f"Only one number counts here. Left out: {answer.text[:40] or answer.why[:40]}."
        for answer in answers
        if answer is not best
    ]
    return number_question(prompt, value, tolerance, best.why, notes=notes, **more)


def parse_number(text: str) -> tuple[Decimal, Decimal]:
    """A number and how far from it one may be: `3:0.1` or `1..5`. Raises LeftOut."""
    if span := SPAN.match(text):
        low, high = map(parse_decimal, span.groups())
        return (low + high) / 2, abs(high - low) / 2
    if about := ABOUT.match(text):
        return parse_decimal(about[1]), abs(parse_decimal(about[2] or "0"))
    return parse_decimal(text), Decimal(0)


def unescape_gift(text: str) -> str:
    for char, hidden in HIDDEN.items():
        text = text.replace(hidden, "\n" if char == "n" else char)
    return text.strip()


# --- Out -------------------------------------------------------------------------------------


def write_gift(items: list[Item]) -> tuple[str, list[Note]]:
    """The questions that GIFT can carry, and notes on what it can't."""
    entries = [
        gift_entry(item, question) for item in items if (question := kind_of(item).portable(item))
    ]
    notes = list(export_notes(items, "GIFT", hints=False))
    return "\n\n".join(entries) + "\n", notes


def gift_entry(item: Item, question: PortableQuestion) -> str:
    general = explanation_of(item)
    end = f"####{escape_gift(general)}" if general else ""
    name, prompt = escape_gift(item.id), escape_gift(item.prompt)
    return f"::{name}::[markdown]{prompt} {{{gift_body(question)}{end}}}"


def gift_body(question: PortableQuestion) -> str:
    right = question.right_answers
    if question.form == PortableForm.TYPE_NUMBER:
        return f"#{escape_gift(right[0].text)}:{question.tolerance!r}"
    if question.form == PortableForm.TYPE_TEXT:
        return " ".join(f"={escape_gift(answer.text)}" for answer in right)
    several = question.form == PortableForm.CHOOSE_SEVERAL
    return " ".join(gift_choice(answer, several) for answer in question.answers)


def gift_choice(answer: PortableAnswer, several: bool) -> str:
    """With its weight where several are right, else with the sign for right or wrong."""
    sign = f"~%{answer.percent:.5f}%" if several else "=" if answer.right else "~"
    return sign + escape_gift(answer.text) + (f"#{escape_gift(answer.why)}" if answer.why else "")


def escape_gift(text: str) -> str:
    text = re.sub(r"([~=#{}:\\])", r"\\\1", text.strip())
    return text.replace("\r\n", "\n").replace("\n", "\\n")
