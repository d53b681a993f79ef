"""`checkcourse` finds what is wrong with a pack, all of it at once, at its file and line."""

import shutil
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from learn.models import Course, Lesson, Page
from packs.lint import intended_setting
from packs.prose import measured_claims, reading_grade, syllables
from quizzes.models import Choice, Hint, Question, QuestionSet, Step
from tests.course import PACK


@dataclass(frozen=True)
class Flaw:
    """`text` is put to the end of `file`, or in the place of `old`; `at`: on the line to be told.

    `loads`: `loadcourse` takes it; only `checkcourse` objects.
    """

    name: str
    file: str
    text: str
    at: str
    says: str
    old: str = ""
    loads: bool = False

    def put(self, folder: Path) -> None:
        path = folder / self.file
        before = path.read_text() if path.exists() else ""
        assert before.count(self.old) == 1 or not self.old
        path.write_text(before.replace(self.old, self.text) if self.old else before + self.text)

    def told(self, folder: Path) -> str:
        """How the line of the command begins."""
        text = (folder / self.file).read_text()
        assert text.count(self.at) == 1
        return f"{folder}/{self.file}:{text.count('\n', 0, text.index(self.at)) + 1}: "


def question(name: str, *changes: tuple[str, str], level: str = "easy") -> str:
    text = f"""
  - id: {name}
    level: {level}
    kind: choice
    prompt: Which of these is {name}?
    choices:
      this-{name}:
        text: The first
        right: true
      that-{name}:
        text: The other
        why: It is not {name}.
"""
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return text


LONG = "Notwithstanding considerable architectural heterogeneity, " * 20
WHY, CONCEPT, SPEED = "expiry/why.md", "expiry/concept.md", "expiry/performance.md"
QUIZ, OTHER_WHY = "expiry/practice.yaml", "what-sessions-are/why.md"
# fmt: off
FLAWS = [
    Flaw("unknown key", "course.yaml", "colour: red\n", "colour", "'colour' is not known here."),
    Flaw("too few minutes", "expiry/lesson.yaml", "minutes: -3", "minutes", "a number from 1",
         old="minutes: 11"),
    Flaw("missing mode", "what-sessions-are/lesson.yaml", ", practice, deep]", "modes:",
         "The mode 'deep' is missing.", old=", practice]", loads=True),
    Flaw("stray file", "expiry/notes.txt", "Mine.", "Mine.", "This file has no place here."),
    Flaw("broken YAML", "expiry/try.yaml", "title: Try: it\n", "Try:", "Mend this line"),
    Flaw("unknown directive", WHY, "\n## More\n\n::: advice\nAh.\n:::\n", "::: advice",
         "There is no directive 'advice'."),
    Flaw("unclosed directive", CONCEPT, "\n::: note Mind this\n\nWords.\n", "::: note Mind this",
         "never closed"),
    Flaw("second h1", WHY, "\n# Big\n", "# Big", "Begin headings at ##."),
    Flaw("image", WHY, "\nLook: ![a](b.png)\n", "Look: ![a]", "'b.png' is not shown."),
    Flaw("sample with an error", WHY, "\n```python\nx = 1\ndef view(:\n```\n", "def view(:",
         "invalid syntax"),
    Flaw("link to no mode", WHY, "\nSee [it](../nowhere/).\n", "../nowhere/",
         "has no mode 'nowhere'", loads=True),
    Flaw("link to no heading", WHY, "\nOr\n[it](../concept/#text-nowhere).\n", "#text-nowhere",
         "There is no anchor 'text-nowhere'.", loads=True),
    Flaw("link to no lesson", WHY, "\nOr [it](/learn/django-sessions/pottery/why/).\n",
         "pottery/why", "no lesson 'pottery'", loads=True),
    Flaw("link to no page", WHY, "\nOr [it](/pottery/).\n", "(/pottery/", "This site has no page",
         loads=True),
    Flaw("address without a host", WHY, "\nOr [it](https://pottery).\n", "https://pottery",
         "is not whole", loads=True),
    Flaw("misspelt setting", WHY, "\nSet\n`SESSION_COOKIES_AGE`.\n", "SESSION_COOKIES_AGE",
         "Is it 'SESSION_COOKIE_AGE'?", loads=True),
    Flaw("claim without evidence", WHY, "\nIt is 40 % faster.\n", "40 %", "'40 %' is a claim",
         loads=True),
    Flaw("unknown figure", WHY, "\n## Figures\n\n::: measured cats\n:::\n", "measured cats",
         "There is no figure 'cats'."),
    Flaw("unknown experiment", WHY, "\n::: proof cats\n:::\n", "proof cats",
         "No experiment"),
    Flaw("unknown question", OTHER_WHY, "\n::: question cats\n:::\n", "question cats",
         "No question at the foot of this text is 'cats'."),
    Flaw("hard to read", SPEED, f"\n{LONG}\n", "Notwithstanding considerable architectural heter"
         "ogeneity, " * 20, "The reading grade of this file is", loads=True),
    Flaw("question without a kind", QUIZ, question("kindless", ("    kind: choice\n", "")),
         "id: kindless", "'kind' is missing. Add it."),
    Flaw("unknown level", QUIZ, question("simple", ("level: easy", "level: simple")),
         "level: simple", "'simple' is not known here."),
    Flaw("nothing right", QUIZ, question("nothing", ("right: true", "why: It is.")), "",
         "0 choices are right."),
    Flaw("wrong without a reason", QUIZ, question("silent", ("        why: It is not silent.\n",
         "")), "that-silent:", "'that-silent' has no `why`."),
    Flaw("letter for a choice", QUIZ, question("lettered", ("It is not lettered.",
         ">-\n          It is not.\n          Choice C is.")), "Choice C is", "'Choice C' names"),
    Flaw("reference to nothing", QUIZ, question("lost", ("It is not lost.", '"[[nobody]] is."')),
         "[[nobody]]", "[[nobody]] is no choice of this question."),
    Flaw("heading to read again", QUIZ, question("unread") + "    read: [why#cats]\n",
         "why#cats", "'why' has no heading 'cats'."),
    Flaw("levels missing", "expiry/test.yaml", "title: Test\nquestions:\n" + question("one")
         + question("two", level="medium"), "questions:", "No question is hard.", loads=True),
    Flaw("always the longest", "what-sessions-are/test.yaml", "title: Test\nquestions:\n" + "".join(
         question(level, ("The first", "The first and longest"), level=level)
         for level in ("easy", "medium", "hard")), "questions:",
         "The right choice is the longest in 3 of 3", loads=True),
]
# fmt: on


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    return Path(shutil.copytree(PACK, tmp_path / PACK.name))


