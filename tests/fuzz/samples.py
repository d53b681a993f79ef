"""Valid files of each format, small enough to be read thousands of times."""

import io
import zipfile
from dataclasses import dataclass
from functools import cache

from msgspec.structs import replace

from packs.write import to_yaml
from quizzes.schema import ItemSet
from tests.exchange.foreign import AIKEN, GIFT, MOODLE
from tests.exchange.qti_files import CAPITAL, QTI_2, manifest
from tests.quizzes.items import ITEMS

FOLDER = "small"
WHY = """\
A text with `code`, **marks** and $x^2$.

```python
request.session["seen"] = True
```

| store | keeps |
|-------|-------|
| db    | rows  |

:::note
A note.
:::
"""


@dataclass(frozen=True)
class Entry:
    """A file in a zip. `mode`: its kind and rights, as Unix has them, 0 for none."""

    name: str
    data: bytes
    mode: int = 0
    method: int = zipfile.ZIP_DEFLATED


@cache
def practice_yaml() -> str:
    """A question of each kind."""
    items = [
        replace(item, id=f"a-{kind}", hints=item.hints[:1], steps=item.steps[:1])
        for kind, item in ITEMS.items()
    ]
    return to_yaml(ItemSet(title="Practice", questions=items))


@cache
def pack_texts() -> dict[str, str]:
    return {
        "course.yaml": "title: Small\nsummary: A pack to be damaged.\nlessons: [first]\n",
        "first/lesson.yaml": "title: First\nsummary: Short.\nminutes: 5\nmodes: [why, practice]\n",
        "first/why.md": WHY,
        "first/practice.yaml": practice_yaml(),
    }


@cache
def package_entries() -> list[Entry]:
    """A package of QTI."""
    items = {"items/two.xml": QTI_2, "items/three.xml": CAPITAL}
    listed = manifest(*((name, "") for name in items))
    files = {"imsmanifest.xml": listed, **items}
    return [Entry(name, text.encode()) for name, text in files.items()]


@cache
def pack_entries() -> list[Entry]:
    return [Entry(f"{FOLDER}/{name}", text.encode()) for name, text in pack_texts().items()]


def zip_entries(entries: list[Entry]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for entry in entries:
            about = zipfile.ZipInfo(entry.name)
            about.compress_type = entry.method
            about.external_attr = entry.mode << 16
            archive.writestr(about, entry.data)
    return out.getvalue()


TEXTS = {"gift": GIFT, "moodle": MOODLE, "aiken": AIKEN, "qti": QTI_2}
