"""Packages of QTI: a manifest, items, pictures; and packages that are broken or mean harm."""

import contextlib
import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exchange.common import Unreadable
from exchange.importer import read_questions
from packs.zips import MOST_BYTES
from quizzes.models import QuestionSet
from tests.exchange.qti_files import CAPITAL, manifest, package_of
from tests.exchange.qti_packages import WITH_MAP, messages, read
from tests.pictures import picture


@pytest.fixture
def practice(course: None) -> QuestionSet:
    return QuestionSet.objects.get(lesson__slug="configuration", mode="practice")


def test_items_come_in_the_order_of_the_manifest_with_their_levels() -> None:
    reading = read(
        {
            "imsmanifest.xml": manifest(("q/two.xml", "difficult"), ("q/one.xml", "medium")),
            "q/one.xml": CAPITAL.replace("A title", "One"),
            "q/two.xml": CAPITAL.replace("A title", "Two"),
        }
    )
    found = [(number, question.id, question.level) for number, question in reading.questions]
    assert found == [(1, "two", "hard"), (2, "one", "medium")]
    assert (reading.place, reading.notes) == ("Item", [])


def test_a_package_in_a_folder_and_one_without_a_manifest_are_read() -> None:
    files: dict[str, str | bytes] = {
        "a/imsmanifest.xml": manifest(("q.xml", "")),
        "a/q.xml": CAPITAL,
    }
    assert len(read(files).questions) == 1
    assert len(read({"q.xml": CAPITAL, "other.xml": "<x/>"}).questions) == 1


def test_what_the_manifest_names_and_is_not_there_is_told_item_by_item() -> None:
    test = '<resource type="imsqti_test_xmlv3p0" href="t.xml"/>'
    reading = read(
        {
            "imsmanifest.xml": manifest(
                ("gone.xml", ""),
                ("../../etc/passwd", ""),
                ("broken.xml", ""),
                ("t.xml", ""),
                ("http://example.org/q.xml", ""),
                ("q.xml", ""),
                more=test,
            ),
            "broken.xml": "<qti-assessment-item>",
            "t.xml": "<qti-assessment-test/>",
            "q.xml": CAPITAL,
        }
    )
    assert len(reading.questions) == 1
    told = messages(reading)
    assert told[0] == "1: Left out. There is no file 'gone.xml' in the package."
    assert told[1] == "2: Left out. There is no file '../../etc/passwd' in the package."
    assert told[2].startswith("3: Left out. broken.xml, line 1: This is not XML")
    assert told[3] == "4: Left out. t.xml is no item: it begins with <qti-assessment-test>."
    assert told[4] == "5: Left out. There is no file 'http://example.org/q.xml' in the package."
    assert told[5] == "0: The test that it belongs to was not imported, nor its sections and rules."


def test_a_package_of_the_first_version_is_told() -> None:
    old = '<resource type="imsqti_xmlv1p2" href="q.xml"/>'
    told = messages(read({"imsmanifest.xml": manifest(more=old), "q.xml": "<questestinterop/>"}))
    assert "0: 1 of its files are QTI 1.2. Export them as 2.1 or later." in told
    assert "0: The package names no item of QTI 2.1, 2.2 or 3.0." in told


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({"imsmanifest.xml": "<manifest>"}, "imsmanifest.xml: This is not XML"),
        (
            {"imsmanifest.xml": "<!DOCTYPE m [<!ENTITY a 'a'>]><manifest>&a;</manifest>"},
            "imsmanifest.xml: It declares entities",
        ),
        ({"imsmanifest.xml": manifest(), "../q.xml": CAPITAL}, "leads out of the pack"),
        ({"imsmanifest.xml": manifest(), "C:\\q.xml": CAPITAL}, "leads out of the pack"),
        ({"imsmanifest.xml": "<a>" * 100}, "nested too deeply"),
    ],
)
def test_a_package_that_is_broken_or_leads_elsewhere_is_refused(
    files: dict[str, str | bytes], words: str
) -> None:
    with pytest.raises(Unreadable) as error:
        read(files)
    assert words in error.value.note.message


def test_a_package_that_grows_beyond_all_bounds_is_told_in_a_moment() -> None:
    bomb = b"<qti-assessment-item>" + b" " * 4_900_000
    names = [f"q{number}.xml" for number in range(8)]
    reading = read(
        {
            "imsmanifest.xml": manifest(*((name, "") for name in names)),
            **dict.fromkeys(names, bomb),
        }
    )
    most = f"Unpacked, the files are over {MOST_BYTES // 1_000_000} MB together."
    assert messages(reading)[-1] == f"8: Left out. q7.xml: {most}"


def test_a_file_of_a_package_that_is_damaged_is_refused() -> None:
    data = bytearray(package_of({"imsmanifest.xml": manifest(("q.xml", "")), "q.xml": CAPITAL}))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        start = archive.getinfo("q.xml").header_offset
    data[start + 60 : start + 80] = b"\xff" * 20
    with pytest.raises(Unreadable, match="no zip file that can be read"):
        read_questions(bytes(data))


WHOLE = package_of(
    {
        "imsmanifest.xml": manifest(("q/q.xml", "easy")),
        "q/q.xml": WITH_MAP,
        "img/a map.png": picture(),
    }
)


@settings(max_examples=200, deadline=None)
@given(st.integers(0, len(WHOLE)), st.integers(0, 60), st.binary(max_size=8))
def test_no_damage_to_a_package_breaks_the_reader(start: int, length: int, other: bytes) -> None:
    with contextlib.suppress(Unreadable):
        read_questions(WHOLE[:start] + other + WHOLE[start + length :])