def checked(folder: Path, *options: str) -> list[str]:
    """The lines that `checkcourse` writes of a pack with mistakes."""
    out = StringIO()
    with pytest.raises(SystemExit) as exit_:
        call_command("checkcourse", folder, *options, stdout=out, stderr=StringIO())
    assert exit_.value.code == 1
    return out.getvalue().splitlines()


@pytest.mark.slow
def test_the_shipped_course_has_nothing_to_mend() -> None:
    out = StringIO()
    call_command("checkcourse", PACK, stdout=out)
    assert out.getvalue() == f"{PACK}: nothing to mend.\n"


@pytest.mark.parametrize("flaw", FLAWS, ids=lambda flaw: flaw.name)
@pytest.mark.slow
def test_one_mistake_is_one_line(pack: Path, flaw: Flaw) -> None:
    flaw.put(pack)
    (line,) = checked(pack)
    if flaw.at:
        assert line.startswith(flaw.told(pack))
    assert flaw.says in line


def content() -> list[list[object]]:
    models = (Course, Lesson, Page, QuestionSet, Question, Choice, Hint, Step)
    return [list(model._default_manager.order_by("pk").values()) for model in models]


def test_thirty_mistakes_are_thirty_lines_and_change_nothing(course: Course, pack: Path) -> None:
    assert len(FLAWS) == 30
    before = content()
    for flaw in FLAWS:
        flaw.put(pack)
    lines = checked(pack)
    assert len(lines) == 30
    for flaw in FLAWS:
        (line,) = (one for one in lines if flaw.says in one and f"/{flaw.file}:" in one)
        if flaw.at:
            assert line.startswith(flaw.told(pack)), flaw.name
    with pytest.raises(CommandError) as refusal:
        call_command("loadcourse", pack)
    told = [line.removeprefix(f"{pack}/") for line in lines]
    only_advice = [flaw for flaw in FLAWS if flaw.loads]
    refused = [line for line in told if not any(flaw.says in line for flaw in only_advice)]
    assert str(refusal.value).splitlines()[:-1] == refused
    assert content() == before


def test_on_github_each_is_an_annotation(pack: Path) -> None:
    (pack / "expiry/100%,1:2.txt").write_text("")
    (line,) = checked(pack, "--format", "github")
    assert line.startswith(
        f"::error file={pack}/expiry/100%25%2C1%3A2.txt,line=1::This file has no"
    )


def test_a_folder_that_is_none_is_said(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="is not a folder"):
        call_command("checkcourse", tmp_path / "nothing")


# --- Counting in prose -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("word", "count"),
    [("the", 1), ("cookie", 2), ("requests", 2), ("saved", 1), ("uses", 2), ("session", 2),
     ("middleware", 3), ("database", 3), ("engine", 2), ("remembers", 3), ("table", 2)],
)  # fmt: skip
def test_syllables_are_counted(word: str, count: int) -> None:
    assert syllables(word) == count


def test_the_grade_is_that_of_kincaid() -> None:
    """Counted by hand: 13 words of 17 syllables in 2 sentences."""
    text = "The store keeps the data. The cookie holds a key and no more than that."
    words, sentences, spoken = 15, 2, 17
    assert reading_grade(text) == pytest.approx(
        0.39 * words / sentences + 11.8 * spoken / words - 15.59
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It takes 20 to 50 ms.", ["20 to 50 ms"]),
        ("It is ten times faster, by 35%.", ["ten times faster", "35%"]),
        ("It grows by 2.5 KB.", ["2.5 KB"]),
        ("It ends after 300 seconds, in 4,096 bytes, at status 500.", []),
        ("Set `20 ms` and call it 3 times.", []),
        ("```\n20 ms\n```", []),
    ],
)
def test_a_number_with_a_measured_unit_is_a_claim(text: str, found: list[str]) -> None:
    assert [claim for _, claim in measured_claims(text)] == found


def test_only_what_is_close_to_a_setting_is_misspelt() -> None:
    assert intended_setting("SESSION_ENGIN") == "SESSION_ENGINE"
    assert intended_setting("SESSION_EXPIRE_ON_BROWSER_CLOSE") == "SESSION_EXPIRE_AT_BROWSER_CLOSE"
    assert (
        intended_setting("SESSION_ENGINE")
        == intended_setting("REDIS_URL")
        == intended_setting("CONN_MAX_AGE")
        == ""
    )
