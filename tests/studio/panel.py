"""For tests of the panel: its pages, their forms, and what is kept of the content."""

from typing import Any

from django.db.models import Model
from django.test import Client

from learn.models import Course, Lesson, Page
from quizzes.models import Choice, Hint, Question, QuestionSet, Step
from tests.course import LESSON
from tests.words import told

LISTED: list[type[Model]] = [Course, Lesson, QuestionSet, Question]
CONTENT = [*LISTED, Page, Choice, Hint, Step]


def list_of(model: type[Model]) -> str:
    return f"/admin/{model._meta.app_label}/{model._meta.model_name}/"


def page_of(row: Model, action: str = "change") -> str:
    return f"{list_of(type(row))}{row.pk}/{action}/"


def lesson() -> Lesson:
    """The lesson at `LESSON`."""
    return Lesson.objects.get(slug="configuration")


def one_of_each_shape() -> list[Question]:
    """Questions of the course that differ in kind, in the behaviour of their set, or in which
    fields and parts they have."""
    shapes: dict[Any, Question] = {}
    for question in Question.objects.select_related("question_set"):
        filled = [bool(getattr(question, field.name)) for field in Question._meta.concrete_fields]
        parts = [bool(related.count()) for related in (question.hints, question.steps)]
        shape = (question.kind, question.question_set.behaviour, *filled[1:], *parts)
        shapes.setdefault(shape, question)
    return list(shapes.values())


def content() -> dict[str, list[dict[str, Any]]]:
    return {
        model.__name__: list(model._default_manager.order_by("pk").values()) for model in CONTENT
    }


def form_of(client: Client, row: Model) -> dict[str, Any]:
    """All fields of the row's page, as a browser would send them back untouched."""
    page = client.get(page_of(row))
    forms = [page.context["adminform"].form]
    for inline in page.context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    fields = {
        field.html_name: "on" if field.value() is True else as_sent(field.value())
        for form in forms
        for field in form
        if field.value() is not None and field.value() is not False
    }
    return {**fields, "_opened": page.context["opened"]}


def as_sent(value: Any) -> str | list[str]:
    """Browsers send a text's lines with CRLF, and each box that is ticked."""
    if isinstance(value, list):
        return value
    return str(value).replace("\n", "\r\n")


def part_of(fields: dict[str, str], row: Model) -> str:
    """How the fields of a choice, hint, step or page begin in its parent's form: `choices-2`."""
    group = row._meta.get_field(parent_of(row)).remote_field.related_name
    ids = [name for name, value in fields.items() if value == str(row.pk) and name.endswith("-id")]
    [name] = [name for name in ids if name.startswith(f"{group}-")]
    return name.removesuffix("-id")


def parent_of(row: Model) -> str:
    return {Lesson: "course", Page: "lesson"}.get(type(row), "question")


def edit(client: Client, row: Model, **changes: str) -> Any:
    """Save the row's page with these fields changed."""
    return client.post(page_of(row), {**form_of(client, row), **changes})


def edit_part(client: Client, part: Model, **changes: str | None) -> Any:
    """Save the page of the part's parent with these fields of the part changed; None: unticked."""
    parent = getattr(part, parent_of(part))
    fields = form_of(client, parent)
    prefix = part_of(fields, part)
    changed = {f"{prefix}-{name}": value for name, value in changes.items()}
    kept = {name: value for name, value in {**fields, **changed}.items() if value is not None}
    return client.post(page_of(parent), kept)


def assert_saved(response: Any) -> None:
    assert response.status_code == 302, told(response)


def practice(client: Client) -> str:
    return told(client.get(f"{LESSON}practice/"))


def new_choices(**choices: dict[str, str]) -> dict[str, str]:
    """The inline forms of new choices by key."""
    fields = {"choices-TOTAL_FORMS": str(len(choices))}
    for number, (key, more) in enumerate(choices.items()):
        values = {"position": str(number), "key": key, "text": f"The text of {key}", **more}
        fields |= {f"choices-{number}-{name}": value for name, value in values.items()}
    return fields


def add_question(client: Client, beside: Question, choices: dict[str, str], **more: str) -> Any:
    fields = {
        "question_set": str(beside.question_set_id),
        "slug": "new",
        "level": "easy",
        "kind": "choice",
        "prompt": "Which one?",
        "position": "9",
    }
    groups = ("choices", "hints", "steps")
    empty = {f"{group}-{name}_FORMS": "0" for group in groups for name in ("TOTAL", "INITIAL")}
    return client.post(f"{list_of(Question)}add/", {**fields, **empty, **choices, **more})
