"""Packages of QTI for tests: an item with a picture, a passage, and how a package is read."""

from exchange.importer import read_questions
from exchange.reading import Reading
from tests.exchange.qti_files import body, choices, declared, item, package_of

MAP = '<p>See <img src="../img/a%20map.png" alt="the [old] map"/></p>'
WITH_MAP = item(declared("a") + body(MAP + choices(a="1", b="2")))
REF = '<qti-assessment-stimulus-ref identifier="s" href="../texts/s.xml"/>'
PASSAGE = (
    '<qti-assessment-stimulus identifier="s" title="s"><qti-stimulus-body><p>Once upon a time.</p>'
    '<p><img src="img/inn.png" alt="an inn"/></p></qti-stimulus-body></qti-assessment-stimulus>'
)


def read(files: dict[str, str | bytes]) -> Reading:
    return read_questions(package_of(files))


def messages(reading: Reading) -> list[str]:
    return [f"{note.line}: {note.message}" for note in reading.notes]
