"""What `checkcourse` asks of a pack beyond what loads: rules of good teaching.

Each rule is a pure function from a draft to its problems. A new one is a function in `RULES`.
"""

import re
from collections.abc import Callable, Iterator
from difflib import get_close_matches
from functools import cache
from itertools import chain
from typing import get_args

from django.conf import global_settings

from learn.image_texts import text_images
from learn.images.references import FOLDER
from learn.markdown import MARKDOWN
from packs.files import Problem, start_of
from packs.links import links_lead_somewhere
from packs.lint_choices import (
    all_of_the_above_stands_last,
    choices_look_different,
    no_choice_names_another_by_place,
    no_explanation_names_a_letter,
)
from packs.pack import PackDraft
from packs.passages import passages, passages_by_file
from packs.prose import measured_claims, prose_paragraphs, reading_grade
from packs.shape import SetDraft
from packs.texts import directive_lines
from quizzes.behaviours import BEHAVIOURS
from quizzes.kinds import kind_of
from quizzes.schema import Item, Level

HARDEST = 10  # reading grade
LEVELS = get_args(Level)
# What stands beside a claim and shows where its number is from.
EVIDENCE = {"measured", "proof"}
CAPITALS = re.compile(r"\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b")
# Settings that stand within a setting.
INNER = {"CONN_MAX_AGE", "CONN_HEALTH_CHECKS", "ATOMIC_REQUESTS", "AUTOCOMMIT", "KEY_PREFIX"}

type Rule = Callable[[PackDraft], Iterator[Problem]]


def lint_pack(draft: PackDraft) -> list[Problem]:
    """All that is wrong with a pack, and all that could be better, by file and line."""
    problems = chain.from_iterable(rule(draft) for rule in RULES)
    return sorted({*draft.problems, *problems})


# --- Sets --------------------------------------------------------------------------------------


def asking_sets(draft: PackDraft) -> Iterator[SetDraft]:
    """The sets that could be read to the end and ask for an answer; cards only show one."""
    for lesson in draft.lessons:
        for questions in lesson.sets.values():
            rules = questions.rules
            if rules and not BEHAVIOURS[rules.behaviour].self_assessed and not questions.problems:
                yield questions


def all_three_levels(draft: PackDraft) -> Iterator[Problem]:
    for questions in asking_sets(draft):
        missing = [
            level
            for level in LEVELS
            if level not in {item.level for item in draft_items(questions)}
        ]
        if missing:
            message = f"No question is {' or '.join(missing)}. Write one, or set a level anew."
            yield questions.source.problem(message, "questions")


def the_right_choice_is_not_always_the_longest(draft: PackDraft) -> Iterator[Problem]:
    for questions in asking_sets(draft):
        asked = [item for item in draft_items(questions) if kind_of(item).single_choice]
        longest = sum(map(right_is_longest, asked))
        if len(asked) >= 3 and longest / len(asked) >= 0.8:
            message = (
                f"The right choice is the longest in {longest} of {len(asked)} questions: one can "
                "guess it. Shorten some, or lengthen wrong ones."
            )
            yield questions.source.problem(message, "questions")


def right_is_longest(item: Item) -> bool:
    lengths = {key: len(choice.text) for key, choice in item.choices.items()}
    longest = max(lengths, key=lambda key: lengths[key])
    return item.choices[longest].right and list(lengths.values()).count(lengths[longest]) == 1


def draft_items(questions: SetDraft) -> list[Item]:
    return list(questions.items.values())


# --- Lessons -----------------------------------------------------------------------------------


def every_mode_is_there(draft: PackDraft) -> Iterator[Problem]:
    for lesson in draft.lessons:
        for mode in lesson.modes:
            if lesson.about and mode not in lesson.files:
                message = (
                    f"The mode {mode!r} is missing. Write {mode}.md or {mode}.yaml, or name the "
                    "modes that this lesson has under `modes`."
                )
                yield lesson.problem(message, "modes")


# --- Texts -------------------------------------------------------------------------------------


