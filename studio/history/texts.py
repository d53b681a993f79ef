"""A row with its parts as readable text: first what no pack has, then what its pack says."""

import json
from collections.abc import Iterable
from typing import Any

from django.db.models import Model
from django.utils import timezone
from msgspec import Struct
from ruamel.yaml.error import YAMLError

from learn.models import Course, Lesson
from learn.modes import MODES
from packs.shape import LessonFile
from packs.write import to_yaml, yaml_values
from quizzes.models import Choice, Hint, Question, QuestionSet, Step
from quizzes.schema import SetRules
from quizzes.schema import Step as ItemStep
from versions.snapshot import PARENT, Snapshot

# The names of parent rows, by model and key.
type ParentNames = dict[tuple[type[Model], Any], str]


def readable_text(snapshot: Snapshot, names: ParentNames) -> str:
    row = snapshot.object
    head = [f"{name}: {value}" for name, value in describe_place(row, names)]
    return "\n".join([*head, BODIES[type(row)](snapshot)]).strip() + "\n"


def describe_place(row: Any, names: ParentNames) -> Iterable[tuple[str, Any]]:
    """Names and values of the fields that say where the row is and who sees it."""
    if isinstance(row, (Course, Lesson)):
        yield "slug", row.slug
    if type(row) in PARENT:
        model, name = PARENT[type(row)]
        key = getattr(row, f"{name}_id")
        yield name.replace("question_", ""), names.get((model, key), f"one that is gone ({key})")
    if isinstance(row, QuestionSet):
        yield "mode", row.mode
    if isinstance(row, (Lesson, Question)):
        yield "position", row.position
        yield "published", describe_publication(row)


def describe_publication(row: Lesson | Question) -> str:
    if isinstance(row, Question) and row.retired:
        return "no more, it is retired"
    if row.published is None:
        return "not yet, it is a draft"
    return f"from {timezone.localtime(row.published):%d %b %Y %H:%M}"


def course_text(snapshot: Snapshot) -> str:
    return f"title: {snapshot.object.title}\nsummary: {snapshot.object.summary}"


def lesson_text(snapshot: Snapshot) -> str:
    row = snapshot.object
    values = {"title": row.title, "summary": row.summary, "minutes": row.minutes}
    texts = [yaml(LessonFile(**values, modes=row.modes.split()))]
    for page in sorted(snapshot.parts, key=lambda page: (*MODES, page.mode).index(page.mode)):
        texts += ["", f"--- {page.mode}.md", "", page.text]
    return "\n".join(texts)


def set_text(snapshot: Snapshot) -> str:
    row = snapshot.object
    return yaml(SetRules(**{name: getattr(row, name) for name in SetRules.__struct_fields__}))


def question_text(snapshot: Snapshot) -> str:
    def of(model: type[Model]) -> list[Any]:
        parts = [part for part in snapshot.parts if isinstance(part, model)]
        return sorted(parts, key=lambda part: (part.position, part.pk))

    item = snapshot.object.item_of(
        choices={choice.key: choice.value() for choice in of(Choice)},
        hints=[hint.text for hint in of(Hint)],
        steps=[ItemStep(title=step.title, text=step.text) for step in of(Step)],
    )
    return yaml(item)


BODIES = {
    Course: course_text,
    Lesson: lesson_text,
    QuestionSet: set_text,
    Question: question_text,
}


def yaml(struct: Struct) -> str:
    try:
        return to_yaml(struct)
    except YAMLError:  # a character that YAML can't hold; the forms of the panel let it through
        return json.dumps(yaml_values(struct), indent=2, ensure_ascii=True)


def parent_names(snapshots: Iterable[Snapshot]) -> ParentNames:
    """The names of the parents of these rows, with one query for each model."""
    keys: dict[Any, set[Any]] = {}
    for snapshot in snapshots:
        if type(snapshot.object) in PARENT:
            model, name = PARENT[type(snapshot.object)]
            keys.setdefault(model, set()).add(getattr(snapshot.object, f"{name}_id"))
    return {
        (model, row.pk): "/".join(row.natural_key())
        for model, wanted in keys.items()
        for row in model.objects.filter(pk__in=wanted).select_related(ABOVE[model])
    }


# The relations that the natural keys of these models need.
ABOVE: dict[Any, str | None] = {Course: None, Lesson: "course", QuestionSet: "lesson__course"}
