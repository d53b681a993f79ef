"""The figures on the first page of the panel, of models that this person may view."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse

from classrooms.models import Classroom, Member
from engines import site_engine
from learn.models import Lesson
from quizzes.models import Question
from studio.writing.states import in_state


@dataclass(frozen=True)
class Tile:
    label: str
    value: str
    address: str


def tiles(request: HttpRequest) -> Iterator[Tile]:
    may = request.user.has_perm
    if may("quizzes.view_question"):
        for state, label in (("draft", "Questions in draft"), ("scheduled", "Questions to come")):
            number = Question.objects.filter(in_state(state, Q()), retired=False).count()
            address = f"{reverse('admin:quizzes_question_changelist')}?state={state}"
            yield Tile(label, str(number), address)
    if may("learn.view_lesson"):
        number = Lesson.objects.filter(published=None).count()
        address = f"{reverse('admin:learn_lesson_changelist')}?state=draft"
        yield Tile("Lessons in draft", str(number), address)
    if may("classrooms.view_classroom"):
        number = Member.objects.here(Classroom.objects.taught_by(request.user)).count()
        yield Tile("In class now", str(number), reverse("admin:classrooms_classroom_changelist"))
    if may("engines.view_siteengine"):
        name = site_engine.current_choice().engine.name
        yield Tile("The site's engine", name, reverse("admin:engines_siteengine_changelist"))
