"""For tests of what an importer reads."""

from exchange.importer import read_questions
from quizzes.schema import Item


def by_name(text: str | bytes) -> dict[str, Item]:
    data = text.encode() if isinstance(text, str) else text
    return {item.id: item for _, item in read_questions(data).questions}


def told_of(text: str) -> list[tuple[int, str]]:
    return [(note.line, note.message) for note in read_questions(text.encode()).notes]


def rights(item: Item) -> list[str]:
    return [one.text for one in item.choices.values() if one.right]


LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE quiz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    '<quiz><question type="essay"><name><text>&b;</text></name></question></quiz>'
)


def only(text: str) -> Item:
    """The question of a file that has one."""
    [(_, item)] = read_questions(text.encode()).questions
    return item


def notes_of(text: str) -> list[str]:
    return [message for _, message in told_of(text)]


def moodle_question(kind: str, *parts: str, asked: str = "Which?", form: str = "html") -> str:
    """A file of Moodle's with one question; `asked` is what it says, as HTML or in its form."""
    return (
        f'<quiz><question type="{kind}"><name><text>q</text></name>'
        f'<questiontext format="{form}"><text><![CDATA[{asked}]]></text></questiontext>'
        f"{''.join(parts)}</question></quiz>"
    )


def moodle_answer(text: str, fraction: float = 100, more: str = "", form: str = "html") -> str:
    return (
        f'<answer fraction="{fraction}" format="{form}"><text><![CDATA[{text}]]></text>'
        f"{more}</answer>"
    )


TWO_ANSWERS = moodle_answer("yes") + moodle_answer("no", 0)


def asked_in_moodle(html: str, form: str = "html") -> str:
    """What a question in Moodle's words asks here, as Markdown."""
    return only(moodle_question("multichoice", TWO_ANSWERS, asked=html, form=form)).prompt
