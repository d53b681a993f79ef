"""A pack is loaded all of it or not at all, and a mistake in it is told with file and line."""

import io
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Model
from django.test import Client

from learn.models import Course, Lesson, Page
from quizzes.models import Answer, Choice, Hint, Question, QuestionSet, Step
from quizzes.packs import load as loading
from tests.conftest import LESSON, PACK, answer, counted

COURSE, ABOUT = "course.yaml", "configuration/lesson.yaml"
QUIZ, WHY = "configuration/practice.yaml", "configuration/why.md"
CONTENT: list[type[Model]] = [Course, Lesson, Page, QuestionSet, Question, Choice, Hint, Step]


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A copy of the default course with one lesson of it, to be changed."""
    copy = tmp_path / PACK.name
    shutil.copytree(PACK / "configuration", copy / "configuration")
    about = (PACK / COURSE).read_text(encoding="utf-8")
    (copy / COURSE).write_text(re.sub("lessons: .*", "lessons: [configuration]", about))
    return copy


@pytest.fixture
def course(db: None, pack: Path) -> None:
    """That copy, loaded."""
    load(pack)


@pytest.fixture
def short_pack(pack: Path) -> Path:
    """Only the files that the mistakes below are made in, to be quick."""
    for file in (pack / "configuration").iterdir():
        if file.name not in (Path(ABOUT).name, Path(QUIZ).name, Path(WHY).name):
            file.unlink()
    return pack


@pytest.fixture
def two_lessons(db: None, pack: Path) -> Path:
    """The same with a second lesson, `second`."""
    shutil.copytree(pack / "configuration", pack / "second")
    edit(pack, COURSE, "lessons: [configuration]", "lessons: [configuration, second]")
    load(pack)
    return pack


@pytest.fixture
def old_course(db: None) -> None:
    """The course in an earlier state: loading anything of the pack would change it."""
    course = Course.objects.create(slug=PACK.name, title="As it was")
    lesson = Lesson.objects.create(course=course, slug="configuration", title="As it was")
    Page.objects.create(lesson=lesson, mode="why", text="As it was")
    practice = QuestionSet.objects.create(lesson=lesson, mode="practice", title="As it was")
    Question.objects.create(question_set=practice, slug="gone", kind="choice", prompt="Was it?")


def load(folder: Path) -> str:
    out = io.StringIO()
    call_command("loadcourse", folder, stdout=out)
    return out.getvalue()


def refusal(folder: Path) -> list[str]:
    """What is wrong with the pack, a line for each mistake."""
    with pytest.raises(CommandError) as error:
        load(folder)
    *problems, last = str(error.value).splitlines()
    count = "1 mistake" if len(problems) == 1 else f"{len(problems)} mistakes"
    assert last == f"{count}; nothing was loaded or changed."
    return problems


def edit(folder: Path, file: str, old: str, new: str) -> str:
    """The file's text with the first `old` replaced, as it now stands in the pack."""
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text, f"{file} no longer holds {old!r}; change the test with it"
    changed = text.replace(old, new, 1)
    (folder / file).write_text(changed, encoding="utf-8")
    return changed


def question_block(folder: Path, slug: str) -> str:
    """The lines of one question in the practice set."""
    text = (folder / QUIZ).read_text(encoding="utf-8")
    found = re.search(rf"^  - id: {slug}\n.*?(?=^  - id: |\Z)", text, re.DOTALL | re.MULTILINE)
    assert found, slug
    return found[0]


def rows(model: type[Model], **which: Any) -> list[dict[str, Any]]:
    return list(model._default_manager.filter(**which).order_by("pk").values())


def content() -> dict[str, list[dict[str, Any]]]:
    """Every row of every table that a pack fills."""
    return {model.__name__: rows(model) for model in CONTENT}


def slugs() -> list[str]:
    asked = Question.objects.filter(question_set__mode="practice", retired=False)
    return list(asked.order_by("position").values_list("slug", flat=True))


def version() -> str:
    return Course.objects.get().version


# --- Mistakes --------------------------------------------------------------------------------


@dataclass
class Mistake:
    """`old` becomes `new` in `file`. The mistake is on the line of `at` (else where `new` begins).

    The message holds `says`: what is wrong, and what to do.
    """

    name: str
    file: str
    old: str
    new: str
    says: str
    at: str = ""

    def line(self, changed: str) -> int:
        """The line, from 1, that the message must name."""
        at = self.at or self.new.strip().splitlines()[0]
        return changed.count("\n", 0, changed.index(at)) + 1


