"""A card to explain in one's own words: kept as written, compared by the learner alone."""

import json
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.test import Client
from msgspec.structs import replace

from learn.markdown import render_inline
from quizzes.kinds.explain import ExplainKind
from quizzes.kinds.presenting import LearnerView
from quizzes.models import Question, QuestionSet
from quizzes.records import Answer, Event
from quizzes.schema import Choice, Item
from quizzes.states import NotAllowed
from tests.course import LESSON
from tests.learner import form_of
from tests.quizzes.items import question

RECALL = f"{LESSON}recall/"
HTMX = {"HX-Request": "true", "HX-Target": "quiz"}
SLUG = "in-your-words"
explain = ExplainKind()
WORDS = "The cookie holds a key.\n\nThe row holds the <data>."


def card() -> Item:
    points = {"key": Choice(text="A cookie holds a key"), "row": Choice(text="A row holds data")}
    return question("explain", points, hints=0, steps=0, check="A key in a cookie finds a row.")


def front(client: Client) -> str:
    html = client.get(f"{RECALL}?q={SLUG}").content.decode()
    return html[html.index('id="quiz"') :]


def compare(client: Client, text: str, **headers: Any) -> Any:
    fields = {**form_of(front(client)), "question": SLUG, "written": text}
    return client.post(f"{RECALL}turns/", fields, headers=headers)


def rate(client: Client, rating: str) -> Any:
    return client.post(f"{RECALL}ratings/", {**form_of(front(client)), "rating": rating})


# --- The kind --------------------------------------------------------------------------------


def test_a_good_card_has_no_problem() -> None:
    assert list(explain.problems(card())) == []


def test_a_card_without_a_model_answer_is_a_problem() -> None:
    assert "There is no model answer." in next(explain.problems(replace(card(), check=" ")))[1]


@pytest.mark.parametrize("point", [Choice(text="x", right=True), Choice(text="x", why="y")])
def test_a_checklist_has_nothing_right_or_wrong(point: Choice) -> None:
    ((place, message),) = explain.problems(replace(card(), choices={"x": point}))
    assert place == ("choices", "x")
    assert "neither right nor wrong" in message


def test_it_is_for_recall_alone() -> None:
    assert explain.misplacement("recall") == ""
    for behaviour in ("practice", "test", "challenge"):
        assert "only for recall" in explain.misplacement(behaviour)


def sent(text: str) -> QueryDict:
    found = QueryDict(mutable=True)
    found["written"] = text
    return found


@pytest.mark.parametrize("text", ["", " \r\n ", "\x00"])
def test_an_empty_field_is_refused(text: str) -> None:
    with pytest.raises(NotAllowed, match="Write a sentence or two first"):
        explain.parse_response(card(), sent(text))


