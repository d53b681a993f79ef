"""A learner's progress as a signed file, to take along to another browser of this site.

The signature is made with this site's secret key, so a file is good at the site that made it.
What counts in it are the rows; the progress is made from them anew.
"""

import json
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import msgspec
from django.core.signing import BadSignature, Signer
from django.db import transaction

from learn import records
from learn.progress import Progress, agree_with_sources
from learn.records import Brought

NAME = "stateful-progress.json"
WHAT = "Your progress. Upload it on the page My progress, in any browser, to have it there."
FORMAT = 1
MOST_ROWS = 5_000  # of a kind: more than a learner answers in years
SALT = "learn.transfer"
NOT_OURS = f"This is not a progress file. Choose the file {NAME} that you downloaded here."


class Refused(Exception):
    """The file is not taken, and nothing is changed. The message says why and what to do."""


class Document(msgspec.Struct, forbid_unknown_fields=True):
    """`seen` is the progress's own: the modes visited. `rows` are by the name of their keeper."""

    what: str
    format: int
    site: str
    made: str
    seen: dict[str, list[str]]
    rows: dict[str, list[Any]]


def written(site: str, progress: Progress, learner: UUID) -> str:
    """The file's text: readable, a line for each row."""
    document = Document(
        what=WHAT,
        format=FORMAT,
        site=site,
        made=datetime.now(UTC).isoformat(timespec="seconds"),
        seen=progress.kept.seen,
        rows={keeper.name: keeper.rows(learner, MOST_ROWS) for keeper in records.KEEPERS},
    )
    content = msgspec.to_builtins(document)
    return readable({**content, "signature": Signer(salt=SALT).signature(canonical(content))})


def canonical(content: Any) -> str:
    """The same text for the same content, however a file is laid out."""
    return msgspec.json.encode(content, order="sorted").decode()


def readable(content: dict[str, Any]) -> str:
    """JSON, with each row of `rows` on a line of its own."""
    lines = []
    for name, value in content.items():
        text = kinds_of_rows(value) if name == "rows" else json.dumps(value, ensure_ascii=False)
        lines.append(f"  {json.dumps(name)}: {text}")
    return "{\n" + ",\n".join(lines) + "\n}\n"


def kinds_of_rows(rows: dict[str, list[Any]]) -> str:
    kinds = []
    for name, some in rows.items():
        lines = ",".join(f"\n      {json.dumps(row, ensure_ascii=False)}" for row in some)
        kinds.append(f"\n    {json.dumps(name)}: [{lines}\n    ]")
    return "{" + ",".join(kinds) + "\n  }"


def read(text: bytes, site: str) -> Document:
    """The document in a file that this site signed. Raises Refused."""
    try:
        content = msgspec.json.decode(text)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Refused(NOT_OURS) from error
    signature = content.pop("signature", None) if isinstance(content, dict) else None
    if not isinstance(signature, str):
        raise Refused(NOT_OURS)
    check_signature(content, signature, site)
    try:
        return checked(msgspec.convert(content, Document))
    except msgspec.ValidationError as error:
        raise Refused(NOT_OURS) from error


def check_signature(content: dict[str, Any], signature: str, site: str) -> None:
    try:
        Signer(salt=SALT).unsign(f"{canonical(content)}:{signature}")
    except BadSignature as error:
        made_at = content.get("site")
        if isinstance(made_at, str) and made_at != site:
            raise Refused(
                f"This file was made at {made_at[:100]}. Each site signs with a key of its own, so "
                f"only that site takes it back. This one is {site}."
            ) from error
        raise Refused(
            "This file is not as it was downloaded: something in it was changed, or this site has "
            "a new secret key since. Download it again where your progress still is."
        ) from error


def checked(document: Document) -> Document:
    if document.format != FORMAT:
        raise Refused(
            f"This file has the format {document.format}, and this site reads {FORMAT}. Download "
            "it again where your progress still is."
        )
    if any(len(rows) > MOST_ROWS for rows in document.rows.values()):
        raise Refused(f"This file holds more than {MOST_ROWS:,} rows of a kind.")
    return document


@transaction.atomic
def brought(document: Document, progress: Progress, learner: UUID) -> dict[str, Brought]:
    """Merge a document with what is here, and make the progress anew; what came of the rows.

    What is here stays. Twice the same document changes nothing the second time. Raises Refused.
    """
    try:
        came = {
            keeper.name: keeper.bring(learner, document.rows.get(keeper.name, []))
            for keeper in records.KEEPERS
        }
    except records.UnfitRows as error:
        raise Refused(NOT_OURS) from error
    progress.bring(document.seen)
    agree_with_sources(progress)
    return came