RIGHT = "        right: true\n"
STEP = "      - title: Find what HTTP lacks\n"
PROMPT = "      What is Django's session framework for?\n"
REASON = "        why: >-\n          That is the work of"
NEW = """  - id: new
    level: easy
    kind: choice
    prompt: Which?
    choices:
      this: {text: This one, right: true}
      that: {text: That one, why: It is not.}
"""


BLANKS = """questions:
  - id: new
    level: easy
    kind: blanks
    prompt: Fill.
    code: |
      x = [[a]]
      y = [[b]]
    choices:
      one: {gap: a, text: "`1`", right: true}
      two: {gap: a, text: "`2`", why: No.}
      three: {gap: b, text: "`3`", right: true}
      four: {gap: b, text: "`4`", why: No.}
"""
FOUR = BLANKS.splitlines(keepends=True)[-1]


def new(old: str, changed: str) -> str:
    """A first question for the set, with this in it."""
    return "questions:\n" + NEW.replace(old, changed)


# fmt: off
MISTAKES = [
    # Keys and types
    Mistake("unknown key in the course", COURSE, "lessons:", "colour: red\nlessons:",
            "'colour' is not known here. Known: title, summary, lessons."),
    Mistake("unknown key in the lesson", ABOUT, "minutes:", "author: Ada\nminutes:",
            "'author' is not known here. Known: title, summary, minutes, modes."),
    Mistake("unknown key in the set", QUIZ, "try_cost:", "tries: 3\ntry_cost:",
            "'tries' is not known here. Known: title, behaviour, try_cost"),
    Mistake("a clock without seconds", QUIZ, "behaviour: practice", "behaviour: challenge",
            "A challenge gives 60 to 600 seconds for each problem.", at="title:"),
    Mistake("seconds without a clock", QUIZ, "try_cost:", "seconds: 90\ntry_cost:",
            "Only a challenge has a clock. Take the seconds out.", at="seconds:"),
    Mistake("a draw that is larger than the bank", QUIZ, "try_cost:", "draw: 6\ntry_cost:",
            "There are only 5 questions to draw from.", at="draw:"),
    Mistake("a part to read in no text", QUIZ, "    kind:", "    read: [deep]\n    kind:",
            "The lesson has no text 'deep'. It has: why."),
    Mistake("a part to read under no heading", QUIZ, "    kind:",
            "    read: [why#nowhere]\n    kind:", "'why' has no heading 'nowhere'. It has: a-quiz"),
    Mistake("unknown key in a question", QUIZ, "    kind:", "    points: 5\n    kind:",
            "'points' is not known here. Known: id, level, kind"),
    Mistake("unknown key in a choice", QUIZ, RIGHT, RIGHT + "        correct: true\n",
            "'correct' is not known here. Known: text, right, why, gap.", at="correct:"),
    Mistake("unknown key in a step", QUIZ, STEP, STEP + "        body: Look.\n",
            "'body' is not known here. Known: title, text.", at="body:"),
    Mistake("missing title of the course", COURSE, "title:", "#",
            "'title' is missing. Add it."),
    Mistake("missing kind of a question", QUIZ, "    kind: choice\n", "",
            "'kind' is missing. Add it.", at="- id: purpose"),
    Mistake("missing text of a choice", QUIZ, "questions:\n", new("text: That one, ", ""),
            "'text' is missing. Add it.", at="that:"),
    Mistake("missing title of a step", QUIZ, STEP + "        text:", "      - text:",
            "'title' is missing. Add it."),
    Mistake("number for a text", COURSE, "title: Django sessions", "title: 404",
            "not a text. Put it in quotes."),
    Mistake("text for a number", ABOUT, "minutes: 12", "minutes: a dozen",
            "not a number. Write one, without quotes."),
    Mistake("text for a list", COURSE, "[configuration]", "configuration",
            "not a list. Begin each entry with a hyphen."),
    Mistake("text for a question", QUIZ, "questions:\n", "questions:\n  - What for?\n",
            "Named values belong here.", at="- What for?"),
    Mistake("yes for true", QUIZ, RIGHT, "        right: yes\n", "Write true or false"),
    Mistake("nothing for a text", COURSE, "title: Django sessions", "title:",
            "There is nothing here. Fill it, or take it out."),
    Mistake("negative minutes", ABOUT, "minutes: 12", "minutes: -3",
            "must be a number from 1"),
    Mistake("cost over 1", QUIZ, "try_cost: 0.25", "try_cost: 1.5",
            "must be a number up to 1"),
    Mistake("cost that is no number", QUIZ, "hint_cost: 0.1", "hint_cost: .nan",
            "must be a number from 0"),
    Mistake("title longer than its column", ABOUT, "title:", f"title: {'long ' * 40}",
            "too long. Use at most 200 characters."),
    Mistake("unknown level", QUIZ, "level: easy", "level: simple",
            "'simple' is not known here. Known: easy, medium, hard."),
    Mistake("unknown kind", QUIZ, "kind: choice", "kind: essay",
            "'essay' is not known here. Known: choice, choices, blanks, order, typed, explain."),
    Mistake("unknown behaviour", QUIZ, "behaviour: practice", "behaviour: exam",
            "'exam' is not known here. Known: practice, test, challenge, recall."),
    # Questions
    Mistake("capitals in an id", QUIZ, "- id: purpose", "- id: Purpose",
            "Use only a-z, 0-9 and single hyphens"),
    Mistake("question twice", QUIZ, "- id: store-setting", "- id: purpose",
            "'purpose' is used twice. Give this question another.",
            at="- id: purpose\n    level: easy\n    kind: choice\n    prompt: |\n      Which"),
    Mistake("question named summary", QUIZ, "- id: purpose", "- id: summary",
            "'summary' is taken by the summary. Give this question another id."),
    Mistake("one choice only", QUIZ, "questions:\n",
            new("      that: {text: That one, why: It is not.}\n", ""),
            "too few choices. Give at least 2.", at="choices:"),
    Mistake("capitals in the key of a choice", QUIZ, "      static:", "      Static:",
            "Use only a-z, 0-9 and single hyphens"),
    Mistake("number for the key of a choice", QUIZ, "      static:", "      1:",
            "not a text. Put it in quotes."),
    Mistake("no right choice", QUIZ, "questions:\n", new("right: true", "why: It is not."),
            "0 choices are right. Mark exactly one as right.", at="choices:"),
    Mistake("two right choices", QUIZ, "questions:\n", new("why: It is not.", "right: true"),
            "2 choices are right. Mark exactly one as right.", at="choices:"),
    Mistake("wrong choice without a reason", QUIZ, "questions:\n", new(", why: It is not.", ""),
            "'that' has no `why`. Say what it would really do.", at="that:"),
    Mistake("gap in a question that has no code", QUIZ, "questions:\n",
            new("why: It is not.", "why: It is not., gap: here"),
            "`gap` has no meaning in a question of kind choice. Take it out.", at="that:"),
    Mistake("tolerance of a question without numbers", QUIZ, "questions:\n",
            new("    choices:", "    tolerance: 1\n    choices:"),
            "`tolerance` has no meaning in a question of kind choice.", at="tolerance:"),
    Mistake("gap twice in the code", QUIZ, "questions:\n", BLANKS.replace("[[b]]", "[[b]] + [[a]]"),
            "[[a]] stands here twice. Give each gap its own name.", at="code:"),
    Mistake("gap with one option", QUIZ, "questions:\n", BLANKS.replace(FOUR, ""),
            "The gap 'b' has too few choices. Give at least 2 `gap: b`.", at="choices:"),
    Mistake("code that does not compile when filled", QUIZ, "questions:\n",
            BLANKS.replace("y =", "y = ="),
            "With the right choices filled in, the code does not run: invalid syntax.", at="code:"),
    Mistake("steps with one marked right", QUIZ, "questions:\n",
            new("kind: choice", "kind: order").replace("right: true", "why: So., right: true"),
            "The order of the list says what is right. Take out `right`.", at="this:"),
    Mistake("hint that shows a typed answer", QUIZ, "questions:\n",
            new("kind: choice", "kind: typed") + "    hints:\n      - Not [[that]].\n",
            "The hint shows an answer. Name none with [[key]] here.", at="- Not [[that]]"),
    Mistake("letter in a reason", QUIZ, REASON, REASON + " Option C and",
            "'Option C' names a choice by letter, but choices are shuffled. Write [[key]].",
            at="That is the work of Option C"),
    Mistake("letter in a step", QUIZ, STEP + "        text: >-\n",
            STEP + "        text: >-\n          Look at **choice (b)** again.\n",
            "'choice (b)' names a choice by letter", at="Look at **choice (b)**"),
    Mistake("letter in the prompt", QUIZ, PROMPT, PROMPT + "\n      Is answer D right?\n",
            "'answer D' names a choice by letter", at="Is answer D"),
    Mistake("reference to no choice", QUIZ, "[[remember]] holds", "[[forget]] holds",
            "[[forget]] is no choice of this question. Its choices: static, login",
            at="[[forget]]"),
    Mistake("reference to no choice in a hint", QUIZ, "      - Think of what HTTP",
            "      - Not [[anyone]]. Think of what HTTP", "[[anyone]] is no choice"),
    Mistake("answer given away", QUIZ, PROMPT,
            PROMPT + "\n      Keeping a visitor's data, from *one request* to the next?\n",
            "The prompt gives away the right choice 'remember'.", at="prompt: |"),
    Mistake("mistake of two paragraphs", QUIZ, "    mistakes:\n",
            "    mistakes:\n      - |\n        One thing.\n\n        And another.\n",
            "one paragraph. Take out the empty line.", at="- |\n        One thing."),
    Mistake("Python that does not compile, in a prompt", QUIZ, PROMPT,
            PROMPT + "\n      ```python\n      x = 1\n      def view(:\n      ```\n",
            "The Python sample does not run: invalid syntax. Mend it.", at="def view(:"),
    Mistake("unknown directive in a prompt", QUIZ, PROMPT,
            PROMPT + "\n      ::: hint\n      Ah.\n      :::\n",
            "There is no directive 'hint'. Known: better", at="::: hint"),
    # YAML
    Mistake("broken YAML", QUIZ, "level: easy", "level: easy: hard",
            "mapping values are not allowed here. Mend this line"),
    Mistake("tab in YAML", QUIZ, "    level: easy", "\tlevel: easy",
            "that cannot start any token. Mend this line"),
    Mistake("control character in YAML", QUIZ, "level: easy", "level: \x01easy",
            r"The character '\x01' has no place in YAML. Delete it."),
    Mistake("escape for no character", COURSE, "title: Django sessions", r'title: "\ud800"',
            "An escape here stands for no character. Delete it."),
    Mistake("doubled key", QUIZ, "    level: easy\n", "    level: easy\n    level: hard\n",
            "'level' stands here a second time. Keep one of the two.", at="level: hard\n    kind"),
    Mistake("doubled key in braces", QUIZ, "questions:\n", new("This one,", "This, text: One,"),
            "'text' stands here a second time. Keep one of the two.", at="this:"),
    Mistake("anchor", QUIZ, "title: Practice", "title: &name Practice",
            "anchors, aliases and tags are not used. Write the value itself."),
    Mistake("alias", QUIZ, "title: Practice", "title: *name",
            "anchors, aliases and tags are not used. Write the value itself."),
    Mistake("tag", QUIZ, "level: easy", "level: !!str easy",
            "anchors, aliases and tags are not used. Write the value itself."),
    Mistake("tag that would run code", QUIZ, "title: Practice",
            "title: !!python/object/apply:os.getcwd []",
            "anchors, aliases and tags are not used. Write the value itself."),
    # Markdown
    Mistake("unknown directive", WHY, "::: tip", "::: advice",
            "There is no directive 'advice'. Known: better, measured, mistake, note"),
    Mistake("directive with a colon at its name", WHY, "::: tip", "::: tip:",
            "There is no directive 'tip:'. Known: better, measured, mistake, note"),
    Mistake("unclosed directive", WHY, "## Takeaways", "::: note Mind\n\n## Takeaways",
            "'::: note' is never closed. Add a line ::: after it."),
    Mistake("directive closed twice", WHY, "## Takeaways", ":::\n\n## Takeaways",
            "::: closes nothing. Open a directive with as many colons first.",
            at=":::\n\n## Takeaways"),
    Mistake("inner directive with as many colons", WHY, "## Takeaways",
            "::: versus\n::: better A\n:::\n:::\n\n## Takeaways",
            "This stands inside '::: versus'. Give that one more colons", at="::: better A\n"),
    Mistake("second h1", WHY, "## Takeaways", "# Takeaways",
            "The page has its h1 already. Begin headings at ##."),
    Mistake("Python that does not compile, in a text", WHY, "    score = request.session",
            "    score = = request.session",
            "The Python sample does not run: invalid syntax. Mend it."),
    Mistake("NUL in a text", WHY, "## Takeaways", "## \0Takeaways",
            "There is a NUL character here. Delete it."),
]
# fmt: on


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.name)
def test_a_mistake_is_told_with_file_and_line_and_nothing_is_loaded(
    old_course: None, short_pack: Path, mistake: Mistake
) -> None:
    before = content()
    changed = edit(short_pack, mistake.file, mistake.old, mistake.new)
    [problem] = refusal(short_pack)
    assert problem.startswith(f"{mistake.file}:{mistake.line(changed)}: ")
    assert mistake.says in problem
    assert content() == before


