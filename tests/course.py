"""The default course's pack, and where its first lesson is."""

import re
from pathlib import Path

PACK = Path(__file__).resolve().parent.parent / "fixtures" / "django-sessions"
LESSON = "/learn/django-sessions/configuration/"


def counted(pack: Path = PACK) -> tuple[int, int]:
    """How many lessons and questions there are in a pack's files."""
    texts = [file.read_text(encoding="utf-8") for file in pack.glob("*/*.yaml")]
    ids = [re.findall("^  - id: ", text, re.MULTILINE) for text in texts]
    return len(list(pack.glob("*/lesson.yaml"))), sum(map(len, ids))
