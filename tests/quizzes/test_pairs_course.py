"""Pairs and texts with gaps all the way: pack, lesson, panel, board, analysis, rows."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError
from django.test import Client

from quizzes.kinds import kind_of
from quizzes.kinds.form_values import form_value
from quizzes.kinds.gaps import gap_field
from quizzes.models import Question
from quizzes.records import Answer
from quizzes.schema import Item
from tests.classrooms.classes import answers, classroom, member
from tests.quizzes.items import fields, gap_fields, matched, right_response
from tests.quizzes.pairs_course import PAIRS_SET, write_pairs_course
from tests.quizzes.toys.course import HTMX, PRACTICE, page_of, quiz_of, run, texts_in, write_course
from tests.words import told

FILLED = {"verb": "stay", "command": "ClearSessions ", "days": "14,0"}
FLUSHED = "command=flush\ndays=7\nverb=move"


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    return write_pairs_course(tmp_path)


@pytest.fixture
def learner(pack: Path, db: None) -> Client:
    run("loadcourse", pack)
    return Client()


@pytest.fixture
def panel(learner: Client) -> Client:
    client = Client()
    client.force_login(User.objects.create(username="ina", is_staff=True, is_superuser=True))
    return client


def row(slug: str) -> Question:
    return Question.objects.get(slug=slug)


def item_at(slug: str) -> Item:
    return row(slug).item()


def send(client: Client, slug: str, sent: dict[str, Any], **headers: str) -> Any:
    return client.post(f"{PRACTICE}answers/", {"question": slug, **sent}, headers=headers)


def lefts(*matches: str) -> str:
    return matched(item_at("capitals"), list(matches))


# --- Its pack --------------------------------------------------------------------------------


def test_the_pack_is_found_right_loaded_and_dumped_as_it_was(
    learner: Client, pack: Path, tmp_path: Path
) -> None:
    before = [question.item() for question in Question.objects.order_by("position")]
    assert [item.kind for item in before] == ["match", "cloze", "match", "cloze"]
    run("dumpcourse", "toys", tmp_path / "out")
    dumped = texts_in(tmp_path / "out" / "toys")["first/practice.yaml"]
    assert "match: Spain" in dumped
    assert "typed: [command, days]" in dumped
    Question.objects.all().delete()
    run("loadcourse", tmp_path / "out" / "toys")
    assert [question.item() for question in Question.objects.order_by("position")] == before


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (", match: France, why: On the Seine.", "", "'paris' belongs to nothing."),
        ("match: Spain, ", "", "'text' is missing. Add it."),
        ("gap: days}\n      week", "gap: day}\n      week", "'weeks' is for no gap of the text."),
        ("[[days]] days", "[[The Days]]", "[[The Days]] is no gap."),
        ("lasts [[days]] days", "[lasts [[days]]](/progress/)", "[[days]] stands in a link"),
        ("typed: [command, days]", "typed: [command, day]", "'day' is no gap of the text."),
    ],
)
def test_mistakes_are_told_where_they_are(tmp_path: Path, old: str, new: str, says: str) -> None:
    pack = write_course(tmp_path, PAIRS_SET.replace(old, new, 1))
    with pytest.raises(CommandError, match=rf"practice\.yaml:\d+: .*{re.escape(says)}"):
        run("loadcourse", pack)


# --- The lesson ------------------------------------------------------------------------------


def test_pairs_are_put_together_without_javascript(learner: Client) -> None:
    item = item_at("capitals")
    send(learner, "capitals", fields(item, lefts("France", "Spain", "`Italy`")))
    quiz = told(quiz_of(learner, "capitals"))
    assert "Not yet. 2 of 3 pairs are right. 2 tries left." in quiz
    assert "On the Seine." not in quiz
    send(learner, "capitals", fields(item, right_response(item)))
    quiz = told(quiz_of(learner, "capitals"))
    assert "Right on the second try." in quiz
    assert "On the Seine." in quiz
    assert "Madrid would be there." in quiz


def test_gaps_are_chosen_and_typed_without_javascript(learner: Client) -> None:
    item = item_at("sweep-gaps")
    send(learner, "sweep-gaps", gap_fields(item, **{**FILLED, "command": "flush"}))
    html = quiz_of(learner, "sweep-gaps")
    assert "Not yet. 2 of 3 gaps are right. 2 tries left." in told(html)
    assert "That empties every table." in told(html)
    days = f'<input type="hidden" name="{gap_field(item, "days")}" value="14">'
    assert days in " ".join(html.split())
    send(learner, "sweep-gaps", gap_fields(item, **FILLED))
    assert "Right on the second try." in told(quiz_of(learner, "sweep-gaps"))
    assert Answer.objects.latest("pk").response == "command=clearsessions\ndays=14\nverb=stay"


@pytest.mark.parametrize("slug", ["capitals", "sweep-gaps", "hebrew-pairs", "hebrew-gaps"])
def test_it_is_answered_with_htmx(learner: Client, slug: str) -> None:
    page = send(learner, slug, fields(item_at(slug), right_response(item_at(slug))), **HTMX)
    assert page.status_code == 200
    assert "Right on the first try." in page.content.decode()


@pytest.mark.parametrize(("headers", "status"), [({}, 200), (HTMX, 422)])
def test_what_is_missing_is_said_and_what_is_there_is_kept(
    learner: Client, headers: dict[str, str], status: int
) -> None:
    sent = gap_fields(item_at("sweep-gaps"), **{**FILLED, "days": "two weeks"})
    page = send(learner, "sweep-gaps", sent, **headers)
    html = page.content.decode()
    assert page.status_code == status
    assert "Gap 3: That is not a number." in html
    assert 'value="ClearSessions "' in html
    begun = fields(item_at("capitals"), lefts("France", "Spain", "`Italy`"))
    begun.popitem()
    html = send(learner, "capitals", begun, **headers).content.decode()
    assert html.count(" selected") == 2
    assert "Choose something for each part. No try was taken." in html
    assert not Answer.objects.exists()


def test_a_hint_keeps_what_was_begun(learner: Client) -> None:
    item = item_at("sweep-gaps")
    sent = {"question": "sweep-gaps", **gap_fields(item, **FILLED)}
    reply = learner.post(f"{PRACTICE}hints/", sent)
    page = learner.get(reply["Location"].removesuffix("#quiz")).content.decode()
    assert 'value="ClearSessions "' in page
    assert f'<option value="{form_value(item.id, "stay")}" selected>' in page


def test_the_page_does_not_tell_what_belongs_together(learner: Client) -> None:
    """No key and no mark of a pair but the left part's; equal parts stand there once."""
    html = quiz_of(learner, "capitals")
    values = re.findall(r'<option value="(\w+)"', html)
    assert len(values) == 9
    assert len(set(values)) == 3
    assert not {"paris", "lyon", "rome", "lone"} & set(values)
    assert html.count("· France") == 3
    gaps = quiz_of(learner, "sweep-gaps")
    assert not [word for word in ("clearsessions", "flush", 'sweep"', "14") if word in gaps]


