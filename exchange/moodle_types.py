"""Questions of Moodle's by their types, without those that are a text with gaps.

Each function takes a question and returns what it is. Raises LeftOut.
"""

from dataclasses import replace

from exchange.answers import (
    ANYTHING,
    FALSE,
    TRUE,
    NumberAnswer,
    choice_question,
    number_question,
    of_any_other,
    truth_answers,
    typed_question,
)
from exchange.common import ForeignQuestion, LeftOut, adding_notes
from exchange.moodle_question import MoodleQuestion, number
from exchange.numbers import parse_decimal
from quizzes.kinds.portable import PortableAnswer, PortableForm, PortablePair


def multichoice(asked: MoodleQuestion) -> ForeignQuestion:
    several = asked.is_on("single") is False
    foreign = choice_question(asked.prompt, asked.answers(typed=False), several)
    return in_its_order(asked, foreign)


def multichoiceset(asked: MoodleQuestion) -> ForeignQuestion:
    """Several are right, and only all of them together count."""
    answers = asked.answers(typed=False)
    foreign = ForeignQuestion(PortableForm.CHOOSE_SEVERAL, asked.prompt, answers)
    note = (
        "There only all right answers together count. Here each right one counts, and each wrong "
        "one takes a right one back."
    )
    return adding_notes(in_its_order(asked, foreign), note)


def in_its_order(asked: MoodleQuestion, foreign: ForeignQuestion) -> ForeignQuestion:
    kept = asked.is_on("shuffleanswers") is False
    return replace(foreign, order="kept") if kept else foreign


def truefalse(asked: MoodleQuestion) -> ForeignQuestion:
    answers, note = truths(asked.answers(typed=True))
    right = next((answer.text for answer in answers if answer.right), "")
    if not right:
        raise LeftOut("Neither true nor false is right.")
    why = {answer.right: answer.why for answer in answers}
    both = truth_answers(right, why.get(False, ""), why.get(True, ""))
    return adding_notes(ForeignQuestion(PortableForm.CHOOSE_ONE, asked.prompt, both), note)


def truths(answers: list[PortableAnswer]) -> tuple[list[PortableAnswer], str]:
    """The answers as true and false; in other words they come in this order, as in Moodle. And
    what is to be told of that. Raises LeftOut."""
    named = [answer.text.strip().capitalize() for answer in answers]
    if {*named} <= {TRUE, FALSE}:
        return [replace(one, text=name) for one, name in zip(answers, named, strict=True)], ""
    if len(answers) != 2:
        raise LeftOut("It has other answers than true and false.")
    both = [replace(one, text=name) for one, name in zip(answers, (TRUE, FALSE), strict=True)]
    first, second = (answer.text[:40] for answer in answers)
    return both, f"Its answers are “{first}” and “{second}”: taken as true and false."


def shortanswer(asked: MoodleQuestion) -> ForeignQuestion:
    capitals = bool(asked.is_on("usecase"))
    return typed_question(asked.prompt, asked.answers(typed=True), capitals=capitals)


def numerical(asked: MoodleQuestion) -> ForeignQuestion:
    answers = asked.answers(typed=True)
    pairs = zip(answers, asked.node.all("answer"), strict=True)
    numbers = [
        NumberAnswer(
            parse_decimal(answer.text),
            abs(parse_decimal(node.text("tolerance") or "0")),
            answer.percent,
            answer.why,
        )
        for answer, node in pairs
        if answer.text != ANYTHING
    ]
    foreign = number_question(asked.prompt, numbers)
    units = [
        unit.text("unit_name") for unit in asked.node.all("units") for unit in unit.all("unit")
    ]
    note = f"Its units were not imported: {', '.join(filter(None, units))}." if any(units) else ""
    return adding_notes(foreign, note, *of_any_other(answers))


def matching(asked: MoodleQuestion) -> ForeignQuestion:
    """A part without words is for an answer that belongs to nothing."""
    pairs = [
        PortablePair(asked.markdown(pair), asked.auto_text(pair.first("answer")))
        for pair in asked.node.all("subquestion")
    ]
    return ForeignQuestion(PortableForm.MATCH, asked.prompt, pairs=pairs)


def ordering(asked: MoodleQuestion) -> ForeignQuestion:
    """Each answer is worth as much as its place in the right order."""
    answers = asked.answers(typed=False)
    places = [answer.percent for answer in answers]
    if len({*places}) == len(places):
        answers = sorted(answers, key=lambda answer: answer.percent)
    steps = [replace(answer, percent=0) for answer in answers]
    foreign = ForeignQuestion(PortableForm.ORDER, asked.prompt, steps)
    is_drawn = asked.node.text("selecttype").upper() not in ("", "ALL", "0")
    count = number(asked.node.text("selectcount")) if is_drawn else 0
    note = (
        f"In Moodle {count:g} of its parts are asked at a time. Here all of them are."
        if count
        else ""
    )
    return adding_notes(foreign, note)
