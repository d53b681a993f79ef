"""What a proof says wrongly is told with its line."""

from pathlib import Path

import pytest

from tests.packs.folder import QUIZ, WHY, edit, refusal


@pytest.mark.parametrize(
    ("old", "new", "at", "says"),
    [
        ("experiment: remembers", "experiment: remember", "experiment: remember", "no experiment"),
        ("experiment: remembers", "experiments: remembers", "experiments", "'experiments' is not"),
        (
            "with: {engine: cache, SESSION_COOKIE_AGE: 1209600, away: 86400}",
            "with: {engine: redis, away: 86400}",
            "engine: redis",
            "engine can't be 'redis'. It takes one of 'db'",
        ),
        ("age: {setting: SESSION_COOKIE_AGE}", "age: {set: 1}", "age: {set", "No parameter 'set'"),
        ("expect: {changes: [the place]}", "expect: {change: 1}", "change: 1", "no 'change'"),
        ("expect: {changes: [the place]}", "expect: {}", "proof:", "It expects nothing."),
        ("      kept: {after_closing_sees: value", "      keep: {after", "keep:", "is no choice"),
        ("        kept: {after_closing_sees: value, copy_of_the_cookie_sees: value}\n", "",
         "says:", "The right choice 'kept' is not in here."),
        ("static: {second_request_sees: null}", "static: {}", "static: {}", "It says nothing"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_proof_is_told_with_its_line(
    old_course: None, short_pack: Path, old: str, new: str, at: str, says: str
) -> None:
    lines = edit(short_pack, QUIZ, old, new).splitlines()
    problems = [one for one in refusal(short_pack) if says in one]
    assert problems
    number = int(problems[0].split(":")[1])
    assert at in lines[number - 1]


@pytest.mark.parametrize("line", ["::: proof remember", "::: proof remembers engine=redis"])
def test_a_text_that_names_no_experiment_is_refused(
    old_course: None, short_pack: Path, line: str
) -> None:
    text = (short_pack / WHY).read_text()
    (short_pack / WHY).write_text(f"{text}\n{line}\n:::\n")
    (problem,) = refusal(short_pack)
    assert problem.startswith(f"{WHY}:{len(text.splitlines()) + 2}: ")
    assert "No experiment" in problem or "It takes one of 'db'" in problem
