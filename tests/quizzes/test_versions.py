"""An edit that changes what is right makes a new version; what was answered before stays."""

import html
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.test import Client

from quizzes.kinds import item_version
from quizzes.models import Choice, Question
from quizzes.records import Answer
from tests.course import LESSON, PACK
from tests.learner import answer, progress_in

QUIZ = "configuration/practice.yaml"
PRACTICE = f"{LESSON}practice/"
LOGIN, TYPO = "Signing users in, and nothing else", "Signing users in, and nothing else."


def words(client: Client, address: str) -> str:
    page = client.get(address).content.decode()
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


class ByAdmin:
    """The instructor edits the question's page in the admin."""

    def __init__(self, request: pytest.FixtureRequest) -> None:
        self.client: Client = request.getfixturevalue("instructor")

    def save(self, **changes: dict[str, str | None]) -> None:
        from tests.studio.panel import form_of, page_of, part_of

        question = Question.objects.get(slug="purpose")
        fields: dict[str, Any] = form_of(self.client, question)
        for key, values in changes.items():
            prefix = part_of(fields, question.choices.get(key=key))
            fields |= {f"{prefix}-{name}": value for name, value in values.items()}
        fields = {name: value for name, value in fields.items() if value is not None}
        assert self.client.post(page_of(question), fields).status_code == 302

    def make_another_right(self) -> None:
        self.save(login={"right": "on"}, remember={"right": None, "why": "No more."})

    def mend_a_typo(self) -> None:
        self.save(login={"text": TYPO})

    def add_a_hint(self) -> None:
        Question.objects.get(slug="purpose").hints.create(text="One more.", position=9)


class ByPack:
    """The author edits the pack's file and loads it."""

    def __init__(self, request: pytest.FixtureRequest) -> None:
        folder: Path = request.getfixturevalue("tmp_path") / PACK.name
        self.pack = shutil.copytree(PACK, folder)

    def edit(self, *changes: tuple[str, str]) -> None:
        file = self.pack / QUIZ
        text = file.read_text()
        for old, new in changes:
            assert old in text
            text = text.replace(old, new, 1)
        file.write_text(text)
        call_command("loadcourse", self.pack, verbosity=0)

    def make_another_right(self) -> None:
        text = (self.pack / QUIZ).read_text()
        [login] = re.findall(r"      login:\n(?:        .*\n)+", text)
        [remember] = re.findall(r"      remember:\n(?:        .*\n)+", text)
        self.edit(
            (login, f"      login:\n        text: {LOGIN}\n        right: true\n"),
            (remember, remember.replace("right: true", "why: No more.")),
            ("[[remember]] holds", "[[login]] holds"),
        )

    def mend_a_typo(self) -> None:
        self.edit((LOGIN, TYPO))

    def add_a_hint(self) -> None:
        self.edit(("    hints:\n", "    hints:\n      - One more.\n"))


@pytest.fixture(params=[ByAdmin, ByPack])
def author(course: None, request: pytest.FixtureRequest) -> Any:
    return request.param(request)


def version() -> str:
    return item_version(Question.objects.get(slug="purpose").item())


def test_another_right_answer_is_a_new_version(author: Any) -> None:
    before = version()
    author.make_another_right()
    assert Choice.objects.get(question__slug="purpose", right=True).key == "login"
    assert version() != before


def test_a_mended_typo_is_not(author: Any) -> None:
    before = version()
    author.mend_a_typo()
    assert Choice.objects.get(question__slug="purpose", key="login").text == TYPO
    assert version() == before


def test_earlier_answers_stay_with_their_version(author: Any, alice: Client) -> None:
    answer(alice, "remember")
    before = list(Answer.objects.values())
    author.make_another_right()
    assert list(Answer.objects.values()) == before
    assert Answer.objects.get().version != version()


