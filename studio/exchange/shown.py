"""The questions of an import as its page shows them: as learners see them, and what is right."""

import re
from collections.abc import Container, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.utils.safestring import SafeString

from exchange.models import Import
from exchange.report import ImportedQuestion
from exchange.texts.inline_markdown import IMAGE
from learn.images.showing import MISSING_CLASS
from learn.markdown import render
from packs.image_names import map_item_texts
from quizzes.kinds import kind_of
from quizzes.kinds.presenting import LearnerView, choice_text
from quizzes.models import Question
from quizzes.question_presenter import Solution, present_solution
from quizzes.schema import Item
from quizzes.states import State
from quizzes.texts import question_text
from studio.writing.states import state_of


@dataclass(frozen=True)
class ShownItem:
    """A question that is answered right, for the template of its kind (`question.task`).

    `also`: what else may be typed. `tolerance`: how far a number may be from the right one.
    `written`: nobody judges what learners write. `solution`: all steps, and the check.
    """

    prompt: SafeString
    template: str
    task: Any
    also: list[SafeString]
    tolerance: float | None
    written: bool
    hints: list[SafeString]
    solution: Solution
    finished: bool = True


@dataclass(frozen=True)
class ImportRow:
    """`question`: of the report. `shown`: the question; None where it is gone. `state`: of its row
    now, empty where there is none."""

    question: ImportedQuestion
    number: int
    shown: ShownItem | None
    state: str


def drafts_of(kept: Import) -> QuerySet[Question]:
    """The questions that came with an import and are drafts still."""
    keys = [question.pk for question in kept.report.questions if question.is_written]
    return Question.objects.filter(pk__in=keys, published=None, retired=False)


def shown_questions(kept: Import, page: Any) -> list[ImportRow]:
    """A row for each question on a page of the report."""
    questions: list[ImportedQuestion] = list(page)
    rows = rows_by_key(question.pk for question in questions)
    items = {} if kept.done else items_of_file(kept)
    found = []
    for number, question in enumerate(questions, start=page.start_index()):
        row = rows.get(question.pk)
        item = items.get(number) or (row.item() if row else None)
        shown = show_item(item) if item else None
        found.append(ImportRow(question, number, shown, state_of(row) if row else ""))
    return found


def rows_by_key(keys: Iterable[int]) -> dict[int, Question]:
    rows = Question.objects.filter(pk__in=[key for key in keys if key])
    return {row.pk: row for row in rows.prefetch_related("choices", "hints", "steps")}


def items_of_file(kept: Import) -> dict[int, Item]:
    """The questions of the file that is kept, by their numbers in it. Their pictures are not here
    yet, so a box with the words for each stands in its place."""
    reading = kept.read_file()
    return {
        number: map_item_texts(item, partial(with_boxes, coming=reading.images))
        for number, (_, item) in enumerate(reading.questions, start=1)
    }


def with_boxes(text: str, coming: Container[str]) -> str:
    """A Markdown text with a box for each picture that will come."""

    def box(image: re.Match[str]) -> str:
        words = f"Picture: {image['alt']}" if image["alt"] else "A picture without words for it"
        return (
            f'<span class="{MISSING_CLASS}">{words}</span>'
            if image["address"] in coming
            else image[0]
        )

    return IMAGE.sub(box, text)


def show_item(item: Item) -> ShownItem:
    """The question as it is when it is over and nobody has answered."""
    kind = kind_of(item)
    right = [key for key, one in item.choices.items() if one.right]
    is_typed = kind.free_text and not item.text  # of the right ones it shows only the first
    view = LearnerView(item, list(item.choices), finished=True)
    return ShownItem(
        prompt=render(item.prompt),
        template=kind.template,
        task=kind.present(view),
        also=[choice_text(item, key) for key in right[1:]] if is_typed else [],
        tolerance=item.tolerance,
        written=kind.self_assessed,
        hints=[question_text(item, hint) for hint in item.hints],
        solution=present_solution(item, State(steps=len(item.steps))),
    )
