"""What the linter says of a question that is being written, each at the field that it is about."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from packs.draft import Draft, Path
from packs.files import Problem, Source, line_at
from packs.lint import QUESTION_RULES
from packs.pack import LessonDraft, PackDraft
from packs.rules import all_text_problems, prompt_problems, reading_problem, texts, whole_problems
from packs.shape import SetDraft, SetFile
from quizzes.kinds import kind_of
from quizzes.schema import SetRules

# Where the questions of a set stand in a pack.
QUESTIONS = "questions"


# A place in a question, the position in the text there, and what is wrong.
type Found = tuple[Path, int | None, str]


@dataclass(frozen=True)
class Finding:
    """`field`: the name of the form's field, empty for the set as a whole. `blocks`: a question
    that learners see can't have it."""

    field: str
    label: str
    message: str
    blocks: bool


class Places(Source):
    """A set that is not a file: a problem in it is known by its place, kept as its `file`."""

    def problem(self, message: str, *path: str | int, at: int | None = None) -> Problem:
        return Problem("\0".join(map(str, path)), 1, message)


def findings(draft: Draft) -> list[Finding]:
    """First what keeps the question from being published, then what could be better."""
    if draft.item is None:
        return []
    return [*blocking(draft), *advice(draft)]


def blocking(draft: Draft) -> list[Finding]:
    """What `loadcourse` would refuse."""
    return [*at_fields(draft, problems(draft), blocks=True)]


def problems(draft: Draft) -> Iterator[Found]:
    item = draft.item
    if item is None:
        return
    yield from chain(whole_problems(item), prompt_problems(item), all_text_problems(item))
    question_set = draft.question.question_set if draft.question.question_set_id else None
    if question_set is None:
        return
    if message := kind_of(item).misplacement(question_set.behaviour):
        yield ("kind",), None, message
    lesson_texts = {page.mode: page.text for page in question_set.lesson.pages.all()}
    for place in item.read:
        if message := reading_problem(place, lesson_texts):
            yield ("read",), None, message


def at_fields(draft: Draft, found: Iterator[Found], blocks: bool) -> Iterator[Finding]:
    said = set()
    for path, position, message in found:
        field, label = draft.field(path)
        text = text_at(draft, path)
        if position is not None and "\n" in text:
            label = f"{label}, line {line_at(text, position)}"
        if (field, message) not in said:
            said.add((field, message))
            yield Finding(field, label[:1].upper() + label[1:], message, blocks)


def text_at(draft: Draft, path: Path) -> str:
    return dict(texts(draft.item)).get(path, "") if draft.item else ""


def advice(draft: Draft) -> Iterator[Finding]:
    """What the rules of good teaching say of the question, and of the set with it.

    They are for whole questions: of half of one, they say nothing.
    """
    question = draft.question
    if not question.question_set_id or draft.item is None or [*whole_problems(draft.item)]:
        return
    row = question.question_set
    others = row.questions.exclude(pk=question.pk).prefetch_related("choices", "hints", "steps")
    items = {0: draft.item} | {
        number: one.item() for number, one in enumerate((one for one in others if one.is_asked), 1)
    }
    source = Places("", None, None, "")
    rules = {name: getattr(row, name) for name in SetRules.__struct_fields__}
    asked = SetDraft(source, SetFile(**rules, questions=list(items)), items, [])
    lesson = LessonDraft(row.lesson.slug, None, None, sets={row.mode: asked})
    pack = PackDraft("", None, [lesson], [])
    found = chain.from_iterable(rule(pack) for rule in QUESTION_RULES)
    yield from at_fields(draft, of_this(found), blocks=False)


def of_this(found: Iterator[Problem]) -> Iterator[Found]:
    """The problems of the first question, and those of the set as a whole."""
    for problem in found:
        path = problem.file.split("\0")
        if path == [QUESTIONS]:
            yield (), None, problem.message
        elif path[:2] == [QUESTIONS, "0"]:
            place = tuple(int(one) if one.isdecimal() else one for one in path[2:])
            yield place, None, problem.message