@dataclass
class Misplaced:
    """A mistake in what the folder holds, made by `change`; `told` is how its message begins."""

    name: str
    change: Callable[[Path], object]
    told: str
    says: str


def in_place_of(file: Path) -> None:
    file.unlink()
    file.mkdir()


def without_text(folder: Path) -> None:
    for text in (folder / "configuration").glob("*.md"):
        text.unlink()


# fmt: off
MISPLACED = [
    Misplaced("file beside the course", lambda pack: (pack / "notes.md").touch(),
              "notes.md:1: ", "no place here. Beside its lessons a pack holds: LICENSE, README.md"),
    Misplaced("file for no mode", lambda pack: (pack / "configuration/wy.md").touch(),
              "configuration/wy.md:1: ", "no place here. A lesson holds: lesson.yaml, why.md"),
    Misplaced("text for a quiz", lambda pack: (pack / "configuration/practice.md").touch(),
              "configuration/practice.md:1: ", "no place here. A lesson holds: lesson.yaml, why"),
    Misplaced("folder in a lesson", lambda pack: (pack / "configuration/images").mkdir(),
              "configuration/images:1: ", "no place here. A lesson holds: lesson.yaml"),
    Misplaced("folder for a text", lambda pack: in_place_of(pack / WHY),
              f"{WHY}:1: ", "The file can't be read (Is a directory). Put a text file here."),
    Misplaced("folder not listed", lambda pack: (pack / "second").mkdir(),
              f"{COURSE}:5: ", "The folder 'second' is not listed. Add it to `lessons`, or"),
    Misplaced("listed folder missing",
              lambda pack: edit(pack, COURSE, "[configuration]", "\n  - configuration\n  - second"),
              f"{COURSE}:7: ", "There is no folder 'second'. Create it, or take it off the list."),
    Misplaced("lesson listed twice",
              lambda pack: edit(pack, COURSE, "[configuration]", "\n- configuration" * 2),
              f"{COURSE}:7: ", "'configuration' is listed twice. Take one out."),
    Misplaced("course.yaml missing", lambda pack: (pack / COURSE).unlink(),
              f"{COURSE}:1: ", "The file is missing. Create it."),
    Misplaced("lesson.yaml missing", lambda pack: (pack / ABOUT).unlink(),
              f"{ABOUT}:1: ", "The file is missing. Create it."),
    Misplaced("lesson without a text", without_text,
              f"{ABOUT}:1: ", "The lesson 'configuration' has no text. Add a Markdown file"),
    Misplaced("text that is empty", lambda pack: (pack / WHY).write_text("\n\n"),
              f"{WHY}:1: ", "The text is empty. Write it, or delete the file."),
    Misplaced("file over 1 MB", lambda pack: (pack / WHY).write_text("Long. " * 200_000),
              f"{WHY}:1: ", "The file is over 1 MB. Split it."),
    Misplaced("file not in UTF-8", lambda pack: (pack / WHY).write_bytes(b"One\n\nDrei \xfcben\n"),
              f"{WHY}:3: ", "This is not UTF-8. Save it as UTF-8."),
    Misplaced("empty course.yaml", lambda pack: (pack / COURSE).write_text(""),
              f"{COURSE}:1: ", "There is nothing here. Fill it"),
    Misplaced("nesting without end", lambda pack: (pack / COURSE).write_text("[" * 900_000),
              f"{COURSE}:1: ", "Write it more simply."),
]
# fmt: on


