"""A question as an item of QTI 3.0."""

from dataclasses import dataclass, field
from xml.sax.saxutils import quoteattr

from exchange.export_notes import explanation_of, naming_choices
from exchange.qti.item import RESPONSE, TOOL
from exchange.qti.written_rules import (
    FEEDBACK,
    HINTS,
    SOLUTION,
    Rules,
    also,
    condition,
    correct,
    hint_name,
    is_near,
    is_text,
    mapped,
    put,
    request_name,
    value,
    variable,
)
from exchange.qti.xhtml import ToAddress, xhtml
from exchange.xml_tree import xml_plain, xml_text
from quizzes.kinds.portable import PortableForm, PortableQuestion
from quizzes.schema import Item

NAMESPACE = "http://www.imsglobal.org/xsd/imsqtiasi_v3p0"
SCHEMA = "https://purl.imsglobal.org/spec/qti/v3p0/schema/xsd/imsqti_asiv3p0_v1p0.xsd"


def xml_name(slug: str) -> str:
    """A slug as an identifier, which begins with no digit."""
    return slug if slug[:1].isalpha() else f"_{slug}"


@dataclass
class ItemWriter:
    """Collects the parts of an item. `said`: what is told behind the answer."""

    item: Item
    question: PortableQuestion
    address: ToAddress
    rules: Rules = field(default_factory=Rules)
    responses: list[str] = field(default_factory=list)
    body: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def written(self) -> str:
        self.add_hints()
        self.add_solution()
        item = self.item
        attributes = {
            "xmlns": NAMESPACE,
            "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
            "xsi:schemaLocation": f"{NAMESPACE} {SCHEMA}",
            "identifier": xml_name(item.id),
            "title": " ".join(xml_plain(item.title or item.id).split()),
            "adaptive": str(bool(item.hints)).lower(),
            "time-dependent": "false",
            "tool-name": TOOL,
        }
        start = " ".join(f"{name}={quoteattr(text)}" for name, text in attributes.items())
        return (
            f'<?xml version="1.0" encoding="UTF-8"?>\n<qti-assessment-item {start}>\n'
            + "\n".join(
                [
                    *self.responses,
                    self.rules.declared(),
                    f"<qti-item-body>\n{'\n'.join(self.body)}\n</qti-item-body>",
                    self.rules.written(),
                    *self.said,
                ]
            )
            + "\n</qti-assessment-item>\n"
        )

    # --- Texts ---------------------------------------------------------------------------------

    def blocks(self, text: str) -> str:
        return xhtml(text, self.address)

    def telling(self, text: str) -> str:
        """A text that may name choices, by their words."""
        return (
            f"<qti-content-body>{self.blocks(naming_choices(self.item, text))}</qti-content-body>"
        )

    def prompt(self) -> str:
        return f"<qti-prompt>{self.blocks(self.item.prompt)}</qti-prompt>"

    # --- What is declared ----------------------------------------------------------------------

    def declare(
        self,
        name: str,
        base_type: str,
        right: list[str],
        points: dict[str, float] | None = None,
        cardinality: str = "single",
    ) -> None:
        """`points`: by answer; what is not in it is worth nothing."""
        values = "".join(f"<qti-value>{xml_text(one)}</qti-value>" for one in right)
        mapping = ""
        if points:
            exact = f' case-sensitive="{str(self.item.capitals).lower()}"'
            entries = "".join(
                f"<qti-map-entry map-key={quoteattr(xml_plain(answer))} "
                f'mapped-value="{worth:.10g}"{exact if base_type == "string" else ""}/>'
                for answer, worth in points.items()
            )
            mapping = f'<qti-mapping lower-bound="0" default-value="0">{entries}</qti-mapping>'
        given = f"<qti-correct-response>{values}</qti-correct-response>" if right else ""
        self.responses.append(
            f'<qti-response-declaration identifier="{name}" cardinality="{cardinality}" '
            f'base-type="{base_type}">{given}{mapping}</qti-response-declaration>'
        )

    # --- What is said --------------------------------------------------------------------------

    def reason(self, identifier: str, why: str) -> str:
        """Within a choice, or among what is said behind the answer."""
        if not why.strip():
            return ""
        return (
            f'<qti-feedback-block outcome-identifier="{FEEDBACK}" identifier="{identifier}" '
            f'show-hide="show">{self.telling(why)}</qti-feedback-block>'
        )

    def say_after(self, outcome: str, identifier: str, text: str) -> None:
        self.said.append(
            f'<qti-modal-feedback outcome-identifier="{outcome}" identifier="{identifier}" '
            f'show-hide="show">{self.telling(text)}</qti-modal-feedback>'
        )

    def add_hints(self) -> None:
        """A button for each, and what it shows, as the standard's own examples have it."""
        self.rules.hints = len(self.item.hints)
        for number, hint in enumerate(self.item.hints, start=1):
            self.declare(request_name(number), "boolean", [])
            self.body.append(
                f'<p><qti-end-attempt-interaction response-identifier="{request_name(number)}" '
                f'title="Hint {number}"/></p><qti-feedback-block outcome-identifier="{HINTS}" '
                f'identifier="{hint_name(number)}" show-hide="show">{self.telling(hint)}'
                "</qti-feedback-block>"
            )

    def add_solution(self) -> None:
        if text := explanation_of(self.item):
            self.rules.has_solution = True
            self.say_after(SOLUTION, SOLUTION, text)

    def score(self, template: str, expression: str = "") -> None:
        """By a template of the standard; `expression`: what it does, where more is to be done."""
        self.rules.template = f"{template}.xml"
        if template == "map_response":
            self.rules.score = put("SCORE", mapped(RESPONSE))
        else:
            right = expression or f"<qti-match>{variable(RESPONSE)}{correct(RESPONSE)}</qti-match>"
            self.rules.score = right_or_not(right)

    # --- What is typed -------------------------------------------------------------------------

    def texts(self, keys: list[str]) -> dict[str, str]:
        """What is typed for each choice, without the marks of code."""
        answers = dict(zip(self.item.choices, self.plain_answers(), strict=True))
        return {key: answers[key] for key in keys}

    def plain_answers(self) -> list[str]:
        parts = [
            *self.question.answers,
            *(one for gap in self.question.gaps for one in gap.answers),
        ]
        return [part.text.strip("`") for part in parts]

    def declare_texts(self, name: str, keys: list[str], share: float) -> None:
        texts = self.texts(keys)
        points = {text: share * self.item.choices[key].right for key, text in texts.items()}
        self.declare(name, "string", [text for text in points if points[text]][:1], points)

    def declare_numbers(self, name: str, keys: list[str], share: float) -> None:
        texts = self.texts(keys)
        right = [text for key, text in texts.items() if self.item.choices[key].right]
        points = dict.fromkeys(right, share) if len(right) > 1 else None
        self.declare(name, "float", right[:1], points)

    def right_numbers(self, name: str, keys: list[str], near: float) -> list[str]:
        """A test for each right number."""
        texts = [text for key, text in self.texts(keys).items() if self.item.choices[key].right]
        others = [is_near(name, value(text, "float"), near) for text in texts[1:]]
        return [is_near(name, correct(name), near), *others]

    def tell_typed(self, name: str, keys: list[str], is_number: bool | None = None) -> None:
        """What is said to each answer that somebody may type."""
        if is_number is None:
            is_number = self.question.form == PortableForm.TYPE_NUMBER
        for key, text in self.texts(keys).items():
            if why := self.item.choices[key].why.strip():
                test = (
                    is_near(name, value(text, "float"), 0)
                    if is_number
                    else is_text(name, text, self.item.capitals)
                )
                self.rules.reasons += condition((test, also(FEEDBACK, xml_name(key))))
                self.say_after(FEEDBACK, xml_name(key), why)


def right_or_not(*tests: str) -> str:
    branches = [(test, put("SCORE", value("1", "float"))) for test in tests]
    return condition(*branches, otherwise=put("SCORE", value("0", "float")))
