"""Where images are used: in the texts as they are now, drafts among them."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Model
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from learn.images.models import Image
from learn.images.references import FOLDER, KEY_IN_TEXT
from learn.models import Page
from quizzes.models import Choice, Hint, Question, Step
from studio.writing.lists import OWN_TEXTS, PARTS_TEXTS, any_of

# The columns of each model that may name an image, and the field of the row that one edits it on.
TEXTS: dict[Any, tuple[tuple[str, ...], str]] = {
    Page: (("text",), "lesson"),
    Question: (OWN_TEXTS, ""),
    Choice: (PARTS_TEXTS[Choice], "question"),
    Hint: (PARTS_TEXTS[Hint], "question"),
    Step: (PARTS_TEXTS[Step], "question"),
}


def find_uses(images: Iterable[Image]) -> dict[str, list[Model]]:
    """The lessons and questions that show each image, by its key."""
    wanted = {image.key for image in images}
    uses: dict[str, dict[Model, None]] = defaultdict(dict)  # each once, in order
    for model, (columns, owner) in TEXTS.items():
        rows = model.objects.filter(any_of(columns, f"{FOLDER}/")).order_by("pk")
        for row in rows.select_related(owner) if owner else rows:
            keys = {key for name in columns for key in KEY_IN_TEXT.findall(getattr(row, name))}
            for key in keys & wanted:
                uses[key][getattr(row, owner) if owner else row] = None
    return {key: [*uses[key]] for key in wanted}


def linked(rows: Iterable[Model]) -> SafeString:
    """The rows, each with a link to its page."""
    listed = [(page_of_row(row), describe(row)) for row in rows]
    return format_html_join(", ", '<a href="{}">{}</a>', listed)


def page_of_row(row: Model) -> str:
    meta = row._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[row.pk])


def describe(row: Model) -> str:
    return f"{row._meta.verbose_name} “{row}”"
