"""Which words of a file learners neither see nor are told of, and which stand nowhere in it."""

import re
from collections import Counter, defaultdict

from exchange.common import Note
from exchange.reading import Reading
from learn.markdown import render
from quizzes.schema import Item
from quizzes.texts import question_text, render_choice
from tests.exchange.source_words import visible_words, words_in

LEFT_OUT = "Left out. "
# What the readers write of their own accord.
OWN = Counter(words_in("Solution Fill the gaps True False"))


def named_words(item: Item) -> list[str]:
    return words_in(item.title or item.id)


def shown_words(item: Item) -> list[str]:
    """All that learners see of a question, at last."""
    parts = item.choices.values()
    rendered = [
        render(item.prompt),
        render(re.sub(r"\[\[gap-\d+\]\]", " ", item.text)),
        *(render_choice(text) for one in parts for text in (one.text, one.match) if text),
        *(question_text(item, text) for text in [one.why for one in parts] + item.hints),
        *(question_text(item, step.text) for step in item.steps),
    ]
    return [word for html in rendered for word in visible_words(html)]


def notes_by_start(reading: Reading) -> dict[int, list[Note]]:
    found: dict[int, list[Note]] = defaultdict(list)
    for note in reading.notes:
        found[note.line].append(note)
    return found


def missing_words(source: dict[int, list[str]], reading: Reading) -> dict[int, Counter[str]]:
    """By line, the words that are neither shown nor told of."""
    notes, shown = notes_by_start(reading), defaultdict(Counter)
    for line, item in reading.questions:
        shown[line].update(shown_words(item) + named_words(item))
    missing = {}
    for line, words in source.items():
        told = [note.message for note in notes[line]]
        if any(message.startswith(LEFT_OUT) for message in told):
            continue
        known = shown[line] + Counter(word for message in told for word in words_in(message))
        if lost := Counter(words) - known:
            missing[line] = lost
    return missing


def added_words(data: bytes, source: dict[int, list[str]], reading: Reading) -> dict[int, set[str]]:
    """By line, the words that are shown and stand nowhere in the file."""
    everything = {*words_in(data.decode("utf-8", "replace"))}
    everything |= {word for words in source.values() for word in words} | {*OWN}
    added = {
        line: {word for word in shown_words(item) if word not in everything and not word.isdigit()}
        for line, item in reading.questions
    }
    return {line: words for line, words in added.items() if words}