@pytest.mark.parametrize("wrong", MISPLACED, ids=lambda wrong: wrong.name)
def test_what_the_folder_should_not_hold_is_told_and_nothing_is_loaded(
    old_course: None, short_pack: Path, wrong: Misplaced
) -> None:
    before = content()
    wrong.change(short_pack)
    [problem] = refusal(short_pack)
    assert problem.startswith(wrong.told)
    assert wrong.says in problem
    assert content() == before


def test_all_mistakes_in_all_files_are_told_at_once(old_course: None, pack: Path) -> None:
    before = content()
    edit(pack, COURSE, "title:", "titel:")
    edit(pack, ABOUT, "minutes: 12", "minutes: -3")
    edit(pack, WHY, "## Takeaways", "# Takeaways\n\n::: advice\n:::")
    edit(pack, QUIZ, "[[remember]] holds", "[[forget]] holds")
    edit(pack, QUIZ, RIGHT, "        why: It is not.\n")
    edit(pack, "configuration/performance.yaml", "level: medium", "level: simple")
    (pack / "configuration/notes.txt").touch()
    assert [problem.split(":")[0] for problem in refusal(pack)] == [
        ABOUT,
        "configuration/notes.txt",
        "configuration/performance.yaml",
        QUIZ,
        QUIZ,
        WHY,
        WHY,
        COURSE,
    ]
    assert content() == before


