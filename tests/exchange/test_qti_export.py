"""Questions as packages of QTI 3.0: their shape, and that they come back as the same questions."""

import io
import zipfile

import pytest
from defusedxml.ElementTree import fromstring
from msgspec.structs import replace

from exchange.importer import read_questions
from exchange.merging import as_seen, differing_parts, merged_item
from exchange.qti.writing import write_qti
from learn.images.keeping import keep_image
from quizzes.kinds import kind_of
from quizzes.schema import Choice, Item, Step
from tests.exchange.qti_shape import QTI, assert_has_the_shape
from tests.pictures import picture
from tests.quizzes.items import ITEMS

RICH = """Text with *em*, **b**, `code <x>`, $x^2 < y$, H<sub>2</sub>O, <u>u</u> and a < b & c.

```python
def f(x):
    return x < 2  # *no*
```

$$\\frac{1}{2}$$

- one
- [two](https://example.org/?a=1&b=2)
  1. three

| A | B |
| --- | --- |
| 1 | `2` |

> quote
> more

#### Head

line\\
break \\[[not-a-gap]]
"""
PORTABLE = [name for name in ITEMS if name != "blanks"]


def files_of(*items: Item) -> dict[str, bytes]:
    data, _ = write_qti([*items])
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def there_and_back(item: Item) -> Item:
    data, _ = write_qti([item])
    reading = read_questions(data)
    assert [note.message for note in reading.notes] == []
    [(_, back)] = reading.questions
    return back


def assert_same(item: Item, back: Item) -> None:
    """All but the keys of choices and gaps, and the steps, which are one text there."""
    assert differing_parts(item, merged_item(item, back)) == []
    assert (back.id, back.level, back.kind, back.order) == (
        item.id,
        item.level,
        item.kind,
        item.order,
    )
    assert (back.tolerance, back.capitals, back.typed) == (
        item.tolerance,
        item.capitals,
        item.typed,
    )
    assert [as_seen(hint) for hint in back.hints] == [as_seen(hint) for hint in item.hints]
    assert len(back.choices) == len(item.choices)
    for old, new in zip(item.choices.values(), back.choices.values(), strict=True):
        assert (new.right, new.last, new.gap) == (old.right, old.last, old.gap)
        assert as_seen(new.match) == as_seen(old.match)
        assert as_seen(new.why) == as_seen(old.why)


@pytest.mark.parametrize("name", PORTABLE)
def test_a_question_of_each_kind_has_the_shape_of_the_standard(name: str) -> None:
    files = files_of(ITEMS[name])
    assert [*files] == ["imsmanifest.xml", "items/sample.xml"]
    assert_has_the_shape(files["items/sample.xml"])


@pytest.mark.parametrize("name", PORTABLE)
def test_a_question_of_each_kind_comes_back_as_it_was(name: str) -> None:
    item = replace(ITEMS[name], level="hard", title="A title of mine")
    back = there_and_back(item)
    assert_same(item, back)
    assert back.title == item.title


@pytest.mark.parametrize(
    ("name", "template"),
    [
        ("choice", "match_correct"),
        ("choices", "map_response"),
        ("typed", "map_response"),
        ("match", "map_response"),
    ],
)
def test_a_question_without_hints_and_reasons_counts_by_a_template_of_the_standard(
    name: str, template: str
) -> None:
    choices = {key: replace(one, why="") for key, one in ITEMS[name].choices.items()}
    item = replace(ITEMS[name], choices=choices, hints=[], steps=[])
    root = assert_has_the_shape(files_of(item)["items/sample.xml"])
    rules = root.find(f"{QTI}qti-response-processing")
    assert rules is not None
    assert rules.attrib["template"].endswith(f"/{template}.xml")
    assert len(rules) == 0
    assert_same(item, there_and_back(item))


def test_texts_come_back_so_that_they_look_the_same() -> None:
    choices = {
        "a": Choice(text=RICH, right=True, why=RICH),
        "2b": Choice(text="two", why="Not [[a-b]]."),
        "a-b": Choice(text="*all* of them", why="No.", last=True),
    }
    steps = [Step(title="Solution", text=RICH)]
    item = Item(
        id="rich",
        level="easy",
        kind="choice",
        prompt=RICH,
        choices=choices,
        hints=[RICH],
        steps=steps,
    )
    assert_has_the_shape(files_of(item)["items/rich.xml"])
    back = there_and_back(item)
    assert differing_parts(item, merged_item(item, back)) == []
    assert as_seen(back.prompt) == as_seen(RICH)
    assert [*map(as_seen, back.hints)] == [as_seen(RICH)]
    assert [one.why for one in back.choices.values()][1] == "Not “*all* of them”."


