"""Do imports lose words? `python -m tests.exchange.compare_words FILES…`

Each word of a file must be in what learners see of its question or in what is told of it. Exits
with 1 where one is in neither. Questions that were left out are listed with the reason.
"""

import os
import re
import sys
from collections import Counter
from pathlib import Path

import django


def compare(path: Path, reasons: Counter[str]) -> tuple[int, int, int]:
    """Print what there is to say of a file. Returns how many came, were left out, and are lost."""
    from exchange.common import Unreadable
    from exchange.importer import read_questions
    from tests.exchange.lost_words import LEFT_OUT, added_words, missing_words
    from tests.exchange.source_words import words_by_line

    data = path.read_bytes()
    try:
        reading = read_questions(data)
    except Unreadable as error:
        print(f"{path}:{error.note.line}: unreadable: {error.note.message}")
        reasons[f"the file: {error.note.message}"] += 1
        return 0, 0, 0
    left = [note for note in reading.notes if note.message.startswith(LEFT_OUT)]
    reasons.update(re.sub(r"'[^']*'|[\d.,]+", "…", note.message) for note in left)
    source = words_by_line(data)
    missing = missing_words(source, reading)
    print(f"{path}: {len(reading.questions)} came, {len(left)} left out")
    for note in left:
        print(f"  {note.line}: {note.message}")
    for line, lost in missing.items():
        print(f"  {line}: LOST {' '.join(lost.elements())}")
    for line, words in added_words(data, source, reading).items():
        print(f"  {line}: from nowhere: {' '.join(sorted(words))}")
    return len(reading.questions), len(left), sum(lost.total() for lost in missing.values())


def main(paths: list[str]) -> int:
    reasons: Counter[str] = Counter()
    rows = [compare(Path(path), reasons) for path in paths]
    came, left, lost = (sum(column) for column in zip(*rows, strict=True)) if rows else (0, 0, 0)
    print(f"\n{len(rows)} files, {came} questions came, {left} were left out, {lost} words lost.")
    for reason, count in reasons.most_common():
        print(f"{count:>6}  {reason}")
    return int(bool(lost))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    sys.exit(main(sys.argv[1:]))