def test_two_questions_of_a_set_with_mistakes_are_both_told(old_course: None, pack: Path) -> None:
    edit(pack, QUIZ, "- id: purpose\n    level: easy", "- id: purpose\n    level: simple")
    edit(pack, QUIZ, "- id: reopen\n    level: medium", "- id: reopen\n    level: average")
    simple, average = refusal(pack)
    assert "'simple'" in simple
    assert "'average'" in average


def test_a_folder_that_is_not_there_is_told(db: None, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="Give the folder that holds"):
        load(tmp_path / "nowhere")


@pytest.mark.parametrize("name", ["Django Sessions", "x" * 51])
def test_a_folder_whose_name_is_no_address_is_told(old_course: None, pack: Path, name: str) -> None:
    [problem] = refusal(pack.rename(pack.with_name(name)))
    assert problem.startswith(f"{COURSE}:1: The folder's name is the course's address")


def test_a_database_that_fails_halfway_loads_nothing(
    course: None, pack: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: object) -> None:
        raise RuntimeError("The database went away.")

    before = content()
    edit(pack, COURSE, "title: Django sessions", "title: Sessions")
    edit(pack, QUIZ, PROMPT, "      What are sessions for?\n")
    monkeypatch.setattr(loading, "remove_questions", fail)
    with pytest.raises(RuntimeError, match="went away"):
        load(pack)
    assert content() == before


