"""Reads Moodle's GIFT: https://docs.moodle.org/en/GIFT_format. Text in, questions out."""

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from exchange.answers import (
    ANYTHING,
    FALSE,
    TRUE,
    NumberAnswer,
    choice_question,
    number_question,
    of_any_other,
    truth_answers,
    typed_question,
)
from exchange.common import ForeignQuestion, LeftOut, adding_notes, check_foreign
from exchange.gift_entries import GiftEntry, gift_entries, unescape_gift
from exchange.levels import level_in_remarks
from exchange.moodle_cloze import ClozeReader, has_gaps
from exchange.numbers import NUMBER, parse_decimal
from exchange.reading import Reading
from exchange.texts.formats import AUTO, ForeignTexts
from quizzes.kinds.portable import PortableAnswer, PortableForm, PortablePair

TITLE = re.compile(r"^::(.*?)::", re.DOTALL)
FORMAT = re.compile(r"^\s*\[(html|moodle|plain|markdown)\]", re.IGNORECASE)
WEIGHT = re.compile(r"^%([+-]?(?:\d+(?:[.,]\d+)?|[.,]\d+))%")
ANSWER = re.compile(r"(~=|[=~])([^=~]*)")
TRUTH = re.compile(r"^(T|TRUE|F|FALSE)\s*(?:#(.*))?$", re.IGNORECASE | re.DOTALL)
SPAN = re.compile(rf"^({NUMBER})\s*\.\.\s*({NUMBER})$")
ABOUT = re.compile(rf"^({NUMBER})(?:\s*:\s*({NUMBER}))?$")

# Stands for the place of the answer in a sentence, while that becomes Markdown.
BLANK = "\ue203"

# A part of the file as Markdown, in the format of its entry or in one that it names itself.
type ToText = Callable[[str], str]


def read_gift(text: str) -> Reading:
    """Every question of the file that has a kind here; the rest with the line and the reason."""
    reading, texts = Reading(), ForeignTexts()
    for entry in gift_entries(text):
        if entry.text.upper().startswith("$CATEGORY:"):
            reading.begin_category(entry.line, entry.text.partition(":")[2].strip())
            continue
        try:
            foreign = parse_entry(entry, texts)
        except LeftOut as reason:
            texts.take_lost()
            reading.note(entry.line, f"Left out. {reason}")
        else:
            reading.add(entry.line, foreign)
    reading.note_languages(texts.languages)
    return reading


def parse_entry(entry: GiftEntry, texts: ForeignTexts) -> ForeignQuestion:
    """The question of an entry. Raises LeftOut."""
    text = entry.text.strip()
    title = TITLE.match(text)
    text = text[title.end() :] if title else text
    form, text = format_of(text, AUTO)

    def to_markdown(part: str) -> str:
        own, words = format_of(part, form)
        return texts.markdown(unescape_gift(words).strip(), own)

    foreign = replace(
        check_foreign(parse_words(text, to_markdown)),
        title=unescape_gift(title[1]).strip() if title else "",
        level=level_in_remarks(entry.remarks),
    )
    return adding_notes(foreign, *lost_of_entry(entry, texts))


def parse_words(text: str, to_markdown: ToText) -> ForeignQuestion:
    """A question without its title. Raises LeftOut."""
    if has_gaps(text):
        return ClozeReader(to_markdown, unescape_gift).question(text)
    before, answers, after = split_at_braces(text)
    prompt = to_markdown(f"{before} {BLANK} {after}" if after else before).replace(BLANK, "_____")
    body, _, general = answers.partition("####")
    return replace(parse_body(prompt, body.strip(), to_markdown), explanation=to_markdown(general))


def format_of(part: str, inherited: str) -> tuple[str, str]:
    """The format that a part names before its words, and the words."""
    named = FORMAT.match(part)
    return (named[1].lower(), part[named.end() :]) if named else (inherited, part)


def lost_of_entry(entry: GiftEntry, texts: ForeignTexts) -> list[str]:
    notes = [
        f"Not imported from this question: {lost}."
        for lost in [", ".join(texts.take_lost())]
        if lost
    ]
    tags = [tag for remark in entry.remarks for tag in re.findall(r"\[tag:([^\]]+)\]", remark)]
    if others := [tag for tag in tags if not tag.startswith("level:")]:
        notes.append(f"Its tags were not imported: {', '.join(others)}.")
    if entry.has_inner_remarks:
        notes.append("A line in it that begins with // is a comment, and was not imported.")
    return notes


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


