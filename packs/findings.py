"""What the linter says of a question that is being written, each at the field that it is about."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from packs.draft import Path, QuestionDraft
from packs.files import Problem, Source, line_at
from packs.images import stored_image_problems
from packs.lint import QUESTION_RULES
from packs.pack import LessonDraft, PackDraft
from packs.rules import (
    item_rule_problems,
    item_texts,
    reading_problem,
    refused_problems,
)
from packs.shape import SetDraft, SetFile
from quizzes.kinds import kind_of
from quizzes.schema import SetRules

# Where the questions of a set stand in a pack.
QUESTIONS = "questions"


# A place in a question, the position in the text there, and what is wrong.
type PlacedProblem = tuple[Path, int | None, str]


@dataclass(frozen=True)
class FieldFinding:
    """`field`: the name of the form's field, empty for the set as a whole. `blocks`: a question
    that learners see can't have it."""

    field: str
    label: str
    message: str
    blocks: bool


class PlaceSource(Source):
    """A set that is not a file: a problem in it is known by its place, kept as its `file`."""

    def problem(self, message: str, *path: str | int, at: int | None = None) -> Problem:
        return Problem("\0".join(map(str, path)), 1, message)


def question_findings(draft: QuestionDraft) -> list[FieldFinding]:
    """First what keeps the question from being published, then what could be better."""
    if draft.item is None:
        return []
    return [*blocking_findings(draft), *advice_findings(draft)]


def blocking_findings(draft: QuestionDraft) -> list[FieldFinding]:
    """What `loadcourse` would refuse."""
    return [*findings_at_fields(draft, blocking_problems(draft), blocks=True)]


def blocking_problems(draft: QuestionDraft) -> Iterator[PlacedProblem]:
    item = draft.item
    if item is None:
        return
    yield from refused_problems(item)
    for path, text in item_texts(item):
        for position, message in stored_image_problems(text, draft.coming):
            yield path, position, message
    question_set = draft.question.question_set if draft.question.question_set_id else None
    if question_set is None:
        return
    if message := kind_of(item).misplacement(question_set.behaviour):
        yield ("kind",), None, message
    lesson_texts = {page.mode: page.text for page in question_set.lesson.pages.all()}
    for place in item.read:
        if message := reading_problem(place, lesson_texts):
            yield ("read",), None, message


def findings_at_fields(
    draft: QuestionDraft, problems: Iterator[PlacedProblem], blocks: bool
) -> Iterator[FieldFinding]:
    reported = set()
    for path, position, message in problems:
        field, label = draft.field(path)
        text = draft_text_at(draft, path)
        if position is not None and "\n" in text:
            label = f"{label}, line {line_at(text, position)}"
        if (field, message) not in reported:
            reported.add((field, message))
            yield FieldFinding(field, label[:1].upper() + label[1:], message, blocks)


def draft_text_at(draft: QuestionDraft, path: Path) -> str:
    return dict(item_texts(draft.item)).get(path, "") if draft.item else ""


def advice_findings(draft: QuestionDraft) -> Iterator[FieldFinding]:
    """What the rules of good teaching say of the question, and of the set with it.

    They are for whole questions: of half of one, they say nothing.
    """
    question = draft.question
    if not question.question_set_id or draft.item is None or [*item_rule_problems(draft.item)]:
        return
    row = question.question_set
    others = row.questions.exclude(pk=question.pk).prefetch_related("choices", "hints", "steps")
    items = {0: draft.item} | {
        number: question.item()
        for number, question in enumerate((question for question in others if question.is_asked), 1)
    }
    source = PlaceSource("", None, None, "")
    rules = {name: getattr(row, name) for name in SetRules.__struct_fields__}
    asked = SetDraft(source, SetFile(**rules, questions=list(items)), items, [])
    lesson = LessonDraft(row.lesson.slug, None, None, sets={row.mode: asked})
    pack = PackDraft("", None, [lesson], [])
    problems = chain.from_iterable(rule(pack) for rule in QUESTION_RULES)
    yield from findings_at_fields(draft, problems_of_first(problems), blocks=False)


def problems_of_first(problems: Iterator[Problem]) -> Iterator[PlacedProblem]:
    """The problems of the first question, and those of the set as a whole."""
    for problem in problems:
        path = problem.file.split("\0")
        if path == [QUESTIONS]:
            yield (), None, problem.message
        elif path[:2] == [QUESTIONS, "0"]:
            yield place_of(path[2:]), None, problem.message


def place_of(words: list[str]) -> Path:
    """The place in a question. Only choices have keys, which may be numbers: `["steps", "0"]`."""
    if words[0] == "choices":
        return tuple(words)
    return tuple(int(word) if word.isdecimal() else word for word in words)
