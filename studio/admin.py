"""Every page of the panel, found by Django's `autodiscover`."""

from studio import (
    classrooms,  # noqa: F401
    courses,  # noqa: F401
    engines,  # noqa: F401
    images,  # noqa: F401
    lessons,  # noqa: F401
    people,  # noqa: F401
    question_sets,  # noqa: F401
    questions,  # noqa: F401
)
from studio.signing_in import records  # noqa: F401
