"""Interactions of QTI as questions: to choose, to put in order, to match, to type."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from exchange.answers import NumberAnswer, choice_question, number_question, typed_question
from exchange.common import ForeignQuestion, LeftOut, adding_notes
from exchange.numbers import parse_decimal
from exchange.qti.feedback import Sayings
from exchange.qti.markup import markup
from exchange.qti.processing import Processing
from exchange.qti.responses import Response
from exchange.xml_tree import Node
from quizzes.kinds.portable import PortableAnswer, PortableForm, PortablePair

WHOLE = "There only the whole answer counts. Here each part that is right counts."


@dataclass(frozen=True)
class Asked:
    """An interaction with what its item declares and says about it."""

    node: Node
    response: Response
    processing: Processing
    sayings: Sayings
    to_markdown: Callable[[str], str]

    def text(self, node: Node) -> str:
        return self.to_markdown(markup(node)).strip()

    def flag(self, name: str) -> bool:
        return is_set(self.node, name)

    def answers(self, nodes: list[Node]) -> list[PortableAnswer]:
        """The choices with what each is worth, and why."""
        names = [identifier(node) for node in nodes]
        worth = self.response.percents(names, self.processing.maps)
        return [
            PortableAnswer(self.text(node), worth[name], self.sayings.reason(name))
            for name, node in zip(names, nodes, strict=True)
        ]


def identifier(node: Node) -> str:
    return node.attributes.get("identifier", "")


def is_set(node: Node, name: str) -> bool:
    return node.attributes.get(name, "").strip().lower() in ("true", "1")


def choose(asked: Asked, prompt: str) -> ForeignQuestion:
    nodes = asked.node.all("qti-simple-choice")
    cardinality = asked.response.cardinality
    if cardinality not in ("single", "multiple"):
        raise LeftOut(
            "The order in which one chooses counts. There is no such kind of question here."
        )
    several = cardinality == "multiple"
    foreign = choice_question(prompt, asked.answers(nodes), several)
    if several and not asked.processing.maps and not asked.processing.own:
        foreign = adding_notes(foreign, WHOLE)
    return in_its_order(foreign, asked, nodes)


def in_its_order(foreign: ForeignQuestion, asked: Asked, nodes: list[Node]) -> ForeignQuestion:
    """Shuffled or as they stand; or shuffled with the last one staying last."""
    if not asked.flag("shuffle"):
        return replace(foreign, order="kept")
    fixed = [is_set(node, "fixed") for node in nodes]
    if fixed and fixed[-1] and not any(fixed[:-1]):
        return replace(foreign, last_stays=True)
    if all(fixed):
        return replace(foreign, order="kept")
    if any(fixed):
        note = "In the file some of its choices keep their places. Here all of them do."
        return adding_notes(replace(foreign, order="kept"), note)
    return foreign


def put_in_order(asked: Asked, prompt: str) -> ForeignQuestion:
    nodes = {identifier(node): node for node in asked.node.all("qti-simple-choice")}
    right = asked.response.correct
    if not right:
        raise LeftOut("It does not say which order is right.")
    if sorted(right) != sorted(nodes):
        raise LeftOut("In the file only some of its parts are put in order. Here all of them are.")
    answers = [
        PortableAnswer(asked.text(nodes[name]), 0, asked.sayings.reason(name)) for name in right
    ]
    counts = asked.processing.own or asked.processing.by_place
    notes = [] if counts else ["In the file only the whole order counts. Here each place counts."]
    if not asked.flag("shuffle") or any(is_set(node, "fixed") for node in nodes.values()):
        notes.append("In the file its parts start in given places. Here they are shuffled.")
    return ForeignQuestion(PortableForm.ORDER, prompt, answers, notes=notes)


def match(asked: Asked, prompt: str) -> ForeignQuestion:
    """Two sets of parts, of which each on one side has one that belongs to it."""
    sides = [
        {identifier(part): part for part in group.all("qti-simple-associable-choice")}
        for group in asked.node.all("qti-simple-match-set")
    ]
    if len(sides) != 2:
        raise LeftOut("It has no two sides to match.")
    return matched(asked, prompt, sides[0], sides[1])


def associate(asked: Asked, prompt: str) -> ForeignQuestion:
    """Parts of one set that belong together two by two: here they get a left and a right side."""
    parts = {identifier(part): part for part in asked.node.all("qti-simple-associable-choice")}
    uses = Counter(name for pair in right_pairs(asked) for name in pair)
    if any(count > 1 for count in uses.values()):
        raise LeftOut(
            "One of its parts belongs to several others. Here a part belongs to exactly one."
        )
    left = {name: parts[name] for name, _ in right_pairs(asked) if name in parts}
    right = {name: part for name, part in parts.items() if name not in left}
    note = "In the file any two of its parts could be put together. Here they have two sides."
    return adding_notes(matched(asked, prompt, left, right), note)


def matched(
    asked: Asked, prompt: str, left: dict[str, Node], right: dict[str, Node]
) -> ForeignQuestion:
    pairs = [(one, other) for one, other in right_pairs(asked) if one in left and other in right]
    if not pairs:
        raise LeftOut("It does not say what belongs to what.")
    turned = ""
    if not is_function(pairs, left):
        pairs, left, right = [(other, one) for one, other in pairs], right, left
        turned = "Its sides are the other way round here, where a left part has one right part."
    if not is_function(pairs, left):
        raise LeftOut(
            "One of its parts belongs to several others, or to none. Here a part belongs to "
            "exactly one."
        )
    partner, words = dict(pairs), {name: asked.text(part) for name, part in right.items()}
    found = [
        PortablePair(asked.text(part), words[partner[name]], reason_of(asked, name, partner[name]))
        for name, part in left.items()
    ]
    taken = {*partner.values()}
    free = [name for name in right if name not in taken]
    found += [PortablePair("", words[name], asked.sayings.reason(name)) for name in free]
    notes = [turned, "" if asked.processing.maps or asked.processing.own else WHOLE]
    return adding_notes(ForeignQuestion(PortableForm.MATCH, prompt, pairs=found), *notes)


def reason_of(asked: Asked, left: str, right: str) -> str:
    said = [asked.sayings.reason(left), asked.sayings.reason(right)]
    return "\n\n".join(filter(None, dict.fromkeys(said)))


def is_function(pairs: list[tuple[str, str]], left: dict[str, Node]) -> bool:
    """Whether each left part has exactly one that belongs to it."""
    return Counter(one for one, _ in pairs) == Counter([*left])


def right_pairs(asked: Asked) -> list[tuple[str, str]]:
    """What belongs together: as it is declared, else what is worth points."""
    worth = asked.response.worth
    written = asked.response.correct or [pair for pair in worth if worth[pair] > 0]
    parted = [pair.split() for pair in written]
    return [(pair[0], pair[1]) for pair in parted if len(pair) == 2]


# --- What is typed -----------------------------------------------------------------------------


def type_in(asked: Asked, prompt: str) -> ForeignQuestion:
    if asked.response.is_number:
        return number_question(prompt, [*numbers_of(asked)])
    answers = typed_answers(asked)
    if not any(answer.right for answer in answers):
        raise LeftOut("No answer is declared right: a person would have to judge it.")
    return replace(typed_question(prompt, answers), capitals=capitals_count(asked))


def typed_answers(asked: Asked) -> list[PortableAnswer]:
    response, processing = asked.response, asked.processing
    said = {
        answer: texts
        for (name, answer), texts in asked.sayings.answers.items()
        if name == response.identifier
    }
    texts = dict.fromkeys([*response.correct, *response.worth, *said])
    worth = response.percents([*texts], processing.maps or response.is_number)
    return [PortableAnswer(text, worth[text], "\n\n".join(said.get(text, []))) for text in texts]


def capitals_count(asked: Asked) -> bool:
    """Whether they do, for each of the right answers."""
    response = asked.response
    if response.worth and (asked.processing.maps or not response.correct):
        right = {answer for answer, worth in response.worth.items() if worth > 0}
        return right <= response.exact
    return asked.processing.exact.get(response.identifier, True)


def numbers_of(asked: Asked) -> Iterator[NumberAnswer]:
    for answer in typed_answers(asked):
        value = parse_decimal(answer.text)
        near = nearness(asked, value) if answer.right else Decimal(0)
        yield NumberAnswer(value, near, answer.percent, answer.why)


def nearness(asked: Asked, value: Decimal) -> Decimal:
    """How far from a right number one may be, as the item compares it."""
    how = asked.processing.nearness.get(asked.response.identifier)
    if how is None:
        return Decimal(0)
    if how.name == "qti-equal-rounded":
        places = int(parse_decimal(how.attributes.get("figures", "0") or "0"))
        significant = how.attributes.get("rounding-mode", "").startswith("significant")
        exponent = value.adjusted() + 1 - places if significant and value else -places
        return Decimal(5).scaleb(exponent - 1) if abs(exponent) < 20 else Decimal(0)
    far = [abs(parse_decimal(one)) for one in how.attributes.get("tolerance", "").split()]
    mode = how.attributes.get("tolerance-mode", "exact")
    if mode == "exact" or not far:
        return Decimal(0)
    return min(far) if mode == "absolute" else abs(value) * min(far) / 100
