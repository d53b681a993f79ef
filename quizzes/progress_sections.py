"""What quizzes say on the progress page (see `learn.extensions.ProgressSection`)."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import Exists, QuerySet
from django.urls import reverse

from quizzes.answer_export import HANDED_IN
from quizzes.attempts.attempt import Attempt
from quizzes.attempts.events import Entry, entries_of, newest_entries, server_time
from quizzes.attempts.rebuild import sets_by_pk
from quizzes.attempts.replay import replay
from quizzes.attempts.saved import SavedAttempt
from quizzes.bank import SetContent
from quizzes.certainty import calibration
from quizzes.flashcards import Deck, present_deck
from quizzes.records import Answer, where_behaviour


class CalibrationSection:
    """How often the learner was right, by how sure they said they were."""

    template = "quizzes/calibration.html"

    def context(self, learner: UUID) -> dict[str, Any]:
        answers = Answer.objects.filter(learner=learner, certainty__isnull=False, late=False)
        pairs = answers.values_list("certainty", "right")
        result = calibration(pairs)  # type: ignore[arg-type]
        return {"calibration": result} if result else {}


class DueSection:
    """Which cards are due, and when the next one is, of each set that the learner has begun."""

    template = "quizzes/due.html"

    def context(self, learner: UUID) -> dict[str, Any]:
        rated = Answer.objects.filter(learner=learner).filter(where_behaviour("self_assessed"))
        decks = [(cards, url_of(cards), deck_of(learner, cards)) for cards in sets_answered(rated)]
        return {"decks": decks} if decks else {}


class OpenTestSection:
    """Tests that were begun and not handed in: nothing of them is in the scores or the file yet."""

    template = "quizzes/open_tests.html"

    def context(self, learner: UUID) -> dict[str, Any]:
        answers = Answer.objects.filter(~Exists(HANDED_IN), learner=learner).filter(
            where_behaviour("handed_in")
        )
        tests = [
            (test, url_of(test), *count_answered(learner, test)) for test in sets_answered(answers)
        ]
        return {"tests": tests} if tests else {}


def sets_answered(answers: QuerySet[Answer]) -> Collection[SetContent]:
    pks = answers.values_list("question__question_set", flat=True).distinct()
    return sets_by_pk(list(pks)).values()


def count_answered(learner: UUID, question_set: SetContent) -> tuple[int, int]:
    """How many questions of the test have an answer, and of how many."""
    attempt = attempt_of(question_set, newest_entries(learner, question_set.pk))
    total = len(attempt.items)
    return total - len(attempt.unanswered), total


def deck_of(learner: UUID, question_set: SetContent) -> Deck:
    """The cards as the learner's ratings have left them, now."""
    attempt = attempt_of(question_set, entries_of(learner, question_set.pk))
    return present_deck(attempt.run_clocks(), item=None)


def attempt_of(question_set: SetContent, entries: list[Entry]) -> Attempt:
    """The attempt that these entries make: the one of the last of them."""
    saved = SavedAttempt(entries[-1].sitting)
    return replay(Attempt(question_set, saved, server_time()), entries)


def url_of(question_set: SetContent) -> str:
    return reverse("mode", args=question_set.path.split("/"))
