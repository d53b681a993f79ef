"""A file of one's progress, to take along and to bring back."""

import io
import json
import re
import zipfile
from typing import Any

import pytest
from django.core.signing import Signer
from django.test import Client

from learn import progress_file
from learn.learner import COOKIE
from quizzes.models import Question
from quizzes.records import Answer
from tests.course import LESSON
from tests.learn.keeping import (
    FILE,
    PATH,
    RESTORES,
    download,
    page,
    restore,
    rows,
    some_answers,
)
from tests.learner import answer, progress_in
from tests.words import told


def signed(content: dict[str, Any]) -> bytes:
    """A file with a good signature, whatever it holds."""
    content = {name: value for name, value in content.items() if name != "signature"}
    signature = Signer(salt=progress_file.SALT).signature(progress_file.canonical_json(content))
    return json.dumps({**content, "signature": signature}).encode()


# --- Download --------------------------------------------------------------------------------


def test_the_file_is_json_to_read_with_every_answer_and_no_learner(alice: Client) -> None:
    some_answers(alice)
    response = alice.get(FILE)
    assert response["Content-Type"] == "application/json"
    assert response["Content-Disposition"] == 'attachment; filename="stateful-progress.json"'
    assert "no-store" in response["Cache-Control"]
    content = json.loads(response.content)
    assert (content["format"], content["site"]) == (1, "http://testserver/")
    first = content["rows"]["answers"][0]
    assert (first["course"], first["lesson"], first["mode"]) == (
        "django-sessions",
        "configuration",
        "practice",
    )
    assert (first["question"], first["response"], first["right"]) == ("purpose", "login", False)
    assert (first["tries"], first["hints"], first["certainty"]) == (1, 0, "sure")
    assert len(content["rows"]["answers"]) == 3
    assert str(Answer.objects.all()[0].learner) not in response.content.decode()
    # A row is a line: easy to read, and to compare with an older file.
    assert response.content.decode().count('\n      {"course"') == 3


def test_without_an_answer_there_is_nothing_to_download(alice: Client) -> None:
    assert "Download" not in page(alice)
    response = alice.get(FILE, follow=True)
    assert "There is nothing to download yet." in told(response)
    assert COOKIE not in alice.cookies


# --- Restore ---------------------------------------------------------------------------------


def test_another_browser_has_the_same_progress(alice: Client, bob: Client) -> None:
    some_answers(alice)
    alice.get("/progress/")
    response = restore(bob, download(alice))
    assert response.status_code == 302
    assert bob.cookies[COOKIE].value != alice.cookies[COOKIE].value
    assert "Restored: 3 answers." in page(bob)
    for name in ("marks", "open"):
        assert progress_in(bob)[name] == progress_in(alice)[name]
    assert "why" in progress_in(bob)["seen"][PATH]
    mine, copies = rows()[:3], rows()[3:]
    for one, copy in zip(mine, copies, strict=True):
        assert copy == {**one, "id": copy["id"], "learner": copy["learner"]}
        assert copy["learner"] != one["learner"]


def test_restoring_twice_changes_nothing(alice: Client, bob: Client) -> None:
    some_answers(alice)
    content = download(alice)
    restore(bob, content)
    page(bob)
    before, session = rows(), progress_in(bob)
    restore(bob, content)
    assert "Restored: 0 answers. 3 were here already." in page(bob)
    assert (rows(), progress_in(bob)) == (before, session)


def test_restoring_at_home_changes_nothing(alice: Client) -> None:
    some_answers(alice)
    page(alice)
    before, session = rows(), progress_in(alice)
    restore(alice, download(alice))
    assert (rows(), progress_in(alice)) == (before, session)


def test_a_learner_who_has_answers_keeps_them(alice: Client, bob: Client) -> None:
    some_answers(alice)
    answer(bob, "remember")
    before = rows()
    restore(bob, download(alice))
    assert [row for row in rows() if row in before] == before
    words = page(bob)
    # The sitting answered last is the one shown, the best of both counts as the best.
    assert "Practice 1 of 5 answered, 1 right. Score 1 of 5; your best is 1." in words
    assert "Performance quiz 1 of 3 answered" in words


def test_an_older_sitting_in_a_file_does_not_become_the_newest(alice: Client, bob: Client) -> None:
    answer(alice, "login")
    content = download(alice)
    answer(bob, "remember")
    restore(bob, content)
    assert "1 of 5 answered, 1 right" in page(bob)


def test_a_question_gone_on_with_otherwise_stays_as_it_is_here(alice: Client, bob: Client) -> None:
    """The same try on two machines, then a file: no try and no score is gained or lost."""
    answer(alice, "login")
    restore(bob, download(alice))
    answer(bob, "static")
    answer(bob, "migrations")
    answer(alice, "remember")
    before = rows()
    restore(bob, download(alice))
    words = page(bob)
    assert "Restored: 0 answers. 1 was here already. 1 was left out" in words
    assert "1 of 5 answered, 0 right. Score 0 of 5; your best is 0." in words
    assert rows() == before


def test_a_restore_goes_on_where_the_file_ends(alice: Client, bob: Client) -> None:
    answer(alice, "login")
    restore(bob, download(alice))
    assert "Not yet. 2 tries left." in told(bob.get(f"{LESSON}practice/"))
    answer(alice, "static")
    restore(bob, download(alice))
    assert "Not yet. 1 try left." in told(bob.get(f"{LESSON}practice/"))


