"""A question as it stands in a form, saved or not: as an item, and where each of its texts is."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
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
FIELDS = {"id": "slug", "check": "check_text"}
BATCH = 2_000  # questions in memory at once


@dataclass(frozen=True)
class Draft:
    """`item`: None where the fields make none yet. `names`: of the form's fields by their place in
    the item, each with how an author calls it."""

    question: Question
    item: Item | None
    names: dict[Path, tuple[str, str]]

    def field(self, path: Path) -> tuple[str, str]:
        """The name of the field at a place, or of the nearest thing above it, and its label."""
        for length in range(len(path), 0, -1):
            if found := self.names.get(path[:length]):
                return found
        name = FIELDS.get(str(path[0]), str(path[0])) if path else ""
        return name, name.removesuffix("_text")


def draft_of(question: Question, formsets: Iterable[BaseInlineFormSet]) -> Draft:
    """`question`: of its form, validated. What can't be read in the forms stays as it was saved."""
    rows = {one.model: sorted(kept(one), key=in_order) for one in formsets}
    choices = [one for one in rows.get(Choice, ()) if one.instance.key]
    hints, steps = rows.get(Hint, []), rows.get(Step, [])
    names = {
        **names_of(
            "choices",
            [(one.instance.key, one) for one in choices],
            ItemChoice.__struct_fields__,
        ),
        **names_of("hints", list(enumerate(hints)), ("text",)),
        **names_of("steps", list(enumerate(steps)), ("title", "text")),
    }
    if question.kind not in KINDS:
        return Draft(question, None, names)
    item = question.item_of(
        choices={one.instance.key: one.instance.value() for one in choices},
        hints=[one.instance.text for one in hints],
        steps=[ItemStep(title=one.instance.title, text=one.instance.text) for one in steps],
    )
    return Draft(question, item, names)


def saved(question: Question) -> Draft:
    """The question as it is in the database."""
    return Draft(question, question.item(), {})


def all_saved(questions: QuerySet[Question]) -> Iterator[Draft]:
    """Each as `saved` has it, of however many. Their parts come as plain values: to make rows of
    them would take most of the time."""
    rows = questions.select_related(None).prefetch_related("question_set__lesson__pages")
    for some in batched(rows.iterator(BATCH), BATCH):
        choices = parts_of(some, Choice, ("key", *ItemChoice.__struct_fields__))
        hints, steps = parts_of(some, Hint, ("text",)), parts_of(some, Step, ("title", "text"))
        for row in some:
            item = row.item_of(
                choices={key: ItemChoice(*values) for key, *values in choices[row.pk]},
                hints=[text for (text,) in hints[row.pk]],
                steps=[ItemStep(*values) for values in steps[row.pk]],
            )
            yield Draft(row, item, {})


def parts_of(
    questions: Iterable[Question], model: type[Model], fields: tuple[str, ...]
) -> defaultdict[int, list[Any]]:
    """The fields of each, in their order, by question."""
    found: defaultdict[int, list[Any]] = defaultdict(list)
    parts = model._default_manager.filter(question__in=[row.pk for row in questions])
    for key, *values in parts.values_list("question", *fields):
        found[key].append(values)
    return found


def kept(formset: BaseInlineFormSet) -> list[ModelForm]:
    """The rows that will be there once it is saved."""
    formset.is_valid()
    return [
        form
        for form in formset.forms
        if form.has_changed() or form.instance.pk
        if not getattr(form, "cleaned_data", {}).get("DELETE")
    ]


def in_order(form: ModelForm) -> tuple[int, bool, int]:
    """As the rows will come back: by position, and new ones last."""
    part = form.instance
    return part.position or 0, part.pk is None, part.pk or 0


def names_of(
    group: str, rows: list[tuple[str | int, ModelForm]], fields: tuple[str, ...]
) -> dict[Path, tuple[str, str]]:
    single = group.removesuffix("s")
    found: dict[Path, tuple[str, str]] = {}
    for key, form in rows:
        called = f"{single} {key + 1 if isinstance(key, int) else key}"
        found[group, key] = (form.add_prefix(fields[0]), called)
        for field in fields:
            found[group, key, field] = (form.add_prefix(field), f"{called}, {field}")
    return found