def a_claim_has_its_evidence(draft: PackDraft) -> Iterator[Problem]:
    for passage in passages(draft):
        if passage.wrong or (passage.item and passage.item.proof):
            continue
        claims = list(measured_claims(passage.text))
        proven = evidence_sections(passage.text) if claims else set()
        for line, claim in claims:
            if section_of(passage.text, line) not in proven:
                message = (
                    f"{claim!r} is a claim, and nothing here shows it. Add a proof or a "
                    "measured figure, or say it without the number."
                )
                yield passage.tell(message, start_of(passage.text, line))


def evidence_sections(text: str) -> set[int]:
    """The sections, by the line of their heading, that hold a proof or a measured figure."""
    return {
        section_of(text, line) for line, _, name, _ in directive_lines(text) if name in EVIDENCE
    }


def section_of(text: str, line: int) -> int:
    """The line of the last heading above a line, or 0."""
    heading_line = 0
    for token in MARKDOWN.parse(text):
        if token.type == "heading_open" and token.map and token.map[0] + 1 <= line:
            heading_line = token.map[0] + 1
    return heading_line


def the_text_is_easy_to_read(draft: PackDraft) -> Iterator[Problem]:
    """By page and by set, so that one long sentence may be; told at the hardest paragraph."""
    for group in passages_by_file(draft):
        paragraphs = [
            (passage, *paragraph)
            for passage in group
            for paragraph in prose_paragraphs(passage.text)
        ]
        reached = reading_grade("\n".join(f"{words}." for *_, words in paragraphs))
        if reached > HARDEST:
            passage, line, _ = max(
                paragraphs, key=lambda paragraph: (reading_grade(paragraph[2]), paragraph[1])
            )
            message = (
                f"The reading grade of this file is {reached:.1f}, of {HARDEST} at most. Write "
                "shorter sentences and simpler words, here first."
            )
            yield passage.tell(message, start_of(passage.text, line))


def settings_are_spelt_right(draft: PackDraft) -> Iterator[Problem]:
    for passage in passages(draft):
        if passage.wrong:  # a wrong choice may be a wrong name
            continue
        for word in CAPITALS.finditer(passage.text):
            if meant := intended_setting(word[0]):
                message = f"Django has no setting {word[0]!r}. Is it {meant!r}?"
                yield passage.tell(message, word.start())


@cache
def intended_setting(word: str) -> str:
    """The setting of Django that a word is close to, or nothing if it is one or is far from all."""
    known = {name for name in dir(global_settings) if name.isupper()} | INNER
    close = [] if word in known else get_close_matches(word, known, n=1, cutoff=0.9)
    return close[0] if close else ""


# --- Images ------------------------------------------------------------------------------------


def every_image_is_used(draft: PackDraft) -> Iterator[Problem]:
    if draft.problems:
        return  # not all texts could be read
    used = {source for passage in passages(draft) for _, source, _ in text_images(passage.text)}
    for name in draft.images:
        if f"{FOLDER}/{name}" not in used:
            message = (
                f"No text shows this image. Write ![what it shows]({FOLDER}/{name}), or delete it."
            )
            yield Problem(f"{FOLDER}/{name}", 1, message)


def no_image_says_where_it_was_taken(draft: PackDraft) -> Iterator[Problem]:
    for name in draft.located:
        message = "This image says where it was taken, to whoever saves it. Save it without."
        yield Problem(f"{FOLDER}/{name}", 1, message)


# Those that speak of any text, and of a set's questions, whatever else the pack has.
TEXT_RULES: list[Rule] = [
    a_claim_has_its_evidence,
    the_text_is_easy_to_read,
    settings_are_spelt_right,
]
QUESTION_RULES: list[Rule] = [
    all_three_levels,
    the_right_choice_is_not_always_the_longest,
    choices_look_different,
    all_of_the_above_stands_last,
    no_choice_names_another_by_place,
    no_explanation_names_a_letter,
    *TEXT_RULES,
]
RULES: list[Rule] = [
    *QUESTION_RULES,
    every_mode_is_there,
    links_lead_somewhere,
    every_image_is_used,
    no_image_says_where_it_was_taken,
]
