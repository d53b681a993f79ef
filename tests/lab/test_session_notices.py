"""What a page says of its session depends on what happened to it, and on nothing else."""

from dataclasses import replace

import pytest

from engines.conditions import USUAL, Conditions, Move
from engines.registry import ENGINES
from lab.session_notices import describe_move, describe_site_move, describe_trouble

MOVE = Move(ENGINES["db"], ENGINES["file"], ("_auth_user_id", "a", "b"), 1234, 0.0021)


def test_nothing_is_said_where_nothing_happened() -> None:
    assert describe_trouble(USUAL, ENGINES["db"]) == ""
    assert describe_site_move(USUAL) == ""


@pytest.mark.parametrize(
    ("conditions", "words"),
    [
        (Conditions(outage=True), "Your answers are kept."),
        (Conditions(not_deleted=True), "it could not be told that you signed out"),
        (Conditions(outgrown=True), "It moved to db, whole."),
        (Conditions(without_copy=True), "is read from the database"),
        (Conditions(site_move_refused="It is full."), "to another engine. It is full."),
    ],
)
def test_trouble_is_said(conditions: Conditions, words: str) -> None:
    assert words in describe_trouble(conditions, ENGINES["db"])


def test_of_two_troubles_the_worse_is_said() -> None:
    both = Conditions(outage=True, site_move_refused="It is full.")
    assert "full" not in describe_trouble(both, ENGINES["db"])


def test_a_move_names_the_keys_that_are_not_djangos() -> None:
    assert describe_move(MOVE) == (
        "Moved from db to file: 3 keys came along (a, b), 1,234 bytes, read back and compared in "
        "2.1 ms. The copy in db is deleted."
    )


def test_a_move_from_a_cookie_says_that_copies_stay_valid() -> None:
    move = replace(MOVE, source=ENGINES["signed_cookies"])
    assert "a copy of it made earlier would still be valid" in describe_move(move)


def test_a_move_of_the_site_is_said_with_what_it_did() -> None:
    words = describe_site_move(Conditions(site_move=MOVE))
    assert words.startswith("Your instructor moved this site to file. Moved from db to file")
