"""For tests of learners in a class: where they are."""

from classrooms.models import Member

HTMX = {"HX-Request": "true"}


COURSE = "/learn/django-sessions/"


def place_of(name: str = "Mia") -> tuple[str, str, str]:
    found = Member.objects.get(name=name)
    return found.lesson, found.mode, found.question
