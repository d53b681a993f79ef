"""What an item does with an answer: how it counts, and when it says what.

Only what the standard's own examples and templates do is understood; the rest is told.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from exchange.xml_tree import Node

# When something is said: always, to a right or a wrong answer, or in some other case.
ALWAYS, RIGHT, WRONG, SOMETIMES = "always", "right", "wrong", "sometimes"
PLACE = "place"  # to an answer that has something in its right place
# When there is no answer yet. `asked:NAME`, where that is asked for. `answer:NAME` and
# a line with a text, where that is the answer.
UNANSWERED, ASKED, ANSWER = "unanswered", "asked:", "answer:"
OPPOSITE = {RIGHT: WRONG, WRONG: RIGHT, UNANSWERED: ALWAYS}

COMPARISONS = {"qti-match", "qti-string-match", "qti-equal", "qti-equal-rounded", "qti-member"}
MAPPINGS = {"qti-map-response", "qti-map-response-point"}
# What an outcome may be made of so that we know what it counts.
COUNTED = MAPPINGS | {"qti-base-value", "qti-sum", "qti-variable", "qti-correct"} | COMPARISONS


@dataclass
class Processing:
    """`responses`: their identifiers. `told`: when each value is put into each outcome.

    `maps`: points count. `by_place`: each place of an order does. `own`: it counts
    in a way of its own. `nearness`: by response, the
    comparison of a number. `exact`: by response, whether capitals count.
    """

    responses: frozenset[str] = frozenset()
    template: str = ""
    maps: bool = False
    own: bool = False
    by_place: bool = False
    told: dict[tuple[str, str], list[str]] = field(default_factory=lambda: defaultdict(list))
    nearness: dict[str, Node] = field(default_factory=dict)
    exact: dict[str, bool] = field(default_factory=dict)

    def take(self, rules: list[Node], when: str) -> None:
        for rule in rules:
            if rule.name == "qti-response-condition":
                self.take_condition(rule, when)
            elif rule.name == "qti-set-outcome-value":
                self.take_outcome(rule, when)
            elif rule.name == "qti-response-processing-fragment":
                self.take(rule.children, when)

    def take_condition(self, rule: Node, when: str) -> None:
        first = ""
        for branch in rule.children:
            if branch.name == "qti-response-else":
                self.take(branch.children, both(when, OPPOSITE.get(first, otherwise(first))))
            elif branch.children:
                test, *rules = branch.children
                self.take_test(test)
                case = self.case_of(test)
                first = first or case
                self.take(rules, both(when, case))

    def take_test(self, test: Node) -> None:
        """How the test compares what was typed."""
        for part in [test, *test.descendants()]:
            named = variable_in(part)
            if not named:
                continue
            if part.name in ("qti-equal", "qti-equal-rounded"):
                self.nearness.setdefault(named, part)  # the first decides what is right
            elif part.name == "qti-string-match":
                sensitive = part.attributes.get("case-sensitive", "true").lower()
                self.exact.setdefault(named, sensitive in ("true", "1"))

    def take_outcome(self, rule: Node, when: str) -> None:
        outcome = rule.attributes.get("identifier", "")
        parts = [*rule.descendants()]
        self.maps |= any(part.name in MAPPINGS for part in parts)
        if outcome.upper() == "SCORE":
            self.by_place |= when == PLACE
            self.own |= when == SOMETIMES or any(part.name not in COUNTED for part in parts)
            return
        for part in parts:
            if part.name == "qti-base-value":
                self.told[outcome, part.text()].append(when)

    def case_of(self, test: Node) -> str:
        """In which case a test is true."""
        parts = test.children
        if test.name == "qti-variable":
            return ASKED + test.attributes.get("identifier", "")
        if test.name == "qti-is-null":
            return UNANSWERED
        if test.name == "qti-not" and len(parts) == 1:
            return OPPOSITE.get(self.case_of(parts[0]), SOMETIMES)
        if test.name == "qti-and":
            cases = {self.case_of(part) for part in parts}
            return cases.pop() if len(cases) == 1 else SOMETIMES
        if test.name not in COMPARISONS:
            return SOMETIMES
        names = {part.name for part in parts}
        if names == {"qti-variable", "qti-correct"}:
            return RIGHT
        if names == {"qti-index", "qti-base-value"}:
            return PLACE
        return (
            self.case_of_value(test) if names == {"qti-variable", "qti-base-value"} else SOMETIMES
        )

    def case_of_value(self, test: Node) -> str:
        """In which case an answer, or an outcome that was told before, has a value."""
        named = variable_in(test)
        value = next(part.text() for part in test.all("qti-base-value"))
        if named in self.responses:
            return f"{ANSWER}{named}\n{value}"
        cases = {*self.told.get((named, value), [])}
        return cases.pop() if len(cases) == 1 else SOMETIMES


def processing_of(item: Node) -> Processing:
    declared = item.all("qti-response-declaration")
    found = Processing(frozenset(node.attributes.get("identifier", "") for node in declared))
    for node in item.all("qti-response-processing"):
        found.template = node.attributes.get("template", "").rpartition("/")[2].lower()
        found.maps = "map_response" in found.template
        found.take(node.children, ALWAYS)
    return found


def both(outer: str, inner: str) -> str:
    if outer in (ALWAYS, inner):
        return inner
    return outer if inner == ALWAYS else SOMETIMES


def otherwise(case: str) -> str:
    return ALWAYS if case.startswith(ASKED) else SOMETIMES


def variable_in(test: Node) -> str:
    return next((part.attributes.get("identifier", "") for part in test.all("qti-variable")), "")
