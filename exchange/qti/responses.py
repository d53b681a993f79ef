"""What an item declares of its answers: which are right, and what each is worth."""

from dataclasses import dataclass, field

from exchange.common import LeftOut
from exchange.xml_tree import Node


@dataclass(frozen=True)
class Response:
    """`worth`: points by answer, as its mapping has them. `exact`: of which capitals count."""

    identifier: str
    cardinality: str
    base_type: str
    correct: list[str] = field(default_factory=list)
    worth: dict[str, float] = field(default_factory=dict)
    otherwise: float = 0.0
    exact: frozenset[str] = frozenset()

    @property
    def is_number(self) -> bool:
        return self.base_type in ("float", "integer")

    def percents(self, answers: list[str], mapped: bool) -> dict[str, float]:
        """What each answer is worth. `mapped`: by the points, else by what is declared right.

        Where several are given, all right ones together are worth 100 percent.
        """
        several = self.cardinality == "multiple"
        if not self.worth or not (mapped or not self.correct):
            share = 100 / max(1, len(self.correct)) if several else 100.0
            wrong, correct = -share if several else 0.0, {*self.correct}
            return {answer: share if answer in correct else wrong for answer in answers}
        points = {answer: self.worth.get(answer, self.otherwise) for answer in answers}
        right = [value for value in points.values() if value > 0]
        most = (sum(right) if several else max(right, default=0)) or 1
        return {
            answer: max(-100.0, round(100 * value / most, 6)) for answer, value in points.items()
        }


def responses_of(item: Node) -> dict[str, Response]:
    found = [read_response(node) for node in item.all("qti-response-declaration")]
    return {response.identifier: response for response in found}


def read_response(node: Node) -> Response:
    entries = [entry for part in node.all("qti-mapping") for entry in part.all("qti-map-entry")]
    mapping = node.first("qti-mapping")
    return Response(
        identifier=node.attributes.get("identifier", "").strip(),
        cardinality=node.attributes.get("cardinality", "single"),
        base_type=node.attributes.get("base-type", "identifier"),
        correct=[
            value.text() for part in node.all("qti-correct-response") for value in part.children
        ],
        worth={entry.attributes.get("map-key", ""): points(entry) for entry in entries},
        otherwise=points(mapping, "default-value") if mapping else 0.0,
        exact=frozenset(
            entry.attributes.get("map-key", "")
            for entry in entries
            if entry.attributes.get("case-sensitive", "").lower() in ("true", "1")
        ),
    )


def points(node: Node, name: str = "mapped-value") -> float:
    """Raises LeftOut."""
    written = node.attributes.get(name, "0")
    try:
        value = float(written)
    except ValueError:
        raise LeftOut(f"The worth of an answer, {written[:20]!r}, is no number.") from None
    if not abs(value) < 1e9:  # NaN too
        raise LeftOut(f"The worth of an answer, {written[:20]!r}, is no number.")
    return value