# --- What is no mistake ----------------------------------------------------------------------

# fmt: off
FINE = {
    "an article after `answer`": (QUIZ, REASON, REASON + " an answer a browser gives, a choice a"),
    "the right word inside another": (
        QUIZ, "questions:\n",
        new("prompt: Which?", "prompt: Which profile?").replace("This one", "file")),
    "colons in code": (WHY, "## Takeaways", "````text\n```\n::: advice\n```\n````\n\n## Takeaways"),
    "another language": (WHY, "## Takeaways", "```js\nlet x = {\n```\n\n## Takeaways"),
    "a comment": (QUIZ, "title: Practice", "# Five questions\ntitle: Practice"),
    "a byte order mark": (WHY, "You answer", "\ufeffYou answer"),
}
# fmt: on


@pytest.mark.parametrize(("file", "old", "changed"), FINE.values(), ids=FINE)
def test_what_is_no_mistake_is_loaded(
    db: None, short_pack: Path, file: str, old: str, changed: str
) -> None:
    edit(short_pack, file, old, changed)
    assert "Django sessions: 1 lessons" in load(short_pack)
    assert not Page.objects.filter(text__startswith="\ufeff").exists()


def test_what_tools_and_people_keep_beside_the_lessons_is_passed_over(pack: Path, db: None) -> None:
    for name in (".git", "configuration/.idea"):
        (pack / name).mkdir()
    for name in ("README.md", "LICENSE", ".DS_Store", "configuration/.DS_Store"):
        (pack / name).touch()
    load(pack)
    assert Lesson.objects.count() == 1


# --- Loading again ---------------------------------------------------------------------------


def test_loading_again_changes_nothing(course: None, pack: Path) -> None:
    before = content()
    lessons, questions = counted(pack)
    assert f"{lessons} lessons, {questions} questions (0 new or changed, 0 retired)" in load(pack)
    assert content() == before