def test_a_form_from_before_an_edit_is_refused_and_not_taken_for_another(learner: Client) -> None:
    old = fields(item_at("capitals"), lefts("France", "Spain", "`Italy`"))
    row("capitals").choices.filter(key="lone").update(match="Italy and Spain")
    html = send(learner, "capitals", old, **HTMX).content.decode()
    assert "That can&#x27;t be chosen for “Lyon”." in html
    assert not Answer.objects.exists()


def test_a_card_shows_the_pairs(learner: Client) -> None:
    shown = kind_of(item_at("hebrew-pairs")).card_answers(item_at("hebrew-pairs"))
    assert shown[0] == "<bdi>פריז</bdi> \N{EN DASH} <bdi>צרפת</bdi>"
    assert len(shown) == 2


# --- The panel -------------------------------------------------------------------------------


@pytest.mark.parametrize("slug", ["capitals", "sweep-gaps"])
def test_its_preview_has_every_state(panel: Client, slug: str) -> None:
    seen = {
        look: told(panel.get(f"{page_of(row(slug), 'preview')}?look={look}"))
        for look in ("fresh", "wrong", "hint", "solved")
    }
    assert "Not yet. None of 3" in seen["wrong"]
    assert "Right on the first try." in seen["solved"]


def test_its_form_has_the_fields(panel: Client) -> None:
    html = panel.get(page_of(row("sweep-gaps"), "change")).content.decode()
    assert 'name="typed"' in html
    assert 'name="text"' in html
    assert 'name="choices-0-match"' in html


def test_the_board_counts_for_each_part_and_then_tells(panel: Client) -> None:
    room = classroom(owner=User.objects.get())
    answers(member(room, "Mia"), row("capitals"), lefts("France", "Spain", "`Italy`"))
    room.put_up(row("capitals").pk)
    address = page_of(room, "board")
    hidden = told(panel.get(address))
    assert "Paris France 1 100 %" in hidden
    assert "Right:" not in hidden
    panel.post(f"{address}answer/", {"question": row("capitals").pk})
    shown = told(panel.get(address)).replace("On the Seine. ", "").replace("On the Rhone. ", "")
    assert re.search(r"Lyon (Spain 1 100 % )?✓ Right: France 0 0 %( Spain 1 100 %)?", shown)


def test_the_board_shows_the_text_with_numbers_and_hides_what_was_typed(panel: Client) -> None:
    room = classroom(owner=User.objects.get())
    answers(member(room, "Mia"), row("sweep-gaps"), FLUSHED)
    room.put_up(row("sweep-gaps").pk)
    address = page_of(room, "board")
    hidden = told(panel.get(address))
    assert "The command Gap 2 removes them." in hidden
    assert "Gap 1" in hidden
    assert "flush" not in hidden
    panel.post(f"{address}answer/", {"question": row("sweep-gaps").pk})
    assert "Gap 2 flush 1 100 %" in told(panel.get(address))


def test_the_analysis_says_what_was_chosen_and_typed(panel: Client) -> None:
    room = classroom()
    answers(member(room, "Mia"), row("capitals"), lefts("France", "Spain", "`Italy`"))
    page = told(panel.get(page_of(row("capitals"), "analysis")))
    assert "Lyon \N{EN DASH} France lyon 1" in page
    assert re.search(r"Lyon (Spain 1 . )?Right: France 0 .( Spain 1 .)? Rome", page)
    answers(member(room, "Max"), row("sweep-gaps"), "command=cleanse\ndays=7\nverb=stay")
    page = told(panel.get(page_of(row("sweep-gaps"), "analysis")))
    assert "command: cleanse 1 " in page
    assert "7 week 1" in page
