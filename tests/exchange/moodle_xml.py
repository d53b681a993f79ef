"""For tests: questions as Moodle exports them, with files beside their texts."""

from base64 import b64encode

ANSWERS = (
    '<answer fraction="100" format="html"><text>Yes</text></answer><answer fraction="0" '
    'format="html"><text>No</text><feedback format="html"><text>Look.</text></feedback></answer>'
)


def quiz(*questions: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n{"\n".join(questions)}\n</quiz>\n'


def question(words: str, more: str = ANSWERS, *, kind: str = "multichoice", files: str = "") -> str:
    """A question on one line. `words`: its HTML; `files`: beside them."""
    asked = f"<text><![CDATA[{words}]]></text>{files}"
    return (
        f'<question type="{kind}"><name><text>asked</text></name>'
        f'<questiontext format="html">{asked}</questiontext>{more}</question>'
    )


def file(name: str, data: bytes, path: str = "/") -> str:
    content = b64encode(data).decode()
    return f'<file name="{name}" path="{path}" encoding="base64">{content}</file>'