def test_space_at_the_end_of_a_text_is_no_change(course: None, pack: Path) -> None:
    edit(pack, QUIZ, "    mistakes:\n", "    mistakes:\n      - |\n        One thing.\n")
    assert "(1 new or changed" in load(pack)
    assert "(0 new or changed" in load(pack)


def test_an_edited_question_alone_is_changed_and_keeps_its_row(course: None, pack: Path) -> None:
    before = content()
    edit(pack, QUIZ, PROMPT, "      What are sessions for?\n")
    assert "(1 new or changed, 0 retired)" in load(pack)
    purpose = Question.objects.get(slug="purpose")
    assert purpose.prompt == "What are sessions for?\n"
    after = content()
    for name in ("Lesson", "Page", "QuestionSet"):
        assert after[name] == before[name]
    for name, key in (("Question", "id"), ("Choice", "question_id"), ("Step", "question_id")):
        others = [row for row in before[name] if row[key] != purpose.pk]
        assert [row for row in after[name] if row[key] != purpose.pk] == others
    assert {row["id"] for row in after["Question"]} == {row["id"] for row in before["Question"]}


@pytest.mark.parametrize(
    ("file", "old", "changed"),
    [
        (COURSE, "title: Django sessions", "title: Sessions"),
        (ABOUT, "minutes: 12", "minutes: 13"),
        (WHY, "## Takeaways", "## In short"),
        (QUIZ, "title: Practice", "title: Exercise"),
        (QUIZ, "try_cost: 0.25", "try_cost: 0.5"),
        (QUIZ, "Signing users in, and nothing else", "Signing in, and nothing else"),
        (QUIZ, "- title: Find what HTTP lacks", "- title: See what HTTP lacks"),
        (QUIZ, "- id: purpose", "- id: meaning"),
    ],
)
def test_any_change_gives_the_course_a_new_version(
    db: None, short_pack: Path, file: str, old: str, changed: str
) -> None:
    load(short_pack)
    before = version()
    edit(short_pack, file, old, changed)
    load(short_pack)
    assert version() != before


def test_a_deleted_text_or_set_goes_and_the_course_has_a_new_version(
    course: None, pack: Path
) -> None:
    for name in ("test.yaml", "challenge.yaml"):  # they send the learner to the text
        (pack / "configuration" / name).unlink()
    load(pack)
    before = version()
    (pack / WHY).unlink()
    load(pack)
    assert not Page.objects.filter(mode="why").exists()
    between = version()
    (pack / QUIZ).unlink()
    load(pack)
    assert not QuestionSet.objects.filter(mode="practice").exists()
    assert len({before, between, version()}) == 3


def test_a_learner_sees_an_edit_at_once(alice: Client, pack: Path) -> None:
    assert "Sessions, anew" not in alice.get(f"{LESSON}why/").content.decode()
    edit(pack, WHY, "## Takeaways", "## Sessions, anew")
    load(pack)
    assert "Sessions, anew" in alice.get(f"{LESSON}why/").content.decode()


def test_a_changed_order_is_loaded(course: None, pack: Path) -> None:
    kept = {row["slug"]: row["id"] for row in rows(Question)}
    block = question_block(pack, "purpose")
    edit(pack, QUIZ, block, "")
    text = (pack / QUIZ).read_text().rstrip("\n")
    (pack / QUIZ).write_text(f"{text}\n\n{block}")
    load(pack)
    assert slugs() == ["store-setting", "reopen", "file-errors", "close-or-hour", "purpose"]
    assert {row["slug"]: row["id"] for row in rows(Question)} == kept


def test_a_changed_order_of_choices_is_loaded(db: None, pack: Path) -> None:
    edit(pack, QUIZ, "questions:\n", "questions:\n" + NEW)
    load(pack)
    this, that = NEW.splitlines()[-2:]
    edit(pack, QUIZ, f"{this}\n{that}", f"{that}\n{this}")
    assert "(1 new or changed" in load(pack)
    keys = Choice.objects.filter(question__slug="new").values_list("key", flat=True)
    assert list(keys) == ["that", "this"]


def test_a_changed_order_of_lessons_is_loaded(two_lessons: Path) -> None:
    assert [lesson.slug for lesson in Lesson.objects.all()] == ["configuration", "second"]
    edit(two_lessons, COURSE, "[configuration, second]", "[second, configuration]")
    load(two_lessons)
    assert [lesson.slug for lesson in Lesson.objects.all()] == ["second", "configuration"]


