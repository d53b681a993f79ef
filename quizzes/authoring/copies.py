"""A question once more, as a draft."""

from itertools import count

from django.db import transaction

from quizzes.models import Question


@transaction.atomic
def copy_of(question: Question) -> Question:
    """A draft at the end of the same set, with the same choices, hints and steps."""
    parts = [
        part for name in ("choices", "hints", "steps") for part in getattr(question, name).all()
    ]
    slugs = set(question.question_set.questions.values_list("slug", flat=True))
    made = Question.objects.get(pk=question.pk)
    made.pk, made._state.adding = None, True
    made.slug = free(question.slug, slugs)
    made.published, made.retired = None, False
    made.position = question.question_set.questions.count()
    made.save()
    for part in parts:
        part.pk, part._state.adding, part.question = None, True, made
        part.save()
    return made


def free(slug: str, taken: set[str]) -> str:
    """`slug-2`, or the first number after it that is free; at most 50 characters."""
    for number in count(2):
        found = f"{slug[: 49 - len(str(number))].rstrip('-')}-{number}"
        if found not in taken:
            return found
    raise AssertionError
