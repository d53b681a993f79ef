"""A question as it stands in a form, saved or not: as an item, and where each of its texts is."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import batched
from typing import Any

from django.db.models import Model, QuerySet
from django.forms import ModelForm
from django.forms.models import BaseInlineFormSet

from quizzes.kinds import KINDS
from quizzes.models import Choice, Hint, Question, Step
from quizzes.schema import Choice as ItemChoice
from quizzes.schema import Item
from quizzes.schema import Step as ItemStep

type Path = tuple[str | int, ...]

# Where a field of a question is called otherwise in a pack.
FIELDS = {"id": "slug", "check": "check_text", "order": "order_kept"}
BATCH = 2_000  # questions in memory at once


@dataclass(frozen=True)
class QuestionDraft:
    """`item`: None where the fields make none yet. `names`: of the form's fields by their place in
    the item, each with how an author calls it. `coming`: the images that will be kept together
    with it, as its texts name them."""

    question: Question
    item: Item | None
    names: dict[Path, tuple[str, str]]
    coming: Collection[str] = ()

    def field(self, path: Path) -> tuple[str, str]:
        """The name of the field at a place, or of the nearest thing above it, and its label."""
        for length in range(len(path), 0, -1):
            if field := self.names.get(path[:length]):
                return field
        name = FIELDS.get(str(path[0]), str(path[0])) if path else ""
        return name, name.removesuffix("_text").replace("_", " ")


def form_draft(question: Question, formsets: Iterable[BaseInlineFormSet]) -> QuestionDraft:
    """`question`: of its form, validated. What can't be read in the forms stays as it was saved."""
    rows = {formset.model: sorted(kept_forms(formset), key=form_order) for formset in formsets}
    choices = [form for form in rows.get(Choice, ()) if form.instance.key]
    hints, steps = rows.get(Hint, []), rows.get(Step, [])
    names = {
        **part_field_names(
            "choices",
            [(choice.instance.key, choice) for choice in choices],
            ItemChoice.__struct_fields__,
        ),
        **part_field_names("hints", list(enumerate(hints)), ("text",)),
        **part_field_names("steps", list(enumerate(steps)), ("title", "text")),
    }
    if question.kind not in KINDS:
        return QuestionDraft(question, None, names)
    item = question.item_of(
        choices={choice.instance.key: choice.instance.value() for choice in choices},
        hints=[hint.instance.text for hint in hints],
        steps=[ItemStep(title=step.instance.title, text=step.instance.text) for step in steps],
    )
    return QuestionDraft(question, item, names)


def saved_draft(question: Question) -> QuestionDraft:
    """The question as it is in the database."""
    return QuestionDraft(question, question.item(), {})


def saved_drafts(questions: QuerySet[Question]) -> Iterator[QuestionDraft]:
    """Each as `saved` has it, of however many. Their parts come as plain values: to make rows of
    them would take most of the time."""
    rows = questions.select_related(None).prefetch_related("question_set__lesson__pages")
    for some in batched(rows.iterator(BATCH), BATCH):
        choices = part_values(some, Choice, ("key", *ItemChoice.__struct_fields__))
        hints, steps = (
            part_values(some, Hint, ("text",)),
            part_values(some, Step, ("title", "text")),
        )
        for row in some:
            item = row.item_of(
                choices={key: ItemChoice(*values) for key, *values in choices[row.pk]},
                hints=[text for (text,) in hints[row.pk]],
                steps=[ItemStep(*values) for values in steps[row.pk]],
            )
            yield QuestionDraft(row, item, {})


def part_values(
    questions: Iterable[Question], model: type[Model], fields: tuple[str, ...]
) -> defaultdict[int, list[Any]]:
    """The fields of each, in their order, by question."""
    values_by_question: defaultdict[int, list[Any]] = defaultdict(list)
    parts = model._default_manager.filter(question__in=[row.pk for row in questions])
    for key, *values in parts.values_list("question", *fields):
        values_by_question[key].append(values)
    return values_by_question


def kept_forms(formset: BaseInlineFormSet) -> list[ModelForm]:
    """The rows that will be there once it is saved."""
    formset.is_valid()
    return [
        form
        for form in formset.forms
        if form.has_changed() or form.instance.pk
        if not getattr(form, "cleaned_data", {}).get("DELETE")
    ]


def form_order(form: ModelForm) -> tuple[int, bool, int]:
    """As the rows will come back: by position, and new ones last."""
    part = form.instance
    return part.position or 0, part.pk is None, part.pk or 0


def part_field_names(
    group: str, rows: list[tuple[str | int, ModelForm]], fields: tuple[str, ...]
) -> dict[Path, tuple[str, str]]:
    single = group.removesuffix("s")
    names: dict[Path, tuple[str, str]] = {}
    for key, form in rows:
        called = f"{single} {key + 1 if isinstance(key, int) else key}"
        names[group, key] = (form.add_prefix(fields[0]), called)
        for field in fields:
            names[group, key, field] = (form.add_prefix(field), f"{called}, {field}")
    return names