@pytest.mark.parametrize(
    "item",
    [
        Item(
            id="9-starts-with-a-digit",
            level="easy",
            kind="choices",
            order="kept",
            prompt="W?",
            choices={
                "1": Choice(text="1", right=True),
                "2": Choice(text="2", right=True),
                "3": Choice(text="3", why="n"),
            },
        ),
        Item(
            id="capitals",
            level="easy",
            kind="typed",
            prompt="Type",
            capitals=True,
            choices={"a": Choice(text="`x = 1`", right=True), "b": Choice(text="Two", right=True)},
        ),
        Item(
            id="numbers",
            level="easy",
            kind="typed",
            prompt="N?",
            tolerance=0.25,
            choices={
                "a": Choice(text="3,600", right=True, why="y"),
                "b": Choice(text="12", right=True),
            },
        ),
        Item(
            id="one-gap",
            level="easy",
            kind="cloze",
            prompt="Fill",
            text="[[g]]",
            typed=["g"],
            choices={"a": Choice(text="word", right=True, gap="g")},
        ),
        Item(
            id="same-words",
            level="easy",
            kind="cloze",
            prompt="Fill",
            text="[[x]] or [[y]]",
            typed=["x", "y"],
            choices={
                "a": Choice(text="in", right=True, gap="x"),
                "b": Choice(text="on", gap="x", why="x!"),
                "c": Choice(text="on", right=True, gap="y"),
                "d": Choice(text="in", gap="y", why="y!"),
            },
        ),
    ],
    ids=lambda item: item.id,
)
def test_what_is_rare_comes_back_too(item: Item) -> None:
    assert_has_the_shape(files_of(item)[f"items/{item.id}.xml"])
    assert_same(item, there_and_back(item))


def test_what_qti_has_no_place_for_is_told() -> None:
    item = replace(
        ITEMS["choice"], prompt="::: note\nx\n:::\n\n3. three\n\n<del>y</del>", mistakes=["One"]
    )
    _, notes = write_qti([item, ITEMS["blanks"]])
    told = " ".join(note.message for note in notes)
    for words in (
        "its common mistakes",
        "the steps of its solution, which become one text",
        "boxes and figures as here",
        "lists that begin with another number than 1",
        "what is struck out or marked",
        "QTI has no question of kind blanks. Left out.",
    ):
        assert words in told


def test_the_manifest_names_each_item_with_its_level_and_pictures(db: None) -> None:
    one, other = (keep_image(picture(width=width), "flag.png") for width in (40, 50))
    prompt = f"![first]({one}) ![second]({other}) ![gone](images/0123456789abcdef-1x1-x.png)"
    item = replace(ITEMS["choice"], prompt=prompt, level="hard")
    data, notes = write_qti([item])
    assert any(
        "images/0123456789abcdef-1x1-x.png is missing here" in note.message for note in notes
    )
    files = files_of(item)
    root = fromstring(files["imsmanifest.xml"])
    space = {"m": "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1"}
    [resource] = root.findall("m:resources/m:resource", space)
    assert resource.attrib["type"] == "imsqti_item_xmlv3p0"
    names = [file.attrib["href"] for file in resource.findall("m:file", space)]
    assert names == ["items/sample.xml", "images/flag-2.png", "images/flag.png"]
    assert {*names} < files.keys()
    assert files["images/flag-2.png"] == picture(width=50)
    assert b"difficult" in files["imsmanifest.xml"]
    reading = read_questions(data)
    [(_, back)] = reading.questions
    assert f"![first]({one})" in back.prompt
    assert reading.images[one].data == picture()


def test_the_same_questions_make_the_same_bytes() -> None:
    items = [ITEMS[name] for name in PORTABLE[:1]]
    assert write_qti(items) == write_qti(items)


def test_signs_that_xml_can_not_write_are_replaced() -> None:
    item = replace(ITEMS["choice"], prompt="a\x0bb \ufffe", title="t\x00 <&\"'>")
    back = there_and_back(item)
    assert back.prompt == "a\ufffdb \ufffd"
    assert kind_of(back).name == "choice"
