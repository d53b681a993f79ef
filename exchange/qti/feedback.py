"""What an item says besides asking: reasons, hints, a solution, and to whom."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from exchange.qti.markup import FEEDBACK, markup
from exchange.qti.processing import ALWAYS, ANSWER, ASKED, RIGHT, WRONG, Processing
from exchange.xml_tree import Node

# What the names of outcomes and of what is said in them mean, where the rules do not say it.
HINT = re.compile(r"hint", re.IGNORECASE)
SOLUTION = re.compile(r"(?<!ask)(?<!seen[-_])(solution|explanation|rationale|general)", re.I)
NOT_RIGHT = re.compile(r"incorrect|wrong|false|partial", re.IGNORECASE)
NAMED_RIGHT = re.compile(r"correct|right", re.IGNORECASE)
TO_WHOM = {RIGHT: "a right answer", WRONG: "a wrong answer"}
LONGEST_TOLD = 2_000

type ToMarkdown = Callable[[str], str]


@dataclass
class Sayings:
    """`why`: by the identifier of a choice. `answers`: by the identifier of a field
    and what is typed into it. `others`: to whom, and
    what is said."""

    why: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    answers: dict[tuple[str, str], list[str]] = field(default_factory=lambda: defaultdict(list))
    hints: list[str] = field(default_factory=list)
    solution: list[str] = field(default_factory=list)
    right: list[str] = field(default_factory=list)
    others: list[tuple[str, str]] = field(default_factory=list)

    def reason(self, identifier: str) -> str:
        return "\n\n".join(self.why.get(identifier, []))

    def notes(self) -> Iterator[str]:
        said = [("a right answer", text) for text in self.right] + self.others
        for whom, text in said:
            yield f"Feedback for {whom} was not imported: {' '.join(text.split())[:LONGEST_TOLD]}"


def sayings_of(item: Node, processing: Processing, to_markdown: ToMarkdown) -> Sayings:
    """All that the item says, by when it says it."""
    found, choices = Sayings(), {*choice_identifiers(item)}
    for node, choice in feedback_in(item, ""):
        text = to_markdown(markup(node)).strip()
        if text:
            place(found, node, choice, choices, processing, text)
    return found


def feedback_in(node: Node, choice: str) -> Iterator[tuple[Node, str]]:
    """Each feedback, with the identifier of the choice in which it stands."""
    for part in node.children:
        if part.name in FEEDBACK:
            yield part, choice
        else:
            yield from feedback_in(part, identifier_of_choice(part) or choice)


def identifier_of_choice(node: Node) -> str:
    is_choice = re.fullmatch(r"qti-(\w+-)*choice|qti-gap-(text|img)", node.name)
    return node.attributes.get("identifier", "") if is_choice else ""


def choice_identifiers(item: Node) -> Iterator[str]:
    yield from filter(None, map(identifier_of_choice, item.descendants()))


def place(
    found: Sayings, node: Node, choice: str, choices: set[str], processing: Processing, text: str
) -> None:
    outcome = node.attributes.get("outcome-identifier", "")
    identifier = node.attributes.get("identifier", "")
    if choice or identifier in choices:
        found.why[choice or identifier].append(text)
        return
    cases = processing.told.get((outcome, identifier), [])
    when = cases[0] if len(set(cases)) == 1 else ""
    hidden = node.attributes.get("show-hide") == "hide"
    if when.startswith(ANSWER):
        asked, _, answer = when.removeprefix(ANSWER).partition("\n")
        if answer in choices:
            found.why[answer].append(text)
        else:
            found.answers[asked, answer].append(text)
    elif HINT.search(f"{outcome} {identifier} {when if when.startswith(ASKED) else ''}"):
        found.hints.append(text)
    elif hidden or when == ALWAYS or SOLUTION.search(f"{identifier} {outcome}"):
        found.solution.append(text)
    elif when == RIGHT or (NAMED_RIGHT.search(identifier) and not NOT_RIGHT.search(identifier)):
        found.right.append(text)
    else:
        wrong = when == WRONG or NOT_RIGHT.search(identifier)
        found.others.append((TO_WHOM[WRONG] if wrong else f"some ({identifier})", text))
