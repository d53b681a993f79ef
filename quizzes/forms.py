"""The form of one question, and the hidden fields that make an answer count once."""

import time
from typing import Any
from uuid import UUID, uuid4

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Layout
from django import forms
from django.core import signing

from quizzes.behaviours.flashcard_scheduling import RATINGS
from quizzes.certainty import Certainty, certainty_of
from quizzes.kinds import kind_of
from quizzes.kinds.kind import FormData
from quizzes.schema import Item
from quizzes.states import NotAllowed

SALT = "quizzes.answer"
DAY = 24 * 60 * 60 * 1000  # milliseconds


class Everything(forms.Widget):
    """All that was sent: which fields a question has, its kind knows."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return data


class ResponseField(forms.Field):
    """The response to a question, as its kind reads it from the form."""

    widget = Everything

    def __init__(self, item: Item) -> None:
        super().__init__()
        self.item = item

    def clean(self, value: FormData) -> str:
        try:
            return kind_of(self.item).parse_response(self.item, value)
        except NotAllowed as refusal:
            raise forms.ValidationError(str(refusal)) from refusal


class AnswerForm(forms.Form):
    """`response` is made of the fields of the question's kind. The rest may be missing, and all but
    `certainty` is hidden.

    `question`: its slug. `sitting`: the order of choices on the screen. `key`: signed, new for
    each form shown: the idempotency key and the time it was shown.
    """

    certainty = forms.Field(required=False)
    question = forms.CharField(widget=forms.HiddenInput, required=False)
    sitting = forms.CharField(widget=forms.HiddenInput, required=False)
    key = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, item: Item, seed: str, data: Any = None) -> None:
        initial = {"question": item.id, "sitting": seed, "key": new_key()}
        super().__init__(data, auto_id="answer-%s", initial=initial)
        self.fields["response"] = ResponseField(item)
        self.helper = FormHelper(self)
        self.helper.form_tag = False
        self.helper.layout = Layout(Field("response", template=kind_of(item).template))

    @property
    def certainties(self) -> list[tuple[int, str]]:
        """What the template offers. Nothing is chosen until the learner chooses."""
        return Certainty.choices

    def clean_certainty(self) -> Certainty | None:
        return certainty_of(self.cleaned_data["certainty"])

    def clean_key(self) -> tuple[UUID, int | None]:
        return read_key(self.cleaned_data["key"])


class RatingForm(forms.Form):
    """How well a card was remembered. The rest is as in AnswerForm."""

    rating = forms.ChoiceField(
        choices=[(rating, rating.capitalize()) for rating in RATINGS],
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"),
            "Choose again, hard, good or easy. The card is as it was.",
        ),
    )
    key = forms.CharField(required=False)

    def clean_key(self) -> tuple[UUID, int | None]:
        return read_key(self.cleaned_data["key"])


def new_key() -> str:
    return signing.dumps([uuid4().hex, round(time.time() * 1000)], salt=SALT)


def read_key(text: str) -> tuple[UUID, int | None]:
    """The key's UUID and the milliseconds since its form was shown.

    A form may stand open for weeks, and its key still counts once; how long it stood open tells
    nothing after a day. Without a valid key the answer still counts: under a new key, with no time.
    """
    try:
        key, shown_at = signing.loads(text, salt=SALT)
    except signing.BadSignature:
        return uuid4(), None
    milliseconds = max(0, round(time.time() * 1000) - shown_at)
    return UUID(key), milliseconds if milliseconds <= DAY else None
