"""Counting in prose: how hard it is to read, and which numbers it claims."""

import re
from collections.abc import Iterator
from itertools import pairwise

from learn.markdown import MARKDOWN

# A line in which nothing is Markdown, as most choices, hints and steps are: it is its paragraph.
PLAIN = re.compile(r"[A-Za-z][A-Za-z ,;()'\"]*[A-Za-z)][.?]?")
WORD = re.compile(r"[A-Za-z][A-Za-z'\u2019-]*")
SENTENCE_END = re.compile(r"[.!?]+(?=\s|$)")
VOWELS = re.compile(r"[aeiouy]+")
NUMBER = r"(?:\d[\d.,]*|two|three|four|five|ten|twenty|fifty|hundred|a hundred|a thousand)"
COMPARED = "as|faster|slower|more|less|cheaper|bigger|smaller"
UNIT = rf"(?:ms|milliseconds?|microseconds?|µs|per ?cent|[kKMG]B|(?:times|x) (?:{COMPARED}))\b"
CLAIM = re.compile(rf"\b{NUMBER}(?: ?(?:to|-|\u2013) ?{NUMBER})?\s?(?:%|{UNIT})")

# What no claim is without, however its words are set.
MAY_CLAIM = re.compile(r"%|[mµ]s|seconds?|cent|[kKMG]B|times|x")


def prose_paragraphs(text: str) -> Iterator[tuple[int, str]]:
    """The prose of a Markdown text: the line (from 1) and words of each paragraph or list entry.

    Without headings, tables and blocks of code. Code within a line reads as one short word.
    """
    if PLAIN.fullmatch(text):
        yield 1, text
        return
    tokens = MARKDOWN.parse(text)
    for before, token in pairwise(tokens):
        if before.type == "paragraph_open" and token.type == "inline":
            parts = [
                "it" if part.type == "code_inline" else part.content or " "
                for part in token.children or []
                if part.type in ("text", "code_inline", "softbreak", "hardbreak")
            ]
            yield (token.map[0] + 1 if token.map else 1), "".join(parts)


def measured_claims(text: str) -> Iterator[tuple[int, str]]:
    """Numbers with a unit that somebody must have measured, with the line of their paragraph."""
    if not MAY_CLAIM.search(text):
        return
    for line, words in prose_paragraphs(text):
        for claim in CLAIM.finditer(words):
            yield line, claim[0]


def reading_grade(words: str) -> float:
    """The school year that can read this (Flesch-Kincaid grade level, Kincaid et al. 1975)."""
    word_list = WORD.findall(words)
    if not word_list:
        return 0
    sentences = max(1, len(SENTENCE_END.findall(words)))
    spoken = sum(map(syllables, word_list))
    return 0.39 * len(word_list) / sentences + 11.8 * spoken / len(word_list) - 15.59


def syllables(word: str) -> int:
    """About how many: groups of vowels, without a silent e at the end."""
    sounded = re.sub(r"(?:[^laeiouy]e|[^td]ed|[^szxhgc]es)$", "", word.lower())
    return max(1, len(VOWELS.findall(sounded)))
