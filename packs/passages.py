"""Every text of a pack, with where it is shown and how to point into it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from packs.files import Problem, Source, line_at
from packs.pack import LessonDraft, PackDraft
from packs.rules import Path, item_texts
from packs.shape import SetDraft
from quizzes.schema import Item


@dataclass(frozen=True)
class Passage:
    """A text of a pack, and where it is shown. `tell`: a problem at a position in it.

    `wrong`: it is a wrong choice, which may well say what is not so.
    """

    text: str
    lesson: LessonDraft
    mode: str
    tell: Callable[[str, int], Problem]
    item: Item | None = None
    wrong: bool = False


def passages(draft: PackDraft) -> Iterator[Passage]:
    for lesson in draft.lessons:
        for mode, text in lesson.texts.items():
            yield page_passage(lesson, mode, text)
        for mode, questions in lesson.sets.items():
            yield from set_passages(lesson, mode, questions)


def page_passage(lesson: LessonDraft, mode: str, text: str) -> Passage:
    def tell(message: str, position: int) -> Problem:
        return Problem(f"{lesson.slug}/{mode}.md", line_at(text, position), message)

    return Passage(text, lesson, mode, tell)


def set_passages(lesson: LessonDraft, mode: str, questions: SetDraft) -> Iterator[Passage]:
    for number, item in questions.items.items():
        for path, text in item_texts(item):
            at: Path = ("questions", number, *path)
            of_choice = path[::2] in (("choices", "text"), ("choices", "match"))
            wrong = of_choice and not item.choices[str(path[1])].right
            yield Passage(text, lesson, mode, problem_maker(questions.source, at), item, wrong)


def problem_maker(source: Source, at: Path) -> Callable[[str, int], Problem]:
    return lambda message, position: source.problem(message, *at, at=position)


def passages_by_file(draft: PackDraft) -> Iterator[list[Passage]]:
    for lesson in draft.lessons:
        for mode, text in lesson.texts.items():
            yield [page_passage(lesson, mode, text)]
        for mode, questions in lesson.sets.items():
            yield [passage for passage in set_passages(lesson, mode, questions) if passage.text]