def parse_body(prompt: str, body: str, to_markdown: ToText) -> ForeignQuestion:
    if not body:
        raise LeftOut("An essay: there is no such kind of question here.")
    if truth := TRUTH.match(body):
        return parse_truth(prompt, truth, to_markdown)
    if body.startswith("#"):
        return parse_numeric(prompt, body[1:].strip(), to_markdown)
    if not body.startswith(("=", "~")):
        return parse_bare(prompt, body, to_markdown)
    if "~" not in body and any("->" in part.partition("#")[0] for _, part in ANSWER.findall(body)):
        return parse_pairs(prompt, body, to_markdown)
    if "~" not in body:
        answers = [
            parse_answer(sign, part, unescape_gift, to_markdown)
            for sign, part in ANSWER.findall(body)
        ]
        return typed_question(prompt, answers)
    parts = ANSWER.findall(body)
    answers = [parse_answer(sign, part, to_markdown, to_markdown) for sign, part in parts]
    foreign = choice_question(prompt, answers, several=False)
    odd = "`~=` before an answer: read as the right one."
    return adding_notes(foreign, odd) if "~=" in {sign for sign, _ in parts} else foreign


def parse_bare(prompt: str, body: str, to_markdown: ToText) -> ForeignQuestion:
    """An answer without a sign is the one to type, as GIFT allows for a single one."""
    if "~" in body or "=" in body:
        raise LeftOut("An answer begins with = or with ~.")
    return typed_question(prompt, [parse_answer("=", body, unescape_gift, to_markdown)])


def parse_answer(sign: str, part: str, to_text: ToText, to_markdown: ToText) -> PortableAnswer:
    weight = WEIGHT.match(part.strip())
    text, _, why = (part.strip()[weight.end() :] if weight else part).partition("#")
    percent = float(weight[1].replace(",", ".")) if weight else 100 * ("=" in sign)
    return PortableAnswer(to_text(text).strip(), percent, to_markdown(why))


def parse_pairs(prompt: str, body: str, to_markdown: ToText) -> ForeignQuestion:
    """`=part -> what belongs to it`; an empty part is for what belongs to nothing."""
    pairs = []
    for _, part in ANSWER.findall(body):
        left, arrow, right = part.partition("->")
        if not arrow:
            raise LeftOut("One of its pairs has no `->`.")
        pairs.append(PortablePair(to_markdown(left), to_markdown(right)))
    return ForeignQuestion(PortableForm.MATCH, prompt, pairs=pairs)


def parse_truth(prompt: str, truth: re.Match[str], to_markdown: ToText) -> ForeignQuestion:
    """Feedback: of the wrong answer, then of the right one."""
    right = TRUE if truth[1].upper().startswith("T") else FALSE
    wrong_why, _, right_why = (truth[2] or "").partition("#")
    answers = truth_answers(right, to_markdown(wrong_why), to_markdown(right_why))
    return ForeignQuestion(PortableForm.CHOOSE_ONE, prompt, answers)


def parse_numeric(prompt: str, body: str, to_markdown: ToText) -> ForeignQuestion:
    parts = ANSWER.findall(body) if body.startswith(("=", "~")) else [("=", body)]
    answers = [parse_answer(sign, part, unescape_gift, to_markdown) for sign, part in parts]
    numbers = [
        NumberAnswer(*parse_number(answer.text), answer.percent, answer.why)
        for answer in answers
        if answer.text not in ("", ANYTHING)
    ]
    return adding_notes(number_question(prompt, numbers), *of_any_other(answers))


def parse_number(text: str) -> tuple[Decimal, Decimal]:
    """A number and how far from it one may be: `3:0.1` or `1..5`. Raises LeftOut."""
    if span := SPAN.match(text):
        low, high = map(parse_decimal, span.groups())
        return (low + high) / 2, abs(high - low) / 2
    if about := ABOUT.match(text):
        return parse_decimal(about[1]), abs(parse_decimal(about[2] or "0"))
    return parse_decimal(text), Decimal(0)
