from django.apps import AppConfig


class ClassroomsConfig(AppConfig):
    name = "classrooms"
    verbose_name = "Classes"

    def ready(self) -> None:
        from classrooms.extension import ClassroomExtension
        from learn import extensions

        extensions.register(ClassroomExtension())