# --- Taking out ------------------------------------------------------------------------------


def test_a_question_taken_out_is_deleted_when_nobody_answered_it(course: None, pack: Path) -> None:
    edit(pack, QUIZ, question_block(pack, "purpose"), "")
    assert "12 questions (0 new or changed, 0 retired)" not in load(pack)  # the others moved up
    assert not Question.objects.filter(slug="purpose").exists()
    assert slugs() == ["store-setting", "reopen", "file-errors", "close-or-hour"]


def test_a_question_taken_out_is_retired_when_somebody_answered_it(
    alice: Client, pack: Path
) -> None:
    answer(alice, "login")
    answers, asked = rows(Answer), Question.objects.get(slug="purpose").pk
    edit(pack, QUIZ, question_block(pack, "purpose"), "")
    assert ", 1 retired)" in load(pack)
    assert Question.objects.get(slug="purpose", retired=True).pk == asked
    assert rows(Answer) == answers
    assert "What is Django&#x27;s session framework for?" not in practice(alice)
    assert ", 0 retired)" in load(pack)  # it is not retired once more


def test_the_last_question_is_asked_no_more_once_it_is_retired(alice: Client, pack: Path) -> None:
    address = f"{LESSON}practice/?q=close-or-hour"
    answer(alice, "hour", question="close-or-hour")
    assert "A session should end when" in alice.get(address).content.decode()
    edit(pack, QUIZ, question_block(pack, "close-or-hour"), "")
    assert "(0 new or changed, 1 retired)" in load(pack)
    assert "A session should end when" not in alice.get(address).content.decode()


def test_a_retired_question_that_comes_back_is_asked_again(alice: Client, pack: Path) -> None:
    answer(alice, "login")
    block, asked = question_block(pack, "purpose"), Question.objects.get(slug="purpose").pk
    edit(pack, QUIZ, block, "")
    load(pack)
    edit(pack, QUIZ, "questions:\n", f"questions:\n{block}")
    load(pack)
    assert Question.objects.get(slug="purpose", retired=False).pk == asked
    assert slugs()[0] == "purpose"
    assert Answer.objects.get().question_id == asked


def test_a_lesson_taken_out_is_deleted_when_nobody_answered_in_it(two_lessons: Path) -> None:
    first = rows(Question, question_set__lesson__slug="configuration")
    sets = rows(QuestionSet, lesson__slug="configuration")
    take_out(two_lessons, "second")
    _, questions = counted(two_lessons)
    assert f"1 lessons, {questions} questions (0 new or changed, 0 retired)" in load(two_lessons)
    assert Lesson.objects.get().slug == "configuration"
    assert rows(Question) == first
    assert rows(QuestionSet) == sets


def test_a_lesson_taken_out_keeps_only_what_its_answers_need(
    client: Client, two_lessons: Path
) -> None:
    answer(client, "login")
    answers = rows(Answer)
    take_out(two_lessons, "configuration")
    assert ", 1 retired)" in load(two_lessons)
    assert [row["slug"] for row in rows(Question, question_set__lesson__slug="configuration")] == [
        "purpose"
    ]
    assert rows(Answer) == answers
    assert client.get(f"{LESSON}practice/").status_code == 404
    assert client.get("/learn/django-sessions/second/practice/").status_code == 200
    assert client.get("/progress/").status_code == 200


def test_a_lesson_that_comes_back_is_as_it_was(client: Client, two_lessons: Path) -> None:
    answer(client, "login")
    folder = two_lessons / "configuration"
    kept = shutil.copytree(folder, two_lessons.parent / "kept")
    lesson = Lesson.objects.get(slug="configuration").pk
    take_out(two_lessons, "configuration")
    load(two_lessons)
    shutil.copytree(kept, folder)
    edit(two_lessons, COURSE, "[second]", "[configuration, second]")
    load(two_lessons)
    assert Lesson.objects.get(slug="configuration").pk == lesson
    assert "it is only one use among many" in practice(client)


def take_out(folder: Path, lesson: str) -> None:
    shutil.rmtree(folder / lesson)
    text = (folder / COURSE).read_text()
    (folder / COURSE).write_text(re.sub(rf"{lesson}, |, {lesson}", "", text))


def practice(client: Client) -> str:
    return client.get(f"{LESSON}practice/").content.decode()


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
