"""Ways to damage a file: its bytes, its tokens, its values, its entries."""

import copy
import json
import re
import stat
import warnings
import zipfile
from dataclasses import replace
from random import Random
from typing import Any
from xml.etree import ElementTree

from tests.fuzz.samples import Entry, zip_entries
from tests.fuzz.values import odd_value

TOKEN = re.compile(r"<[^<>]*>|&\w+;|\w+|\s+|.", re.DOTALL)
MARKS = """{ } = ~ # : %50% -> \\ // :: [html] [[a]] $CATEGORY: ``` ::: $ $$ <!-- --> ]]>
    <![CDATA[ <a> ' " *** ___ ` [x]( | - 1. > &lt; &#0; &#xD800; ::: !!binary &a *a {{ %}""".split()
NAMES = (
    *(
        "../x",
        "/etc/passwd",
        "small/../../x",
        "small\\first\\why.md",
        "C:/x",
        "small/./why.md",
        "x",
    ),
    *(
        "small//why.md",
        "small/" + "a" * 300,
        "small/" + "d/" * 200 + "x",
        "small/\x01",
        "SMALL/x.md",
    ),
    *(
        "small/first/why.md",
        "small/first/practice.yaml/x",
        "small/first",
        "small/course.yaml/",
        "/",
    ),
    *(
        "small/CON",
        "small/a:b",
        "small/\N{GRINNING FACE}.md",
        "small/x.zip",
        "other/x.md",
        "..",
        ".",
    ),
    *(
        "__MACOSX/x",
        "small/.git/x",
        "~/x",
        "small/%2e%2e/x",
        "small/x\N{RIGHT-TO-LEFT OVERRIDE}.md",
    ),
)
MODES = (0, stat.S_IFREG | 0o644, stat.S_IFLNK | 0o777, stat.S_IFIFO | 0o600, stat.S_IFDIR | 0o755)
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)
CODECS = ("utf-16", "utf-16-le", "utf-32", "utf-8-sig", "utf-7", "latin-1", "cp1252", "cp037")
ODD_VALUES: tuple[Any, ...] = (
    *(None, True, 0, -1, 2**31, 2**63, 10**400, 1.5, 1e308, float("nan"), float("-inf")),
    *([], {}, [[]], [None], {"a": None}, {"": ""}, [[[[[[[[[]]]]]]]]], {"a": {"b": {"c": {}}}}),
)


def damage_bytes(random: Random, data: bytes) -> bytes:
    for _ in range(random.choice((1, 1, 2, 5))):
        start, end = sorted(random.randrange(len(data) + 1) for _ in range(2))
        end = min(end, start + random.choice((1, 4, 40, 4_000)))
        middle = random.choice((b"", b"\0", b"\xff", random.randbytes(4), data[start:end] * 2))
        data = data[:start] + middle + data[end:]
    return random.choice((data, data, data, data[: random.randrange(len(data) + 1)]))


def damage_tokens(random: Random, text: str) -> str:
    tokens = TOKEN.findall(text) or [""]
    for _ in range(random.choice((1, 2, 4, 12))):
        place = random.randrange(len(tokens))
        other = random.randrange(len(tokens))
        tokens[place] = random.choice(
            (
                *("", tokens[place] * 2, tokens[other], random.choice(MARKS), odd_value(random)),
                *(random.choice(MARKS) * random.choice((1, 3, 300)), tokens[place] + tokens[other]),
            )
        )
    return "".join(tokens)


def damage_tree(random: Random, text: str) -> str:
    """An XML text with elements left out, doubled, moved, renamed or filled otherwise."""
    root = ElementTree.fromstring(text)  # noqa: S314  (our own)
    for _ in range(random.choice((1, 2, 4, 8))):
        elements = list(root.iter())
        parent = random.choice([element for element in elements if len(element)] or [root])
        other = copy.deepcopy(random.choice(elements))
        how = random.randrange(5)
        if how == 0 and len(parent):
            parent.remove(random.choice(parent))
        elif how == 1:
            parent.insert(random.randrange(len(parent) + 1), other)
        elif how == 2:
            parent.tag = random.choice((other.tag, "x", "text", "file"))
        elif how == 3:
            random.choice(elements).text = random.choice((odd_value(random)[:9_000], other.text))
        else:
            name = random.choice((*"type format fraction lang xml:space".split(), *other.keys()))
            random.choice(elements).set(name, odd_value(random)[:300])
    return ElementTree.tostring(root, encoding="unicode")


def encode(random: Random, text: str) -> bytes:
    """Mostly as UTF-8; else as somebody's editor would save it."""
    if random.random() < 0.9:
        return text.encode("utf-8", "surrogatepass")
    return text.encode(random.choice(CODECS), "replace")


def damage_value(random: Random, value: Any) -> Any:
    """The value with one thing in it changed."""
    if isinstance(value, dict) and value and random.random() < 0.8:
        key = random.choice([*value])
        changed = damage_value(random, value[key])
        others = {name: part for name, part in value.items() if name != key}
        return random.choice(
            (
                {**value, key: changed},
                {**value, key: changed},
                others,
                {**others, odd_value(random): changed},
            )
        )
    if isinstance(value, list) and value and random.random() < 0.8:
        place = random.randrange(len(value))
        changed = damage_value(random, value[place])
        many = random.choice((0, 1, 1, 1, 2, 30))
        return [*value[:place], *[changed] * many, *value[place + 1 :]]
    return random.choice((*ODD_VALUES, odd_value(random), odd_value(random), [value], {"a": value}))


def damage_entries(random: Random, entries: list[Entry]) -> bytes:
    """Entries with other names, kinds and methods, doubled or left out; then a zip of them."""
    changed = [entry for entry in entries if random.random() < 0.97]
    for _ in range(random.choice((0, 1, 1, 2))):
        entry = random.choice(changed or entries)
        entry = replace(
            entry,
            name=random.choice((entry.name, random.choice(NAMES))),
            mode=random.choice(MODES),
            method=random.choice(METHODS),
            data=random.choice((entry.data, zip_entries(entries), b"\0" * 2_000_000, b"")),
        )
        changed.insert(random.randrange(len(changed) + 1), entry)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of doubled names, which are wanted
        return zip_entries(changed)


def as_json(value: Any) -> str:
    """Which is YAML too."""
    return json.dumps(value, ensure_ascii=False)
