"""Questions of Moodle's that are a text with gaps. Each function takes a question and returns what
it is. Raises LeftOut."""

import re
from functools import partial

from exchange.common import MOST_PARTS, ForeignQuestion, LeftOut, adding_notes
from exchange.moodle_cloze import HELD, PROMPT, ClozeReader, from_html
from exchange.moodle_question import FORMATS, MoodleQuestion
from exchange.texts.formats import AUTO, HTML
from exchange.texts.literal import literal
from exchange.xml_tree import Node
from quizzes.kinds.portable import PortableAnswer, PortableForm, PortableGap

# `[[2]]`: here goes the second of the words.
PLACE = re.compile(r"\[\[\s*(\d{1,4})\s*\]\]", re.ASCII)


def cloze(asked: MoodleQuestion) -> ForeignQuestion:
    """Answers stand in the text: `{1:SHORTANSWER:=Berlin}`."""
    part = asked.node.first("questiontext")
    if part is None:
        raise LeftOut("It asks nothing: its text is empty.")
    form = FORMATS.get(part.attributes.get("format", ""), asked.form)
    to_text = from_html if form in (HTML, AUTO) else str
    return ClozeReader(partial(asked.text_in, part), to_text).question(part.text("text"))


def gapselect(asked: MoodleQuestion) -> ForeignQuestion:
    """Words are chosen from a list at each gap."""
    words = [literal(node.text("text"), formulas=False) for node in asked.node.all("selectoption")]
    return with_gaps(asked, words, groups_of(asked.node.all("selectoption")))


def ddwtos(asked: MoodleQuestion) -> ForeignQuestion:
    """Words are dragged into the gaps."""
    boxes = asked.node.all("dragbox")
    words = [asked.texts.markdown(box.text("text"), HTML) for box in boxes]
    note = "In Moodle words are dragged into the gaps. Here each gap has a list to choose from."
    return adding_notes(with_gaps(asked, words, groups_of(boxes)), note)


def groups_of(nodes: list[Node]) -> list[str]:
    return [node.text("group") or "1" for node in nodes]


def with_gaps(asked: MoodleQuestion, words: list[str], groups: list[str]) -> ForeignQuestion:
    """A gap takes the words of one group, and the number in it says which of them is right."""
    part = asked.node.first("questiontext")
    text = part.text("text") if part else ""
    places = [int(place[1]) for place in PLACE.finditer(text)]
    if part is None or not places:
        raise LeftOut("Its text has no gap, as [[1]].")
    if unknown := [place for place in places if not 1 <= place <= len(words)]:
        raise LeftOut(f"Its gap [[{unknown[0]}]] names none of its {len(words)} words.")
    gaps = [
        PortableGap(f"gap-{number}", is_typed=False, answers=answers_at(place, words, groups))
        for number, place in enumerate(places, start=1)
    ]
    if sum(len(gap.answers) for gap in gaps) > MOST_PARTS:
        raise LeftOut(
            f"Its gaps have together more than {MOST_PARTS} words to choose from, each counted at "
            "each gap. Make two questions of it, or give its words groups."
        )
    numbers = iter(range(1, len(places) + 1))
    held = PLACE.sub(lambda _: f"\ue200{next(numbers)}\ue201", text)
    shown = HELD.sub(r"[[gap-\1]]", asked.text_in(part, held))
    return ForeignQuestion(PortableForm.CLOZE, PROMPT, text=shown, gaps=gaps)


def answers_at(place: int, words: list[str], groups: list[str]) -> list[PortableAnswer]:
    """`place`: of the right word, from 1. Equal words are one."""
    right, own = words[place - 1], groups[place - 1]
    listed = [word for word, group in zip(words, groups, strict=True) if group == own]
    return [PortableAnswer(word, 100 * (word == right)) for word in dict.fromkeys(listed)]
