"""A learner's progress as a signed file, to take along to another browser of this site.

The signature is made with the site's secret key, so only the site that made a file takes it back.
A file holds the learner's rows. The progress is rebuilt from them.
"""

import json
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import msgspec
from django.core.signing import BadSignature, Signer
from django.db import transaction

from learn.agreement import agree_with_rows
from learn.extensions import all_learner_rows
from learn.learner_rows import RestoredRows, UnfitRows
from learn.progress import Progress

NAME = "stateful-progress.json"
WHAT = "Your progress. Upload it on the page My progress, in any browser, to have it there."
FORMAT = 1
MOST_ROWS = 5_000  # of one kind: more than a learner answers in years
SALT = "learn.transfer"  # part of the format: with another salt, older files would be refused
NOT_OURS = f"This is not a progress file. Choose the file {NAME} that you downloaded here."


class FileRefused(Exception):
    """The file is refused and nothing is changed. The message says why, and what to do."""


class Document(msgspec.Struct, forbid_unknown_fields=True):
    """`seen`: the modes visited, by lesson. `rows`: by the name of their kind."""

    what: str
    format: int
    site: str
    made: str
    seen: dict[str, list[str]]
    rows: dict[str, list[Any]]


def write_file(site: str, progress: Progress, learner: UUID) -> str:
    """Return the file's text: JSON to read, with a line for each row."""
    document = Document(
        what=WHAT,
        format=FORMAT,
        site=site,
        made=datetime.now(UTC).isoformat(timespec="seconds"),
        seen=progress.kept.seen,
        rows={kind.name: kind.rows(learner, MOST_ROWS) for kind in all_learner_rows()},
    )
    content = msgspec.to_builtins(document)
    signature = Signer(salt=SALT).signature(canonical_json(content))
    return readable_json({**content, "signature": signature})


def canonical_json(content: Any) -> str:
    """The same text for the same content, however a file is laid out."""
    return msgspec.json.encode(content, order="sorted").decode()


def readable_json(content: dict[str, Any]) -> str:
    """JSON, with each row of `rows` on a line of its own."""
    lines = []
    for name, value in content.items():
        text = rows_as_lines(value) if name == "rows" else json.dumps(value, ensure_ascii=False)
        lines.append(f"  {json.dumps(name)}: {text}")
    return "{\n" + ",\n".join(lines) + "\n}\n"


def rows_as_lines(rows: dict[str, list[Any]]) -> str:
    kinds = []
    for name, of_kind in rows.items():
        lines = ",".join(f"\n      {json.dumps(row, ensure_ascii=False)}" for row in of_kind)
        kinds.append(f"\n    {json.dumps(name)}: [{lines}\n    ]")
    return "{" + ",".join(kinds) + "\n  }"


def read_file(text: bytes, site: str) -> Document:
    """Return the document in a file that this site signed. Raises FileRefused."""
    try:
        content = msgspec.json.decode(text)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise FileRefused(NOT_OURS) from error
    signature = content.pop("signature", None) if isinstance(content, dict) else None
    if not isinstance(signature, str):
        raise FileRefused(NOT_OURS)
    check_signature(content, signature, site)
    try:
        return check_document(msgspec.convert(content, Document))
    except msgspec.ValidationError as error:
        raise FileRefused(NOT_OURS) from error


def check_signature(content: dict[str, Any], signature: str, site: str) -> None:
    try:
        Signer(salt=SALT).unsign(f"{canonical_json(content)}:{signature}")
    except BadSignature as error:
        made_at = content.get("site")
        if isinstance(made_at, str) and made_at != site:
            raise FileRefused(
                f"This file was made at {made_at[:100]}. Each site signs with a key of its own, so "
                f"only that site takes it back. This one is {site}."
            ) from error
        raise FileRefused(
            "This file is not as it was downloaded: something in it was changed, or this site has "
            "a new secret key since. Download it again where your progress still is."
        ) from error


def check_document(document: Document) -> Document:
    if document.format != FORMAT:
        raise FileRefused(
            f"This file has the format {document.format}, and this site reads {FORMAT}. Download "
            "it again where your progress still is."
        )
    if any(len(rows) > MOST_ROWS for rows in document.rows.values()):
        raise FileRefused(f"This file holds more than {MOST_ROWS:,} rows of a kind.")
    return document


@transaction.atomic
def restore_document(
    document: Document, progress: Progress, learner: UUID
) -> dict[str, RestoredRows]:
    """Add the rows of a document to those that are here, and rebuild the progress.

    What is here stays, so the same document changes nothing the second time. Returns what came
    of the rows, by the name of their kind. Raises FileRefused.
    """
    try:
        restored = {
            kind.name: kind.bring(learner, document.rows.get(kind.name, []))
            for kind in all_learner_rows()
        }
    except UnfitRows as error:
        raise FileRefused(NOT_OURS) from error
    progress.bring(document.seen)
    agree_with_rows(progress)
    return restored