@pytest.mark.parametrize("loss", ["none", "session", "behind"])
@pytest.mark.parametrize("choices", [["remember"], ["login", "static", "migrations"]])
def test_nobodys_progress_changes(
    author: Any, alice: Client, choices: list[str], loss: str
) -> None:
    """Not by reading, by answering on, by the progress page, or by a lost session."""
    for choice in choices:
        answer(alice, choice)
    before = progress_in(alice)["marks"]
    author.make_another_right()
    if loss == "session":
        Session.objects.exclude(session_key=None).delete()
    if loss == "behind":
        session = alice.session
        session["progress"] = {**session["progress"], "marks": {}, "open": {}}
        session.save()
        alice.get("/progress/")
    for address in (f"{PRACTICE}?q=purpose", f"{PRACTICE}?q=summary", "/progress/"):
        assert alice.get(address).status_code == 200
    assert progress_in(alice)["marks"] == before
    right = Choice.objects.get(question__slug="store-setting", right=True).key
    answer(alice, right, question="store-setting")
    [[now, _]] = progress_in(alice)["marks"].values()
    [[earlier, _]] = before.values()
    assert now == f"{earlier[0]}K---"


def test_a_finished_question_says_that_it_was_changed_and_takes_nothing(
    author: Any, alice: Client
) -> None:
    answer(alice, "remember")
    author.make_another_right()
    page = words(alice, f"{PRACTICE}?q=purpose")
    assert (
        "This question was changed after you finished it. Your result stands. Score 1 of 1." in page
    )
    assert "No more." not in page
    refused = answer(alice, "login", question="purpose")
    assert "Your result stands." in refused.content.decode()
    assert Answer.objects.count() == 1


def test_another_sitting_asks_the_new_question(author: Any, alice: Client) -> None:
    answer(alice, "remember")
    author.make_another_right()
    alice.post(f"{PRACTICE}sittings/")
    answer(alice, "remember")
    assert "Not yet. 2 tries left." in words(alice, PRACTICE)
    answer(alice, "login")
    assert "Right on the second try." in words(alice, PRACTICE)
    assert "Score 0.75 of 5; your best is 1." in words(alice, "/progress/")


def test_an_open_question_begins_afresh_with_all_its_tries(author: Any, alice: Client) -> None:
    """A try at another question is no try at this one; and what was wrong may be right now."""
    answer(alice, "login")
    author.make_another_right()
    assert "3 of 3 tries left" in words(alice, PRACTICE)
    answer(alice, "login")
    assert "Right on the first try. Score 1 of 1." in words(alice, PRACTICE)
    assert [row.right for row in Answer.objects.order_by("pk")] == [False, True]


def test_an_open_question_keeps_its_tries_when_a_typo_is_mended(author: Any, alice: Client) -> None:
    answer(alice, "login")
    author.mend_a_typo()
    assert "2 of 3 tries left" in words(alice, PRACTICE)


def test_a_mended_typo_leaves_a_finished_question_as_it_is(author: Any, alice: Client) -> None:
    answer(alice, "remember")
    author.mend_a_typo()
    page = words(alice, f"{PRACTICE}?q=purpose")
    assert TYPO in page
    assert "Right on the first try. Score 1 of 1." in page
    assert "Show the solution" in page


def test_one_more_hint_does_not_open_what_is_finished(author: Any, alice: Client) -> None:
    for choice in ("login", "static", "migrations"):
        answer(alice, choice)
    before = progress_in(alice)["marks"]
    author.add_a_hint()
    assert "Score 0 of 1." in words(alice, f"{PRACTICE}?q=purpose")
    assert alice.get("/progress/").status_code == 200
    assert progress_in(alice)["marks"] == before


def test_dearer_tries_leave_earlier_scores(alice: Client) -> None:
    answer(alice, "login")
    answer(alice, "remember")
    before = progress_in(alice)["marks"]
    question_set = Question.objects.get(slug="purpose").question_set
    question_set.try_cost = 0.5
    question_set.save()
    assert "Score 0.75 of 5" in words(alice, "/progress/")
    Session.objects.all().delete()
    assert "Score 0.75 of 5" in words(alice, "/progress/")
    assert progress_in(alice)["marks"] == before


def test_a_version_that_comes_back_finds_its_answers(alice: Client) -> None:
    answer(alice, "login")
    right = Choice.objects.filter(question__slug="purpose", key__in=["login", "remember"])
    for login in (True, False):
        for choice in right:
            choice.right = (choice.key == "login") == login
            choice.save()
        alice.get(PRACTICE)
    assert "2 of 3 tries left" in words(alice, PRACTICE)