def test_questions_that_are_no_longer_here_are_counted_and_named(
    alice: Client, bob: Client
) -> None:
    some_answers(alice)
    content = json.loads(download(alice))
    for row in content["rows"]["answers"][:2]:
        row["question"] = "once-upon-a-time"
    restore(bob, signed(content))
    words = page(bob)
    assert "Restored: 1 answer. 1 question is no longer here" in words
    assert "answers to once-upon-a-time stay in the file" in words
    assert Answer.objects.count() == 4


def test_a_retired_question_takes_its_answers_back(alice: Client, bob: Client) -> None:
    answer(alice, "login")
    content = download(alice)
    Question.objects.filter(slug="purpose").update(retired=True)
    restore(bob, content)
    assert "Restored: 1 answer." in page(bob)
    assert Answer.objects.count() == 2


def test_the_instructor_counts_an_answer_once_that_was_taken_along(
    instructor: Client, alice: Client, bob: Client
) -> None:
    answer(alice, "login")
    restore(bob, download(alice))
    shown = instructor.get("/admin/quizzes/question/?q=purpose").context["cl"].result_list
    assert [one.answer_count for one in shown if one.slug == "purpose"] == [1]


def zipped(content: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("progress.json", content)
    return buffer.getvalue()


def changed(content: bytes, **values: Any) -> bytes:
    """The file with something in its first answer changed, and the old signature."""
    data = json.loads(content)
    data["rows"]["answers"][0] |= values
    return json.dumps(data).encode()


NOT_OURS = "This is not a progress file."
ALTERED = "something in it was changed"
BAD = {
    "a picture": (lambda good: b"\x89PNG\r\n\x1a\n" + bytes(200), NOT_OURS),
    "a text": (lambda good: b"Dear site,", NOT_OURS),
    "half a file": (lambda good: good[: len(good) // 2], NOT_OURS),
    "a zip": (zipped, NOT_OURS),
    "a list": (lambda good: b"[1, 2]", NOT_OURS),
    "an unsigned object": (lambda good: b"{}", NOT_OURS),
    "a signature that is no text": (lambda good: b'{"signature": 5}', NOT_OURS),
    "deeply nested": (lambda good: b"[" * 200_000 + b"]" * 200_000, NOT_OURS),
    "nested in an object": (lambda good: b'{"a":' * 100_000 + b"1" + b"}" * 100_000, NOT_OURS),
    "another encoding": (lambda good: good.decode().encode("utf-16"), NOT_OURS),
    "a right answer made up": (lambda good: changed(good, right=True), ALTERED),
    "another response": (lambda good: changed(good, response="remember"), ALTERED),
    "an extra row": (lambda good: good.replace(b'"answers": [', b'"answers": [{},'), ALTERED),
    "another signature": (
        lambda good: re.sub(rb'"signature": "..', b'"signature": "xx', good),
        ALTERED,
    ),
    "another site's": (
        lambda good: good.replace(b"http://testserver/", b"https://elsewhere.example/"),
        "This file was made at https://elsewhere.example/.",
    ),
    "a newer format": (
        lambda good: signed({**json.loads(good), "format": 2}),
        "This file has the format 2, and this site reads 1.",
    ),
    "signed, of another shape": (lambda good: signed({"what": "?"}), NOT_OURS),
    "signed, with rows of another shape": (
        lambda good: signed({**json.loads(good), "rows": {"answers": [{"course": 5}]}}),
        NOT_OURS,
    ),
    "signed, with too many rows": (
        lambda good: signed({**json.loads(good), "rows": {"answers": [0] * 5_001}}),
        "This file holds more than 5,000 rows",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_a_file_that_is_not_ours_is_refused_and_changes_nothing(
    alice: Client, bob: Client, name: str
) -> None:
    spoil, why = BAD[name]
    some_answers(alice)
    answer(bob, "login")
    bob.get("/progress/")
    content = spoil(download(alice))
    before, session = rows(), progress_in(bob)
    response = restore(bob, content)
    assert response.status_code == 422
    words = told(response)
    assert why in words
    assert "Nothing was changed." in words
    assert 'aria-describedby="restore-error"' in response.content.decode()
    assert (rows(), progress_in(bob)) == (before, session)


def test_a_bad_file_makes_nobody_a_learner(bob: Client) -> None:
    restore(bob, b"nothing")
    assert COOKIE not in bob.cookies
    assert not bob.session.keys()


def test_fifty_megabytes_are_refused_as_too_large(alice: Client) -> None:
    answer(alice, "login")
    before = rows()
    response = restore(alice, bytes(50_000_000))
    assert response.status_code == 413
    assert "This file is larger than 4 MB" in told(response)
    assert rows() == before


def test_no_file_is_asked_for(alice: Client) -> None:
    response = alice.post(RESTORES)
    assert response.status_code == 422
    assert "Choose the file first, then restore." in told(response)


def test_a_file_signed_before_the_key_was_changed_is_taken(
    alice: Client, bob: Client, settings: Any
) -> None:
    answer(alice, "login")
    content = download(alice)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-key-that-came-later-0123456789-0123456789"
    restore(bob, content)
    assert "Restored: 1 answer." in page(bob)


def test_a_full_file_is_smaller_than_what_is_taken(alice: Client, settings: Any) -> None:
    some_answers(alice)
    longest = max(len(line) for line in download(alice).splitlines())
    assert longest * progress_file.MOST_ROWS < settings.FILE_UPLOAD_MAX_MEMORY_SIZE
