"""What quizzes say on the progress page (see `learn.records.Section`)."""

from typing import Any
from uuid import UUID

from django.urls import reverse

from quizzes import replay, sittings
from quizzes.bank import SetContent
from quizzes.certainty import calibration
from quizzes.deck import Deck, deck
from quizzes.log import entries
from quizzes.models import Answer
from quizzes.rebuild import sets_by_pk
from quizzes.sittings import Sitting


class CalibrationSection:
    """How often the learner was right, by how sure they said they were."""

    template = "quizzes/calibration.html"

    def context(self, learner: UUID) -> dict[str, Any]:
        told = Answer.objects.filter(learner=learner, certainty__isnull=False, late=False)
        found = calibration(told.values_list("certainty", "right"))  # type: ignore[arg-type]
        return {"calibration": found} if found else {}


class DueSection:
    """Which cards are due, and when the next one is, of each set that the learner has begun."""

    template = "quizzes/due.html"

    def context(self, learner: UUID) -> dict[str, Any]:
        asked = Answer.objects.filter(learner=learner, question__question_set__behaviour="recall")
        pks = asked.values_list("question__question_set", flat=True).distinct()
        found = sets_by_pk(pks).values()
        decks = [(one, card_url(one), deck_of(learner, one)) for one in found]
        return {"decks": decks} if decks else {}


def card_url(question_set: SetContent) -> str:
    return reverse("mode", args=question_set.path.split("/"))


def deck_of(learner: UUID, question_set: SetContent) -> Deck:
    """The cards as the learner's ratings have left them, now."""
    records = entries(learner, question_set=question_set.pk)
    now = sittings.now()
    sitting = replay.replayed(question_set, Sitting(records[-1].sitting), records)
    return deck(question_set, sittings.at_time(question_set, sitting, now), None, now)
