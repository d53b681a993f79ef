"""The readers of files that people bring, each as a page calls it. What they write is undone."""

import json
import uuid
from collections.abc import Callable
from functools import cache
from typing import Any

from django.core.signing import Signer
from django.db import transaction
from django.test import Client

from engines.store import SessionStore
from exchange.common import Unreadable
from exchange.importer import import_questions
from learn import progress_file
from learn.progress import Progress
from packs.changes import pack_changes
from packs.files import PackError
from packs.lint import lint_pack
from packs.load import load_pack
from packs.sources import read_source
from quizzes.models import QuestionSet
from tests.fuzz.cast import HANDLER
from tests.fuzz.wire import HOST
from tests.learn.keeping import FILE, some_answers

SITE = f"http://{HOST}/"
# What a reader may raise: the page says why, and nothing was changed.
REFUSALS = (Unreadable, PackError, progress_file.FileRefused)


def bring_questions(data: bytes) -> None:
    import_questions(data, QuestionSet.objects.order_by("pk")[0])


def bring_pack(data: bytes) -> None:
    """As the panel does it: the linter's findings are shown for a pack that is refused too."""
    draft = read_source(data)
    lint_pack(draft)
    pack = draft.pack()
    pack_changes(pack)
    load_pack(pack, None)


def bring_progress(data: bytes) -> None:
    document = progress_file.read_file(data, SITE)
    learner = uuid.uuid4()
    progress_file.restore_document(document, Progress(SessionStore(), lambda: learner), learner)


READERS: dict[str, Callable[[bytes], None]] = {
    "gift": bring_questions,
    "moodle": bring_questions,
    "aiken": bring_questions,
    "qti": bring_questions,
    "zip": bring_pack,
    "yaml": bring_pack,
    "progress": bring_progress,
}


def was_taken(kind: str, data: bytes) -> bool:
    """Whether the reader takes the file. Any other error than a refusal is a fault."""
    with transaction.atomic():
        try:
            with transaction.atomic():
                READERS[kind](data)
        except REFUSALS:
            return False
        finally:
            transaction.set_rollback(True)
    return True


@cache
def progress_sample() -> dict[str, Any]:
    """The file that a learner with a few answers downloads."""
    client = Client(SERVER_NAME=HOST)
    client.handler = HANDLER
    some_answers(client)
    content: dict[str, Any] = json.loads(client.get(FILE).content)
    return content


def signed(content: dict[str, Any]) -> bytes:
    """A file with a good signature, whatever it holds."""
    content = {name: value for name, value in content.items() if name != "signature"}
    text = progress_file.canonical_json(content)
    signature = Signer(salt=progress_file.SALT).signature(text)
    return json.dumps({**content, "signature": signature}).encode()