def test_the_limit_counts_a_line_break_once_as_the_browser_does() -> None:
    lines = "a\r\n" * (explain.limit // 2 - 1)
    assert len(explain.parse_response(card(), sent(f"{lines}ab"))) == explain.limit
    with pytest.raises(NotAllowed, match="601 characters"):
        explain.parse_response(card(), sent(f"{lines}abc"))


def test_nothing_of_the_back_is_shown_before_it_is_turned() -> None:
    other = replace(card(), check="Something else", choices={"x": Choice(text="Other")})
    assert explain.present(LearnerView(card(), [])) == explain.present(LearnerView(other, []))


# --- On the page -----------------------------------------------------------------------------


def test_the_first_words_of_a_visitor_are_shown_in_the_very_reply(alice: Client) -> None:
    """By them a visitor becomes a learner, whose words they are."""
    assert "The row holds the &lt;data&gt;." in compare(alice, WORDS, **HTMX).content.decode()


def test_the_card_asks_for_words_and_then_shows_the_model_answer(alice: Client) -> None:
    item = Question.objects.get(slug=SLUG).item()
    points = [str(render_inline(one.text)) for one in item.choices.values()]
    before = front(alice)
    assert '<textarea id="written"' in before
    assert not [text for text in [item.check[:40], *points] if text in before]
    assert compare(alice, WORDS)["Location"] == f"{RECALL}?q={SLUG}#quiz"
    after = front(alice)
    assert "The row holds the &lt;data&gt;." in after
    assert item.check[:40] in after
    assert not [text for text in points if text not in after]
    assert '<textarea id="written"' not in after


def test_what_is_written_is_a_row_before_the_reply_and_in_no_cookie_or_session(
    alice: Client,
) -> None:
    alice.post("/engine/switch/", {"engine": "signed_cookies"})
    compare(alice, WORDS)
    row = Event.objects.get()
    assert (row.what, row.question, row.text, row.number) == ("wrote", SLUG, WORDS, 1)
    assert "cookie holds" not in json.dumps(dict(alice.session.items())) + str(alice.cookies)


def test_a_doubled_click_keeps_the_first_words(alice: Client) -> None:
    for text in (WORDS, "Something else"):
        fields = {"question": SLUG, "written": text}
        assert alice.post(f"{RECALL}turns/", fields, headers=HTMX).status_code == 200
    assert Event.objects.get().text == WORDS


@pytest.mark.parametrize(
    ("text", "says"),
    [("  ", "Write a sentence or two first."), ("x" * 601, "That is 601 characters")],
)
def test_a_refused_text_stays_in_the_field_and_turns_nothing(
    alice: Client, text: str, says: str
) -> None:
    for headers, status in ((HTMX, 422), ({}, 200)):
        reply = compare(alice, text, **headers)
        page = reply.content.decode()
        assert reply.status_code == status
        assert says in page
        assert f"{text}</textarea>" in page
        assert "A model answer" not in page
    assert Event.objects.count() == 0


def test_the_learner_rates_and_the_card_comes_back_with_an_empty_field(
    alice: Client, time_machine: Any
) -> None:
    time_machine.move_to("2036-06-01 12:00", tick=False)
    compare(alice, WORDS)
    rate(alice, "again")
    row = Answer.objects.get()
    assert (row.question.slug, row.response, row.right) == (SLUG, "again", False)
    time_machine.shift(61)
    assert '<textarea id="written"' in front(alice)
    assert "cookie holds" not in front(alice)
    compare(alice, "Better words")
    assert "Better words" in front(alice)
    assert list(Event.objects.order_by("pk").values_list("number", "text")) == [
        (1, WORDS),
        (2, "Better words"),
    ]


def test_a_lost_session_does_not_lose_the_words(alice: Client) -> None:
    compare(alice, WORDS)
    Session.objects.all().delete()
    alice.get("/progress/")
    assert "The row holds the &lt;data&gt;." in front(alice)


def test_the_words_of_another_learner_are_not_shown(alice: Client, bob: Client) -> None:
    compare(alice, WORDS)
    compare(bob, "Bob was here")
    assert "Bob was here" in front(bob)
    assert "cookie holds" not in front(bob)


def test_the_words_go_into_the_file_and_come_back(alice: Client, bob: Client) -> None:
    compare(alice, WORDS)
    rate(alice, "good")
    file = alice.get("/progress/stateful-progress.json").content
    assert json.loads(file)["rows"]["deeds"][0]["text"] == WORDS
    bob.post("/progress/restores/", {"file": SimpleUploadedFile("a.json", file)})
    assert [row.text for row in Event.objects.all()] == [WORDS, WORDS]


def test_the_words_are_gone_when_the_learner_is_forgotten(alice: Client) -> None:
    compare(alice, WORDS)
    rate(alice, "good")
    alice.post("/progress/resets/", {"what": "forget"})
    assert Event.objects.get().text == ""


def test_a_set_with_such_a_card_stays_recall(course: None) -> None:
    cards = QuestionSet.objects.get(mode="recall")
    cards.behaviour = "practice"
    with pytest.raises(ValidationError, match="in-your-words"):
        cards.full_clean()
