"""The body of an item: what it asks, with a mark where each answer goes."""

from dataclasses import dataclass, field

from exchange.qti.markup import FEEDBACK, UNSEEN, element_markup, markup
from exchange.texts.html_markdown import BLOCKS
from exchange.xml_tree import Node

INLINE = {"qti-text-entry-interaction", "qti-inline-choice-interaction"}
# For whom else than learners a text may be.
LEARNER = "candidate"


@dataclass
class Body:
    """`blocks`: the HTML of each, in order, and the numbers of the answers that go into it.

    `interactions`: what asks for an answer. `asides`: for whom else a text is, and its HTML.
    """

    blocks: list[tuple[str, list[int]]] = field(default_factory=list)
    interactions: list[Node] = field(default_factory=list)
    buttons: list[Node] = field(default_factory=list)
    asides: list[tuple[str, str]] = field(default_factory=list)

    def html(self) -> str:
        return "".join(html for html, _ in self.blocks)

    def held(self, node: Node) -> str:
        """What stands in HTML for an element of QTI's own."""
        if node.name in UNSEEN | FEEDBACK:
            return ""
        if node.name == "qti-end-attempt-interaction":
            self.buttons.append(node)
            return ""
        if node.name == "qti-rubric-block":
            return self.rubric(node)
        if node.name.endswith("-interaction"):
            self.interactions.append(node)
            if node.name in INLINE:
                return mark(len(self.interactions))
            return "".join(f"<div>{markup(prompt)}</div>" for prompt in node.all("qti-prompt"))
        inner = markup(node, self.held)
        return f"<div>{inner}</div>" if node.name == "qti-content-body" else inner

    def rubric(self, node: Node) -> str:
        views = node.attributes.get("view", LEARNER).split()
        if LEARNER in views or not views:
            return f"<div>{markup(node, self.held)}</div>"
        self.asides.append((" and ".join(views), markup(node, self.held)))
        return ""


def mark(number: int) -> str:
    """Stands for an answer while HTML becomes Markdown, as in `moodle_cloze`."""
    return f"\ue200{number}\ue201"


def read_body(item: Node) -> Body:
    body = Body()
    for node in item.all("qti-item-body"):
        for part in blocks_of(node):
            before = len(body.interactions)
            html = element_markup(part, body.held)
            numbers = [*range(before + 1, len(body.interactions) + 1)]
            body.blocks.append((html, numbers))
    return body


def blocks_of(node: Node) -> list[Node]:
    """The blocks in the body, or in a `div` around all of it; where lines stand beside them, the
    element itself."""
    parts = [part for part in node.content if not isinstance(part, str) or part.strip()]
    blocks = [part for part in parts if isinstance(part, Node) and is_block(part)]
    if len(blocks) < len(parts):
        return [node]
    if len(blocks) == 1 and blocks[0].name in ("div", "section"):
        return blocks_of(blocks[0])
    return blocks


def is_block(node: Node) -> bool:
    if node.name.startswith("qti-"):
        return node.name not in INLINE | {"qti-end-attempt-interaction", "qti-feedback-inline"}
    return node.name in BLOCKS
