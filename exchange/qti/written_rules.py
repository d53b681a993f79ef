"""What a written item does with an answer: points, reasons, hints, the solution."""

from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

from exchange.xml_tree import xml_text

TEMPLATES = "https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/"
SCORE, FEEDBACK, HINTS, SOLUTION = "SCORE", "FEEDBACK", "HINTS", "SOLUTION"


def value(text: str, base_type: str = "identifier") -> str:
    return f'<qti-base-value base-type="{base_type}">{xml_text(text)}</qti-base-value>'


def variable(name: str) -> str:
    return f'<qti-variable identifier="{name}"/>'


def correct(name: str) -> str:
    return f'<qti-correct identifier="{name}"/>'


def put(outcome: str, expression: str) -> str:
    return f'<qti-set-outcome-value identifier="{outcome}">{expression}</qti-set-outcome-value>'


def several(*expressions: str) -> str:
    return f"<qti-multiple>{''.join(expressions)}</qti-multiple>"


def also(outcome: str, identifier: str) -> str:
    """Put one more value into an outcome."""
    return put(outcome, several(variable(outcome), value(identifier)))


def condition(*branches: tuple[str, str], otherwise: str = "") -> str:
    """`branches`: what must be true, and what is done then."""
    names = ["if", *["else-if"] * (len(branches) - 1)]
    parts = [
        f"<qti-response-{name}>{test}{rules}</qti-response-{name}>"
        for name, (test, rules) in zip(names, branches, strict=True)
    ]
    if otherwise:
        parts.append(f"<qti-response-else>{otherwise}</qti-response-else>")
    return f"<qti-response-condition>{''.join(parts)}</qti-response-condition>"


def add_points(points: float) -> str:
    added = variable(SCORE) + value(f"{points:.10g}", "float")
    return put(SCORE, f"<qti-sum>{added}</qti-sum>")


def at_place(name: str, place: int) -> str:
    return f'<qti-index n="{place}">{variable(name)}</qti-index>'


def is_near(name: str, expected: str, tolerance: float) -> str:
    mode = f'"absolute" tolerance="{tolerance!r} {tolerance!r}"' if tolerance else '"exact"'
    return f"<qti-equal tolerance-mode={mode}>{variable(name)}{expected}</qti-equal>"


def is_text(name: str, text: str, capitals: bool) -> str:
    sensitive = str(capitals).lower()
    inner = variable(name) + value(text, "string")
    return f'<qti-string-match case-sensitive="{sensitive}">{inner}</qti-string-match>'


def mapped(name: str) -> str:
    return f'<qti-map-response identifier="{name}"/>'


@dataclass
class Rules:
    """`template`: the standard's own that counts as `score` does. `reasons`: what says them."""

    template: str = ""
    score: str = ""
    reasons: str = ""
    hints: int = 0
    has_solution: bool = False

    def written(self) -> str:
        if self.template and not (self.reasons or self.hints or self.has_solution):
            return f"<qti-response-processing template={quoteattr(TEMPLATES + self.template)}/>"
        rules = self.score + self.reasons
        if self.has_solution:
            rules += put(SOLUTION, value(SOLUTION))
        if self.hints:
            asked = [
                (variable(request_name(number)), also(HINTS, hint_name(number)))
                for number in range(1, self.hints + 1)
            ]
            rules += put("completionStatus", value("completed"))
            rules = condition(*asked, otherwise=rules)
        return f"<qti-response-processing>{rules}</qti-response-processing>"

    def declared(self) -> str:
        """The outcomes."""
        found = [outcome(SCORE, "float", more=' normal-minimum="0" normal-maximum="1"')]
        if self.reasons:
            found.append(outcome(FEEDBACK, cardinality="multiple"))
        if self.hints:
            found.append(outcome(HINTS, cardinality="multiple"))
        if self.has_solution:
            found.append(outcome(SOLUTION))
        return "".join(found)


def outcome(
    name: str, base_type: str = "identifier", cardinality: str = "single", more: str = ""
) -> str:
    return (
        f'<qti-outcome-declaration identifier="{name}" cardinality="{cardinality}" '
        f'base-type="{base_type}"{more}/>'
    )


def request_name(number: int) -> str:
    return f"HINT-{number}-REQUEST"


def hint_name(number: int) -> str:
    return f"HINT-{number}"
