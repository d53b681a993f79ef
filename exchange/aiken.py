"""Reads Aiken: https://docs.moodle.org/en/Aiken_format. A text, choices by letters, `ANSWER: B`."""

import re
from dataclasses import dataclass, field

from exchange.answers import choice_question
from exchange.common import MOST_PARTS, ForeignQuestion, LeftOut, check_foreign
from exchange.reading import Reading
from exchange.texts.literal import plain_markdown
from quizzes.kinds.portable import PortableAnswer

# `A. Mars`, `A) Mars`, `a) Mars`. Behind Z come AA, AB: more than a question can have.
CHOICE = re.compile(r"\s*([A-Za-z]|A[A-Z])[.)](?:\s+(.*)|)$", re.DOTALL)
ANSWER = re.compile(r"\s*ANSWER\s*:\s*(.*?)\s*$", re.IGNORECASE)
LETTERS = [*map(chr, range(ord("A"), ord("Z") + 1)), *(f"A{chr(code)}" for code in range(65, 91))]
HOW = "Each stands on its own line and begins with a letter, as “A. Mars”; the first is A."


@dataclass
class Entry:
    """A question while it is read. `choices`: the lines of each, by its letter."""

    line: int = 0
    prompt: list[str] = field(default_factory=list)
    choices: dict[str, list[str]] = field(default_factory=dict)
    twice: str = ""

    @property
    def next_letter(self) -> str:
        return LETTERS[min(len(self.choices), len(LETTERS) - 1)]

    @property
    def last_choice(self) -> list[str]:
        return [*self.choices.values()][-1]

    def takes(self, letter: str) -> bool:
        """Whether a line that begins with this letter is a choice of it. Before the first one it
        may be a sentence, as `C. elegans is a worm`."""
        return bool(self.prompt) and (letter == self.next_letter or bool(self.choices))

    def begin_choice(self, letter: str, words: str) -> None:
        if letter in self.choices:
            self.twice = letter
        self.choices[letter] = [words]

    def question(self, answer: str | None) -> ForeignQuestion:
        """Raises LeftOut."""
        right = self.right_letter(answer)
        answers = [
            PortableAnswer(plain_markdown("\n".join(lines)), 100 * (letter == right))
            for letter, lines in self.choices.items()
        ]
        return check_foreign(
            choice_question(plain_markdown("\n".join(self.prompt)), answers, False)
        )

    def right_letter(self, answer: str | None) -> str:
        """Raises LeftOut, with the cause."""
        if not any(self.prompt):
            raise LeftOut("There is no question above it.")
        if not self.choices:
            raise LeftOut(f"It has no choices. {HOW}")
        if answer is None:
            raise LeftOut("It has no line ANSWER below its choices, as “ANSWER: B”.")
        if self.twice:
            raise LeftOut(f"Two of its choices begin with {self.twice}.")
        if len(self.choices) > MOST_PARTS:
            raise LeftOut(f"It has more than {MOST_PARTS} choices.")
        right = answer.rstrip(".)").upper()
        if right not in self.choices:
            known = ", ".join(self.choices)
            raise LeftOut(
                f"Its ANSWER is {answer[:20]!r}. One letter of its choices belongs there: {known}."
            )
        return right


def read_aiken(text: str) -> Reading:
    """Every question of the file; those that can't be read with the line and the cause."""
    reader = AikenReader()
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            reader.take(number, line)
        reader.after_gap = not line.strip()
    reader.finish(None)
    return reader.reading


class AikenReader:
    """Takes the file line by line. `after_gap`: an empty line stood before."""

    def __init__(self) -> None:
        self.reading = Reading()
        self.entry = Entry()
        self.after_gap = False

    def take(self, number: int, line: str) -> None:
        if answer := ANSWER.match(line):
            self.entry.line = self.entry.line or number
            self.finish(answer[1])
            return
        choice = CHOICE.match(line)
        letter = choice[1].upper() if choice else ""
        if letter == "A" and self.entry.choices:
            self.begin_anew(number)
        if choice and self.entry.takes(letter):
            self.entry.begin_choice(letter, choice[2] or "")
        elif self.entry.choices and not self.after_gap:
            self.entry.last_choice.append(line.strip())
        else:
            self.take_prompt(number, line)

    def take_prompt(self, number: int, line: str) -> None:
        if self.entry.choices:
            self.finish(None)
        self.entry.line = self.entry.line or number
        if self.after_gap and self.entry.prompt:
            self.entry.prompt.append("")
        self.entry.prompt.append(line.rstrip())

    def begin_anew(self, number: int) -> None:
        """Choices begin with A again, so the question before had no ANSWER. What was taken for more
        lines of its last choice is the next question."""
        last = self.entry.last_choice
        prompt, last[1:] = last[1:], []
        self.finish(None)
        self.entry = Entry(number - len(prompt), prompt)

    def finish(self, answer: str | None) -> None:
        """`answer`: what stands behind ANSWER; None where there is no such line."""
        entry, self.entry = self.entry, Entry()
        if not entry.line:
            return
        try:
            self.reading.add(entry.line, entry.question(answer))
        except LeftOut as reason:
            self.reading.note(entry.line, f"Left out. {reason}")
