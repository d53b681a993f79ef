"""A mistake in a pack's files is told with file and line, and nothing is loaded."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from learn.models import Page
from tests.packs.folder import ABOUT, COURSE, NEW, PROMPT, QUIZ, WHY, edit, load, refusal
from tests.studio.panel import content


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
REASON = "        why: >-\n          That is the work of"
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
    Mistake("unknown key in the set", QUIZ, "questions:\n", "tries: 3\nquestions:\n",
            "'tries' is not known here. Known: title, behaviour, try_cost"),
    Mistake("a clock without seconds", QUIZ, "questions:\n", "behaviour: challenge\nquestions:\n",
            "A challenge gives 60 to 600 seconds for each problem.", at="title:"),
    Mistake("seconds without a clock", QUIZ, "questions:\n", "seconds: 90\nquestions:\n",
            "Only a challenge has a clock. Take the seconds out.", at="seconds:"),
    Mistake("a draw that is larger than the bank", QUIZ, "questions:\n", "draw: 6\nquestions:\n",
            "There are only 5 questions to draw from.", at="draw:"),
    Mistake("a part to read in no text", QUIZ, "    kind:", "    read: [deep]\n    kind:",
            "The lesson has no text 'deep'. It has: why."),
    Mistake("a part to read under no heading", QUIZ, "    kind:",
            "    read: [why#nowhere]\n    kind:", "'why' has no heading 'nowhere'. It has: a-quiz"),
    Mistake("unknown key in a question", QUIZ, "    kind:", "    points: 5\n    kind:",
            "'points' is not known here. Known: id, title, level"),
    Mistake("unknown key in a choice", QUIZ, RIGHT, RIGHT + "        correct: true\n",
            "'correct' is not known here. Known: text, right, why, gap, match, last.",
            at="correct:"),
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
    Mistake("cost over 1", QUIZ, "questions:\n", "try_cost: 1.5\nquestions:\n",
            "must be a number up to 1"),
    Mistake("cost that is no number", QUIZ, "questions:\n", "hint_cost: .nan\nquestions:\n",
            "must be a number from 0"),
    Mistake("title longer than its column", ABOUT, "title:", f"title: {'long ' * 40}",
            "too long. Use at most 200 characters."),
    Mistake("unknown level", QUIZ, "level: easy", "level: simple",
            "'simple' is not known here. Known: easy, medium, hard."),
    Mistake("unknown kind", QUIZ, "kind: choice", "kind: essay",
            "'essay' is not known here. Known: choice, choices, blanks, cloze, order, match, "
            "typed, explain."),
    Mistake("unknown behaviour", QUIZ, "questions:\n", "behaviour: exam\nquestions:\n",
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
    Mistake("capitals of a question where nothing is typed", QUIZ, "questions:\n",
            new("    choices:", "    capitals: true\n    choices:"),
            "`capitals` has no meaning in a question of kind choice.", at="capitals:"),
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
    Mistake("list for a key", QUIZ, "    level: easy\n", "    ? [[level], easy]\n    : hard\n",
            "A key is a word. Here it is a list, or has keys itself.", at="? [[level]"),
    Mistake("keys for a key", COURSE, "title: Django sessions\n", "{title: Django}: sessions\n",
            "A key is a word. Here it is a list, or has keys itself."),
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
