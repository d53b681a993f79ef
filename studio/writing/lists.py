"""The list of questions in the panel: its search and its filters."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils.text import smart_split, unescape_string_literal

from packs.draft import saved_drafts
from packs.findings import blocking_findings
from quizzes.models import Choice, Hint, Question, Step
from quizzes.records import Answer

OWN_TEXTS = ("slug", "prompt", "code", "text", "check_text", "mistakes")
# Each has a subquery of its own, since joining all of them would multiply the rows.
PARTS_TEXTS: dict[Any, tuple[str, ...]] = {
    Choice: ("text", "match", "why"),
    Hint: ("text",),
    Step: ("title", "text"),
}


def search(questions: QuerySet[Question], words: str) -> QuerySet[Question]:
    """The questions whose texts hold every word, or every phrase in quotes, of `words`."""
    for word in smart_split(words):
        questions = questions.filter(holds(phrase(word)))
    return questions


def phrase(word: str) -> str:
    return unescape_string_literal(word) if word[:1] in "\"'" and word[0] == word[-1] else word


def holds(word: str) -> Q:
    either = any_of(OWN_TEXTS, word)
    for model, names in PARTS_TEXTS.items():
        parts = model.objects.filter(any_of(names, word), question=OuterRef("pk"))
        either |= Q(Exists(parts.order_by()))
    return either


def any_of(names: tuple[str, ...], word: str) -> Q:
    either = Q()
    for name in names:
        either |= Q(**{f"{name}__icontains": word})
    return either


class QuestionList(ChangeList):
    """Counts the answers only of the questions on the page of the list."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.result_list = list(self.result_list)
        # Distinct keys: an answer that a learner took to another browser counts once.
        counted = (
            Answer.objects.filter(question__in=self.result_list)
            .values_list("question")
            .annotate(Count("key", distinct=True))
        )
        counts = dict(counted.order_by())
        for question in self.result_list:
            question.answer_count = counts.get(question.pk, 0)


class AnsweredFilter(admin.SimpleListFilter):
    title, parameter_name = "answers", "answers"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("none", "None yet"), ("some", "Some")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Question]) -> QuerySet[Question]:
        if self.value() not in ("none", "some"):
            return queryset
        some = Exists(Answer.objects.filter(question=OuterRef("pk")).order_by())
        return queryset.filter(some if self.value() == "some" else ~some)


class MendFilter(admin.SimpleListFilter):
    """Offers the drafts that the linter would refuse. It checks every draft in the list.

    Published questions were checked when they were saved.
    """

    title, parameter_name = "linter", "linter"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("mend", "Drafts to mend")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Question]) -> QuerySet[Question]:
        if self.value() != "mend":
            return queryset
        drafts = saved_drafts(queryset.filter(published=None, retired=False))
        return queryset.filter(
            pk__in=[draft.question.pk for draft in drafts if blocking_findings(draft)]
        )
