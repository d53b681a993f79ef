"""Questions in and out from the shell."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from exchange.models import Import
from quizzes.models import Question, QuestionSet
from tests.exchange.foreign import GIFT
from tests.exchange.reading import by_name
from tests.studio.panel import content, page_of
from tests.words import told

SET = "django-sessions/configuration/practice"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "quiz.gift"
    path.write_text(GIFT)
    return path


def drafts() -> list[str]:
    return list(Question.objects.filter(published=None).values_list("slug", flat=True))


TWO_CATEGORIES = """$CATEGORY: $course$/top/Cookies
::one::Is it one? {T}

::essay::Write. {}

$CATEGORY: Stores//Engines
::two::Is it two? {T}

::three::Is it three? {F}
"""


def test_one_category_of_a_file_comes_alone(
    course: None, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_text(TWO_CATEGORIES)
    call_command("importquestions", str(file), SET, "--category", "Stores//Engines", "--strict")
    assert drafts() == ["two", "three"]
    out = capsys.readouterr().out
    assert f"{file}: Cookies: 1 not asked for." in out
    assert "essay" not in out
    assert "was not imported" not in out


def test_a_category_that_is_not_there_is_told_with_those_that_are(course: None, file: Path) -> None:
    file.write_text(TWO_CATEGORIES)
    with pytest.raises(CommandError, match="there are: Cookies, Stores//Engines"):
        call_command("importquestions", str(file), SET, "--category", "Cooky")
    assert drafts() == []


def test_questions_in_no_category_come_or_are_told_of(
    course: None, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = "$CATEGORY: Django sessions/Configuring the session framework/Practice"
    file.write_text(f"::loose::Is it? {{T}}\n\n{own}\n\n::kept::Is it so? {{T}}\n")
    call_command("importquestions", str(file), SET, "--category", own.partition(": ")[2])
    assert "In no category of the file, and not asked for: 1." in capsys.readouterr().out
    call_command("importquestions", str(file), SET)
    assert drafts() == ["kept", "loose"]


@pytest.mark.parametrize("ending", ["gift", "xml"])
def test_a_set_goes_out_as_a_category_and_takes_its_own_back(
    course: None, tmp_path: Path, ending: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / f"quiz.{ending}"
    call_command("exportquestions", SET, str(file))
    name = "Django sessions/Configuring the session framework/Practice"
    assert name in file.read_text()
    other = "$CATEGORY: Others\n\n::o::Is it? {T}\n"
    if ending == "gift":
        file.write_text(f"{other}\n{file.read_text()}")
    capsys.readouterr()
    call_command("importquestions", str(file), SET, "--strict", "--existing", "update")
    assert drafts() == []
    assert "was not imported: a set" not in capsys.readouterr().out


def test_an_import_prints_its_report_with_file_and_line(
    course: None, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("importquestions", str(file), SET)
    out = capsys.readouterr().out.splitlines()
    assert f"{file}:4: where-it-lives: new" in out
    assert f"{file}:13: Not imported from this question: a picture." in out
    assert any(line.startswith(f"{file}:4: To mend before it is published: ") for line in out)
    [words] = [n for n, line in enumerate(GIFT.splitlines(), 1) if line.startswith("::Words")]
    assert f"{file}:{words}: Left out. An essay: there is no such kind of question here." in out
    assert out[-1].endswith(": 9 new. The new ones are drafts.")
    lines = [int(line.removeprefix(f"{file}:").partition(":")[0]) for line in out[:-1]]
    assert lines == sorted(lines)
    assert len(drafts()) == 9


def test_a_dry_run_prints_the_same_and_changes_nothing(
    course: None, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = content()
    call_command("importquestions", str(file), SET, "--dry-run")
    dry = capsys.readouterr().out.splitlines()
    assert content() == before
    assert not Import.objects.exists()
    call_command("importquestions", str(file), SET)
    real = capsys.readouterr().out.splitlines()
    assert dry[:-1] == real[:-1]
    assert dry[-1].endswith(": 9 new. Nothing was changed.")


def test_strict_exits_1_where_something_was_lost(course: None, file: Path) -> None:
    for more in (["--dry-run"], []):
        with pytest.raises(SystemExit) as end:
            call_command("importquestions", str(file), SET, "--strict", *more)
        assert end.value.code == 1
    file.write_text("::whole::Which? {=a ~b#No.}")
    call_command("importquestions", str(file), SET, "--strict")


def test_a_file_twice_brings_nothing_new_and_other_content_as_it_is_said(
    course: None, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_text("::one::Which? {=a ~b#No.}")
    for _ in range(2):
        call_command("importquestions", str(file), SET)
    assert ": 1 here already." in capsys.readouterr().out
    file.write_text("::one::Which one? {=a ~b#No.}")
    call_command("importquestions", str(file), SET)
    assert ": one: left as it is here (prompt)" in capsys.readouterr().out
    call_command("importquestions", str(file), SET, "--existing", "update")
    assert drafts() == ["one"]
    assert Question.objects.get(slug="one").prompt == "Which one?"


def test_the_panel_has_the_report_of_an_import_from_the_shell(
    instructor: Client, file: Path
) -> None:
    call_command("importquestions", str(file), SET)
    row = QuestionSet.objects.get(lesson__slug="configuration", mode="practice")
    assert "quiz.gift" in told(instructor.get(page_of(row, "import")))
    [kept] = Import.objects.all()
    page = told(instructor.get(f"{page_of(row, 'imports')}{kept.pk}/"))
    assert "from the shell" in page
    assert "Publish all" in page


def test_the_format_that_is_named_overrides_what_the_file_looks_like(
    course: None, tmp_path: Path
) -> None:
    file = tmp_path / "a.txt"
    file.write_text("a,b\nc,d\n")
    with pytest.raises(CommandError, match=r"a table \(CSV\)"):
        call_command("importquestions", str(file), SET)
    call_command("importquestions", str(file), SET, "--format", "gift")
    with pytest.raises(CommandError, match=r"a\.txt:1: This is not XML"):
        call_command("importquestions", str(file), SET, "--format", "moodle")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("a", "No such set: a; there are: django-sessions/"),
        ("django-sessions/configuration/nowhere", "; there are: django-sessions/configuration/"),
        ("django-sessions/nowhere/practice", "are: django-sessions/what-sessions-are/practice, "),
    ],
)
def test_a_set_that_is_not_there_is_told_in_one_line(
    course: None, file: Path, name: str, words: str
) -> None:
    for command in (
        ("importquestions", str(file), name),
        ("exportquestions", name, f"{file}.xml"),
    ):
        with pytest.raises(CommandError) as error:
            call_command(*command)
        assert words in str(error.value)
        assert "\n" not in str(error.value)


def test_a_file_that_is_not_there_is_told(course: None, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"none\.gift can't be read \(No such file"):
        call_command("importquestions", str(tmp_path / "none.gift"), SET)


@pytest.mark.parametrize("name", ["quiz.gift", "quiz.xml"])
def test_an_export_takes_the_format_from_the_name_and_comes_back(
    course: None, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    file = tmp_path / name
    call_command("exportquestions", SET, str(file))
    out = capsys.readouterr().out
    assert "has no place for" in out
    assert out.splitlines()[-1].endswith(f" in {file}.")
    assert file.read_bytes().startswith(b"<?xml" if name.endswith("xml") else b"$CATEGORY: ")
    assert "purpose" in by_name(file.read_bytes())
    with pytest.raises(CommandError, match="is there already"):
        call_command("exportquestions", SET, str(file))


def test_an_export_to_a_name_of_no_format_says_which_there_are(
    course: None, tmp_path: Path
) -> None:
    with pytest.raises(CommandError, match=r"Use one of \.gift\.txt, .*\.xml, .*, or --format"):
        call_command("exportquestions", SET, str(tmp_path / "a.csv"))
    call_command("exportquestions", SET, str(tmp_path / "a.csv"), "--format", "moodle")
    assert (tmp_path / "a.csv").read_text().startswith("<?xml")
