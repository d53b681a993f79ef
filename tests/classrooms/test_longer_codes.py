"""The migration that gave each class a code of nine characters."""

from importlib import import_module

from django.apps import apps

from classrooms import codes
from classrooms.models import Classroom, Member
from tests.classrooms.classes import classroom, member

MIGRATION = import_module("classrooms.migrations.0002_longer_codes")


def test_a_short_code_is_renewed_and_who_is_in_the_class_stays(course: None) -> None:
    old, new = classroom("Old", code="K7MP3X"), classroom("New")
    member(old, "Mia")
    MIGRATION.renew_short_codes(apps, None)
    renewed = Classroom.objects.get(pk=old.pk)
    assert codes.is_complete(renewed.code)
    assert Classroom.objects.get(pk=new.pk).code == new.code
    assert Member.objects.get().classroom == renewed
