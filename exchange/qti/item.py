"""Reads one item of QTI as one question."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from exchange.common import ForeignQuestion, LeftOut, adding_notes, check_foreign
from exchange.qti.body import INLINE, Body, read_body
from exchange.qti.feedback import LONGEST_TOLD, Sayings, sayings_of
from exchange.qti.gaps import cloze, gap_match
from exchange.qti.interactions import Asked, associate, choose, match, put_in_order, type_in
from exchange.qti.processing import Processing, processing_of
from exchange.qti.responses import Response, responses_of
from exchange.texts.formats import HTML, ForeignTexts
from exchange.texts.inline_markdown import ToPicture
from exchange.xml_tree import Node
from quizzes.kinds.portable import PortableForm
from quizzes.schema import Level

TOOL = "Stateful"  # which writes a question's own name as the identifier of an item
SLUG = re.compile(r"_?([a-z0-9]+(?:-[a-z0-9]+)*)")
RESPONSE = "RESPONSE"  # what the one answer of an item is usually called
MOST_HINTS = 9
# What the standard has and nothing here is like.
UNKNOWN = {
    "qti-extended-text-interaction": "An essay",
    "qti-upload-interaction": "A file to hand in",
    "qti-drawing-interaction": "A drawing",
    "qti-hottext-interaction": "Words to mark in a text",
    "qti-hotspot-interaction": "Places to mark in a picture",
    "qti-select-point-interaction": "Points to mark in a picture",
    "qti-position-object-interaction": "Things to place on a picture",
    "qti-graphic-order-interaction": "Places in a picture to put in order",
    "qti-graphic-associate-interaction": "Places in a picture to join",
    "qti-graphic-gap-match-interaction": "Things to drag to places in a picture",
    "qti-slider-interaction": "A slider",
    "qti-media-interaction": "A film or sound to play",
    "qti-custom-interaction": "An interaction of its maker's own",
    "qti-portable-custom-interaction": "An interaction of its maker's own",
}
SIMPLE = {
    "qti-choice-interaction": choose,
    "qti-order-interaction": put_in_order,
    "qti-match-interaction": match,
    "qti-associate-interaction": associate,
}


@dataclass
class ItemReader:
    """`passages`: what the item belongs to, in Markdown by the address of its file. `level`: as a
    manifest has it."""

    node: Node
    texts: ForeignTexts
    picture: ToPicture | None = None
    passages: dict[str, str] = field(default_factory=dict)
    level: Level = "easy"
    body: Body = field(init=False)
    responses: dict[str, Response] = field(init=False)
    processing: Processing = field(init=False)
    sayings: Sayings = field(init=False)

    def question(self) -> ForeignQuestion:
        """Raises LeftOut."""
        self.check_whole()
        self.responses = responses_of(self.node)
        self.processing = processing_of(self.node)
        self.body = read_body(self.node)
        self.check_asked()
        self.sayings = sayings_of(self.node, self.processing, self.to_markdown)
        foreign = self.in_words(check_foreign(self.praised(self.asked())))
        return adding_notes(foreign, *self.left_behind(foreign))

    @property
    def is_ours(self) -> bool:
        return self.node.attributes.get("tool-name") == TOOL

    def to_markdown(self, html: str) -> str:
        return self.texts.markdown(html, HTML, self.picture)

    def check_whole(self) -> None:
        if self.node.all("qti-template-declaration") or self.node.all("qti-template-processing"):
            raise LeftOut(
                "Its values are made anew for each learner: there is no such kind of question here."
            )

    def check_asked(self) -> None:
        found = [node.name for node in self.body.interactions]
        for name in found:
            if name in UNKNOWN:
                raise LeftOut(f"{UNKNOWN[name]}: there is no such kind of question here.")
        if not found:
            raise LeftOut("A text without a question.")
        others = [name for name in found if name not in INLINE]
        if len(found) > 1 and others:
            raise LeftOut(f"It asks {len(found)} things at once. A question here asks one.")
        if others and others[0] not in SIMPLE and others[0] != "qti-gap-match-interaction":
            raise LeftOut(f"{others[0]!r}: there is no such kind of question here.")

    # --- What it asks --------------------------------------------------------------------------

    def asked(self) -> ForeignQuestion:
        one = self.body.interactions[0]
        if one.name in INLINE:
            return self.written()
        prompt = self.prompt(self.body.html())
        if one.name == "qti-gap-match-interaction":
            return gap_match(self.ask(one), self.to_markdown, prompt)
        return SIMPLE[one.name](self.ask(one), prompt)

    def ask(self, node: Node) -> Asked:
        name = node.attributes.get("response-identifier", "")
        if name not in self.responses:
            raise LeftOut("It does not declare what it takes as an answer.")
        return Asked(node, self.responses[name], self.processing, self.sayings, self.to_markdown)

    def prompt(self, html: str) -> str:
        return "\n\n".join(filter(None, [*self.passages.values(), self.to_markdown(html).strip()]))

    def written(self) -> ForeignQuestion:
        """A field below a question is a question to type; all else is a text with gaps."""
        asked = [self.ask(node) for node in self.body.interactions]
        blocks = self.body.blocks
        first = next(at for at, (_, numbers) in enumerate(blocks) if numbers)
        alone = len(asked) == 1 and asked[0].node.name == "qti-text-entry-interaction"
        alone = alone and not (self.is_ours and asked[0].response.identifier != RESPONSE)
        if alone and self.is_apart(blocks[first][0], is_only_block=len(blocks) == 1):
            others = [html for html, numbers in blocks if not numbers]
            words = others or [re.sub("\ue2001\ue201\\.?", "", blocks[first][0])]
            return type_in(asked[0], self.prompt("".join(words)))
        before = "".join(html for html, _ in blocks[:first])
        text = "".join(html for html, _ in blocks[first:])
        return cloze(asked, self.prompt(before), self.to_markdown(text), self.gap_names(asked))

    def gap_names(self, asked: list[Asked]) -> list[str]:
        """Those that we gave, in an item of ours."""
        given = [SLUG.fullmatch(one.response.identifier) for one in asked]
        if self.is_ours and all(given):
            return [found[1] for found in given if found]
        return [f"gap-{number}" for number in range(1, len(asked) + 1)]

    def is_apart(self, block: str, *, is_only_block: bool) -> bool:
        """Whether the field stands by itself, or ends the only block that there is."""
        before, _, after = (self.to_markdown(block)).partition("\ue2001\ue201")
        return not re.search(r"\w", after) and (not before.strip() or is_only_block)

    def praised(self, foreign: ForeignQuestion) -> ForeignQuestion:
        """What is said to a right answer, as the reason of the one right choice."""
        answers, said = foreign.answers, self.sayings.right
        right = [at for at, answer in enumerate(answers) if answer.right]
        if foreign.form != PortableForm.CHOOSE_ONE or len(right) != 1 or not said:
            return foreign
        [at] = right
        if answers[at].why:
            return foreign
        self.sayings.right = []
        why = replace(answers[at], why="\n\n".join(said))
        return replace(foreign, answers=[*answers[:at], why, *answers[at + 1 :]])

    # --- What belongs to it --------------------------------------------------------------------

    def in_words(self, foreign: ForeignQuestion) -> ForeignQuestion:
        title = " ".join(self.node.attributes.get("title", "").split())
        name = SLUG.fullmatch(self.node.attributes.get("identifier", ""))
        return replace(
            foreign,
            title=title,
            name=name[1][:50] if name and self.is_ours else "",
            level=self.level,
            hints=self.sayings.hints[:MOST_HINTS],
            explanation="\n\n".join(self.sayings.solution),
        )

    def left_behind(self, foreign: ForeignQuestion) -> Iterator[str]:
        """What the item has and a question here has not."""
        yield from self.place_what_is_said(foreign)
        yield from self.other_texts()
        if self.processing.own:
            yield "It counts in a way of its own there. Here the kind of the question decides."
        if len(self.sayings.hints) > MOST_HINTS:
            yield f"It has more than {MOST_HINTS} hints. The others were not imported."
        if lost := self.texts.take_lost():
            yield f"Not imported from this question: {', '.join(lost)}."

    def other_texts(self) -> Iterator[str]:
        """What it has for others than learners, and beside its body."""
        for whom, html in self.body.asides:
            words = " ".join(self.to_markdown(html).split())[:LONGEST_TOLD]
            yield f"A text for the {whom} was not imported: {words}"
        if self.node.all("qti-catalog-info"):
            yield "What it offers besides its text (spoken, signed, explained) was not imported."
        for node in self.node.all("qti-companion-materials-info"):
            yield f"What comes with it was not imported: {' '.join(node.words().split())}"
        for ref in self.node.all("qti-assessment-stimulus-ref"):
            href = ref.attributes.get("href", "")
            if href not in self.passages:
                yield f"The passage {href!r} that it belongs to is not in this file."

    def place_what_is_said(self, foreign: ForeignQuestion) -> Iterator[str]:
        """What is said to learners and found no place."""
        yield from self.sayings.notes()
        reasons = {part.why for part in foreign.parts()}
        said = dict(self.sayings.why)
        said |= {answer: texts for (_, answer), texts in self.sayings.answers.items()}
        for name, texts in said.items():
            for text in texts:
                if not any(text in why for why in reasons):
                    yield f"What is said of {name!r} was not imported: {text[:LONGEST_TOLD]}"
